import { Button, CopyButton } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import type { ReactNode } from 'react'

/** A name and what it is, in a `dl` of the class `cycle-facts`. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="cap">{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

/** A hash to read, and to take along. */
export function HashFact(props: { name: string; hash: string; copy: string; copied: string; testId: string }) {
  const { name, hash, testId } = props
  return (
    <Fact name={name}>
      <bdi className="mono cycle-hash" data-testid={testId}>
        {hash}
      </bdi>
      <CopyButton value={hash}>
        {({ copied, copy }) => (
          <Button variant="subtle" size="compact-sm" leftSection={<IconCopy size={15} stroke={1.7} />} onClick={copy}>
            {copied ? props.copied : props.copy}
          </Button>
        )}
      </CopyButton>
    </Fact>
  )
}

import { ActionIcon, CopyButton, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import './secrets.css'

/** A text as programs take it, with a button that copies all of it. */
export function CopyText(props: { text: string; words: { copy: string; copied: string }; testId?: string }) {
  const { text, words, testId } = props
  return (
    <div className="secret">
      <bdi dir="ltr" className="mono" data-testid={testId}>
        {text}
      </bdi>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? words.copied : words.copy}>
            <ActionIcon variant="subtle" onClick={copy} aria-label={copied ? words.copied : words.copy}>
              {copied ? <IconCheck size={16} stroke={1.6} /> : <IconCopy size={16} stroke={1.6} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  )
}

import { ActionIcon, Button, NativeSelect } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { WhatIfChoices } from '#shared/api/whatIf.ts'
import { factorDetailQuery } from '../factors/factorQueries.ts'
import { FactorDialog } from './FactorDialog.tsx'
import type { FactorLine } from './whatIfDraft.ts'
import { useWhatIfWords } from './words/useWhatIfWords.ts'

/** Factors in use, and what is to stand for them. */
export function FactorLines(props: {
  cycle: CycleReply
  choices: WhatIfChoices['factors']
  lines: readonly FactorLine[]
  onChange: (lines: readonly FactorLine[]) => void
}) {
  const { cycle, choices, lines, onChange } = props
  const t = useWhatIfWords()
  const free = choices.find(({ id }) => lines.every(({ factorId }) => factorId !== id))
  const set = (at: number, line: FactorLine | null): void =>
    onChange(lines.flatMap((one, i) => (i !== at ? [one] : line === null ? [] : [line])))
  return (
    <section className="whatif-lines" aria-label={t('factorsTitle')}>
      <h3>{t('factorsTitle')}</h3>
      {lines.map((line, i) => (
        <Line
          key={line.factorId}
          cycle={cycle}
          choices={choices.filter(({ id }) => id === line.factorId || lines.every(({ factorId }) => factorId !== id))}
          line={line}
          onChange={(changed) => set(i, changed)}
        />
      ))}
      {choices.length === 0 ? (
        <p className="cap">{t('factorsNone')}</p>
      ) : (
        <Button
          variant="default"
          size="xs"
          disabled={free === undefined}
          onClick={() => free !== undefined && onChange([...lines, { factorId: free.id, insteadId: '' }])}
        >
          {t('addFactor')}
        </Button>
      )}
    </section>
  )
}

function Line(props: {
  cycle: CycleReply
  choices: WhatIfChoices['factors']
  line: FactorLine
  onChange: (line: FactorLine | null) => void
}) {
  const { cycle, choices, line, onChange } = props
  const t = useWhatIfWords()
  const [isChoosing, setChoosing] = useState(false)
  const factor = choices.find(({ id }) => id === line.factorId)
  const { data: instead } = useQuery({ ...factorDetailQuery(line.insteadId, cycle), enabled: line.insteadId !== '' })
  return (
    <div className="whatif-line">
      <NativeSelect
        label={t('factor')}
        value={line.factorId}
        onChange={(event) => onChange({ factorId: event.currentTarget.value, insteadId: '' })}
        data={choices.map(({ id, name, geography, year }) => ({ value: id, label: `${name}, ${geography} ${year}` }))}
      />
      <div className="whatif-instead">
        <span className="whatif-label">{t('instead')}</span>
        <Button
          variant="default"
          justify="flex-start"
          fullWidth
          disabled={factor === undefined}
          onClick={() => setChoosing(true)}
        >
          <span className="ell" dir="auto">
            {line.insteadId === '' || instead === undefined
              ? t('chooseInstead')
              : `${instead.name}, ${instead.geography} ${instead.year}`}
          </span>
        </Button>
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('removeFactor', { name: factor?.name ?? line.factorId })}
        onClick={() => onChange(null)}
      >
        <IconX size={15} stroke={1.7} />
      </ActionIcon>
      {isChoosing && factor !== undefined && (
        <FactorDialog
          cycle={cycle}
          factor={factor}
          onChoose={(insteadId) => (onChange({ ...line, insteadId }), setChoosing(false))}
          onClose={() => setChoosing(false)}
        />
      )}
    </div>
  )
}

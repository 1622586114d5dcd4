import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { WhatIfChoices } from '#shared/api/whatIf.ts'
import { unitText } from '#client/grid/unitText.ts'
import { type ActivityLine, columnKey, percentIn } from './whatIfDraft.ts'
import { useWhatIfWords } from './words/useWhatIfWords.ts'

/** Columns whose amounts are to be more or less, everywhere or at one site. */
export function ActivityLines(props: {
  choices: Pick<WhatIfChoices, 'activities' | 'sites'>
  lines: readonly ActivityLine[]
  onChange: (lines: readonly ActivityLine[]) => void
}) {
  const { choices, lines, onChange } = props
  const t = useWhatIfWords()
  const columns = choices.activities.map((one) => ({
    value: columnKey(one),
    label: `${one.table_name}: ${one.name}${one.unit === null ? '' : ` (${unitText(one.unit)})`}`,
  }))
  const sites = [
    { value: '', label: t('allSites') },
    ...choices.sites.map(({ id, name }) => ({ value: id, label: name })),
  ]
  const set = (at: number, more: Partial<ActivityLine>): void =>
    onChange(lines.map((line, i) => (i === at ? { ...line, ...more } : line)))
  return (
    <section className="whatif-lines" aria-label={t('activitiesTitle')}>
      <h3>{t('activitiesTitle')}</h3>
      {lines.map((line, i) => (
        <div key={i} className="whatif-line whatif-activity">
          <NativeSelect
            label={t('column')}
            value={line.column}
            onChange={(event) => set(i, { column: event.currentTarget.value })}
            data={columns}
          />
          <NativeSelect
            label={t('site')}
            value={line.site}
            onChange={(event) => set(i, { site: event.currentTarget.value })}
            data={sites}
          />
          <TextInput
            label={t('change')}
            inputMode="text"
            dir="ltr"
            value={line.percent}
            error={line.percent.trim() !== '' && percentIn(line.percent) === null && t('notAPercent')}
            onChange={(event) => set(i, { percent: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('removeActivity', { name: columns.find(({ value }) => value === line.column)?.label ?? '' })}
            onClick={() => onChange(lines.filter((_, at) => at !== i))}
          >
            <IconX size={15} stroke={1.7} />
          </ActionIcon>
        </div>
      ))}
      {lines.length > 0 && <p className="cap">{t('changeHelp')}</p>}
      <Button
        variant="default"
        size="xs"
        disabled={columns.length === 0}
        onClick={() => onChange([...lines, { column: columns[0]?.value ?? '', site: '', percent: '' }])}
      >
        {t('addActivity')}
      </Button>
    </section>
  )
}

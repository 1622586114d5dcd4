import { MultiSelect, Select, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { measuresOf, type OwnReportBlock } from '#shared/api/reportTemplates.ts'
import { CHART_WORD, FACT_WORD, LIST_WORD, MEASURE_WORD, ROWS_WORD } from '#shared/reports/templates/blockTitles.ts'
import { AMOUNT_ROWS, CHARTS, FACT_NAMES, LIST_ROWS } from '#shared/reports/templates/reportTemplate.ts'
import type { ReportWord } from '#shared/reports/words/en.ts'
import { reportWords, type SayWord } from '#shared/reports/words/reportWords.ts'
import { localeOf } from '../reportQuery.ts'
import { useReportsWords } from '../words/useReportsWords.ts'
import { withRows } from './reportDraft.ts'

/** What can be said of one part of a report. */
export function BlockFields(props: {
  block: OwnReportBlock
  /** What is wrong with it. */
  error: string | undefined
  onChange: (block: OwnReportBlock) => void
}) {
  const { block, error, onChange } = props
  const t = useReportsWords()
  const { i18n } = useTranslation()
  const say = reportWords(localeOf(i18n.language))
  switch (block.kind) {
    case 'text':
      return (
        <Textarea
          aria-label={t('text')}
          autosize
          minRows={2}
          maxRows={12}
          dir="auto"
          value={block.text}
          error={error}
          onChange={(event) => onChange({ ...block, text: event.currentTarget.value })}
        />
      )
    case 'facts':
      return (
        <MultiSelect
          label={t('facts')}
          data={optionsOf(FACT_NAMES, FACT_WORD, say)}
          value={block.facts}
          error={error}
          searchable
          onChange={(chosen) => onChange({ ...block, facts: FACT_NAMES.filter((fact) => chosen.includes(fact)) })}
        />
      )
    case 'table':
      return (
        <>
          <Select
            label={t('rows')}
            data={optionsOf(AMOUNT_ROWS, ROWS_WORD, say)}
            value={block.rows}
            allowDeselect={false}
            onChange={(chosen) => onChange(withRows(block, AMOUNT_ROWS.find((rows) => rows === chosen) ?? block.rows))}
          />
          <MultiSelect
            label={t('columns')}
            data={optionsOf(measuresOf(block.rows), MEASURE_WORD, say)}
            value={block.measures}
            error={error}
            onChange={(chosen) =>
              onChange({
                ...block,
                // in the order in which they were chosen: that is the order of the columns
                measures: chosen.flatMap((one) => measuresOf(block.rows).find((measure) => measure === one) ?? []),
              })
            }
          />
        </>
      )
    case 'list':
      return (
        <Select
          label={t('of')}
          data={optionsOf(LIST_ROWS, LIST_WORD, say)}
          value={block.rows}
          error={error}
          allowDeselect={false}
          onChange={(chosen) => onChange({ ...block, rows: LIST_ROWS.find((rows) => rows === chosen) ?? block.rows })}
        />
      )
    case 'chart':
      return (
        <Select
          label={t('of')}
          data={optionsOf(CHARTS, CHART_WORD, say)}
          value={block.of}
          error={error}
          allowDeselect={false}
          onChange={(chosen) => onChange({ ...block, of: CHARTS.find((of) => of === chosen) ?? block.of })}
        />
      )
  }
}

const optionsOf = <Name extends string>(
  names: readonly Name[],
  words: Readonly<Record<Name, ReportWord>>,
  say: SayWord,
): { value: Name; label: string }[] => names.map((value) => ({ value, label: say(words[value]) }))

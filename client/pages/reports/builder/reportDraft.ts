import { measuresOf, type OwnReportBlock, type ReportTemplateBody } from '#shared/api/reportTemplates.ts'
import type { AmountRows } from '#shared/reports/templates/reportTemplate.ts'

/** What a report can be put together from, in the order in which it is offered. */
export const BLOCK_KINDS = [
  'text',
  'facts',
  'table',
  'list',
  'chart',
] as const satisfies readonly OwnReportBlock['kind'][]

/** A part of a kind, as it begins. */
export function newBlock(kind: OwnReportBlock['kind']): OwnReportBlock {
  switch (kind) {
    case 'text':
      return { kind, text: '' }
    case 'facts':
      return { kind, facts: ['organisation', 'period', 'consolidation', 'seal'] }
    case 'table':
      return { kind, rows: 'scopes', measures: ['amount', 'previous', 'change_previous'] }
    case 'list':
      return { kind, rows: 'intensities' }
    case 'chart':
      return { kind, of: 'scopes' }
  }
}

/** A new report: its figures by scope. */
export const newReport = (section: string): ReportTemplateBody => ({
  name: '',
  sections: [{ title: section, blocks: [newBlock('table'), newBlock('chart')] }],
})

/** The same table by other rows; columns that these do not have are gone. */
export function withRows(
  { measures }: Extract<OwnReportBlock, { kind: 'table' }>,
  rows: AmountRows,
): Extract<OwnReportBlock, { kind: 'table' }> {
  const possible = measuresOf(rows)
  const kept = measures.filter((measure) => possible.includes(measure))
  return { kind: 'table', rows, measures: kept.length === 0 ? ['amount'] : kept }
}

/** The list with one of it at another place, one up or down. */
export function moved<Item>(list: readonly Item[], from: number, by: -1 | 1): Item[] {
  const item = list[from]
  const to = from + by
  return item === undefined || to < 0 || to >= list.length ? [...list] : list.toSpliced(from, 1).toSpliced(to, 0, item)
}

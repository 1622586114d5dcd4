import type { ReportCell, ReportReply, ReportTable } from '#shared/api/reports.ts'
import { isRightToLeft } from '../exports/words.ts'
import type { XlsxCell } from '../exports/xlsx/sheetXml.ts'
import { workbook, type WorkbookSheet } from '../exports/xlsx/workbook.ts'

const WIDE = 44
const NARROW = 18

/**
 * A report as a workbook: one sheet with its facts and notes, then one for each table. Figures are numbers in full precision with
 * their units beside them; where there is none stands the word for it, and never a zero or nothing.
 */
export function reportWorkbook(report: ReportReply): { rows: number; content: () => AsyncGenerator<Buffer> } {
  const about = aboutRows(report)
  const tables = report.sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'table' ? [block] : [])),
  )
  const sheets: WorkbookSheet[] = [
    {
      name: report.title,
      columns: [
        { title: report.title, width: WIDE },
        { title: report.cycle.name, width: WIDE },
        { title: '', width: WIDE },
      ],
      pieces: [about],
    },
    ...tables.map(tableSheet),
  ]
  return {
    rows: about.length + tables.reduce((sum, { rows }) => sum + rows.length, 0),
    content: () =>
      workbook(sheets, {
        title: `${report.title} – ${report.cycle.name}`,
        made: new Date(report.made_at),
        isRightToLeft: isRightToLeft(report.locale),
      }),
  }
}

function aboutRows(report: ReportReply): XlsxCell[][] {
  const { organisation, project, cycle, sections, foot, made_text: made } = report
  return [
    [organisation, project, `${cycle.starts_on} – ${cycle.ends_on}`],
    [report.state_text, report.seal?.seal_hash ?? null, null],
    ...sections.flatMap(({ title, reference, blocks }) => [
      [title, reference, null],
      ...blocks.flatMap((block): XlsxCell[][] => {
        switch (block.kind) {
          case 'facts':
            return block.items.map(({ label, value }) => [label, valueOf(value), unitOf(value)])
          case 'notes':
            return block.items.map((item) => [null, item, null])
          case 'table':
          case 'chart':
            return []
        }
      }),
    ]),
    ...[...foot, made].map((line): XlsxCell[] => [null, line, null]),
  ]
}

function tableSheet({ title, columns, rows }: ReportTable): WorkbookSheet {
  // where figures of a column have units of their own, these stand in a column beside it
  const hasUnits = columns.map((_, index) => index > 0 && rows.some(({ cells }) => unitOf(cells[index - 1]) !== null))
  return {
    name: title,
    columns: columns.flatMap((column, index) => [
      {
        title: column.unit === null ? column.title : `${column.title} [${column.unit}]`,
        width: index === 0 ? WIDE : NARROW,
      },
      ...(hasUnits[index] === true ? [{ title: '', width: NARROW }] : []),
    ]),
    pieces: [
      rows.map(({ label, cells }): XlsxCell[] => [
        label,
        ...cells.flatMap((cell, index) => [valueOf(cell), ...(hasUnits[index + 1] === true ? [unitOf(cell)] : [])]),
      ]),
    ],
  }
}

const valueOf = (cell: ReportCell): XlsxCell => (cell.kind === 'figure' ? cell.value : cell.text)

function unitOf(cell: ReportCell | undefined): string | null {
  if (cell?.kind !== 'figure') {
    return null
  }
  return cell.unit ?? (cell.text.endsWith('%') ? '%' : null)
}

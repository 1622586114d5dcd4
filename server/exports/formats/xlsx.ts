import type { FactorRow } from '#server/presenters/presentFactor.ts'
import { columnTitle, exportedColumns } from '../exportedCells.ts'
import type { ExportedSheet } from '../ExportedSheet.ts'
import { type ExportWords, exportWords, isRightToLeft } from '../words.ts'
import type { XlsxCell } from '../xlsx/sheetXml.ts'
import { workbook, type WorkbookSheet } from '../xlsx/workbook.ts'

/** What a workbook says besides the rows. */
export interface WorkbookFrame {
  title: string
  locale: string | undefined
  made: Date
  projectName: string
  madeBy: string
  factors: readonly FactorRow[]
}

/** Sheets with their rows, then their fields with formulas, the factors behind them, the sources of these, and what it is. */
export function xlsxOf(sheets: readonly ExportedSheet[], frame: WorkbookFrame): AsyncGenerator<Buffer> {
  const words = exportWords(frame.locale)
  const { title, made } = frame
  const isWhole = sheets.length !== 1
  const parts = [
    ...sheets.map(dataSheet),
    fieldSheet(sheets, words),
    ...(frame.factors.length > 0 ? [factorSheet(frame.factors, words), sourceSheet(frame.factors, words)] : []),
    aboutSheet(sheets, frame, { words, isWhole }),
  ]
  return workbook(parts, { title, made, isRightToLeft: isRightToLeft(frame.locale) })
}

const ID_WIDTH = 14

function dataSheet(sheet: ExportedSheet): WorkbookSheet {
  const columns = exportedColumns(sheet)
  return {
    name: sheet.access.table.name,
    columns: [
      { title: 'id', width: ID_WIDTH },
      ...columns.map(({ field }) => ({
        title: columnTitle(field),
        isDate: field.type === 'date',
        width: Math.min(40, Math.max(12, columnTitle(field).length + 4)),
      })),
    ],
    pieces: rowsOf(sheet, columns),
  }
}

async function* rowsOf(
  sheet: ExportedSheet,
  columns: ReturnType<typeof exportedColumns>,
): AsyncGenerator<readonly XlsxCell[][]> {
  for await (const block of sheet.blocks()) {
    const cells = columns.map((column) => column.cellsOf(block))
    yield block.rows.map(({ row_id: id }, index) => [id, ...cells.map((cellAt) => cellAt(index))])
  }
}

function fieldSheet(sheets: readonly ExportedSheet[], words: ExportWords): WorkbookSheet {
  const rows = sheets.flatMap(({ access, fields }) =>
    fields.map(({ key, name, type, unit, formula, options }) => [
      access.table.name,
      key,
      name,
      type,
      unit,
      formula,
      options.length === 0 ? null : options.map(({ label }) => label).join('\n'),
    ]),
  )
  return textSheet(words.fields, words.fieldColumns, rows)
}

function factorSheet(factors: readonly FactorRow[], words: ExportWords): WorkbookSheet {
  const rows = factors.map((factor) => [
    factor.id,
    [...factor.path, factor.name].join(' › '),
    factor.normalised?.unit ?? factor.unit,
    factor.normalised?.co2eOnlyKg ?? null,
    factor.normalised?.co2eOnlyGwp ?? null,
    gasesText(factor),
    factor.normalised?.biogenicCo2Kg ?? null,
    factor.normalised?.memo?.co2eKg ?? null,
    factor.year,
    factor.geography,
    factor.publisher,
    factor.edition,
    [factor.table_name, factor.row_ref].filter((part) => part !== '').join(', '),
  ])
  return textSheet(words.factors, words.factorColumns, rows)
}

const gasesText = ({ normalised }: FactorRow): string =>
  Object.entries(normalised?.gasesKg ?? {})
    .map(([gas, kg]) => `${gas} ${kg}`)
    .join('\n')

function sourceSheet(factors: readonly FactorRow[], words: ExportWords): WorkbookSheet {
  const sets = new Map(factors.map((factor) => [factor.set_id, factor]))
  const rows = [...sets.values()].map(({ publisher, title, edition, licence, url }) => [
    publisher,
    title,
    edition,
    licence,
    url,
  ])
  return textSheet(words.sources, words.sourceColumns, rows)
}

function aboutSheet(
  sheets: readonly ExportedSheet[],
  { projectName, made, madeBy }: WorkbookFrame,
  { words, isWhole }: { words: ExportWords; isWhole: boolean },
): WorkbookSheet {
  const { aboutRows } = words
  const cycle = sheets[0]?.access.cycle
  const rows: (readonly XlsxCell[])[] = [
    [aboutRows.project, projectName],
    ...(cycle === undefined
      ? []
      : [
          [aboutRows.cycle, cycle.name],
          [aboutRows.period, `${cycle.startsOn} – ${cycle.endsOn}`],
          [aboutRows.status, cycle.status],
          [aboutRows.version, cycle.version],
          [aboutRows.gwpSet, cycle.gwpSet],
          [aboutRows.factorYear, cycle.factorYear],
        ]),
    ...(isWhole ? [] : [[aboutRows.table, sheets[0]?.access.table.name ?? null]]),
    [aboutRows.exported, made.toISOString()],
    [aboutRows.by, madeBy],
    ['', words.note],
  ]
  return textSheet(words.about, words.aboutColumns, rows)
}

const textSheet = (name: string, titles: readonly string[], rows: readonly (readonly XlsxCell[])[]): WorkbookSheet => ({
  name,
  columns: titles.map((title) => ({ title, width: 24 })),
  pieces: [rows],
})

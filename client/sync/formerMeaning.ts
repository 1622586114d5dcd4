import type { FormerMeaning, SheetReply } from '#shared/api/sheets.ts'
import { cellConverter, type CellMeaning } from '#shared/cells/convertCell.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'

/** What is known of the fields of a sheet, and of what they meant before. */
type Meanings = Pick<SheetReply, 'table' | 'former'>

/** What the cells of a field meant at a moment, when it was something else than now. */
export function meaningAt(
  { former = [] }: Pick<Meanings, 'former'>,
  field: string,
  at: string,
): FormerMeaning | undefined {
  const moment = Date.parse(at)
  return former.find((one) => one.field === field && Date.parse(one.until) > moment)
}

/** A value of that moment as the field means it now: 1,500 of a time of kWh is 1.5 in MWh. */
export function meantNow(
  sheet: Meanings,
  { field, value, at }: { field: string; value: CellValue; at: string },
): CellValue {
  const before = meaningAt(sheet, field, at)
  const now = sheet.table.fields.find(({ key }) => key === field)
  return before === undefined || now === undefined ? value : converterOf(before, now)(value)
}

/** The fields as they were at that moment; formulas are those of now. */
export function describedAt<Sheet extends Meanings>(sheet: Sheet, at: string): Sheet {
  const fields = sheet.table.fields.map((field) => {
    const before = meaningAt(sheet, field.key, at)
    return before === undefined ? field : { ...field, type: before.type, unit: before.unit, options: before.options }
  })
  return { ...sheet, table: { ...sheet.table, fields } }
}

/** What could be two things stays a text: nobody is asked here. */
const converterOf = (from: CellMeaning, to: CellMeaning): ((value: CellValue) => CellValue) =>
  cellConverter(from, to, { decimals: 'open', dates: 'open' })

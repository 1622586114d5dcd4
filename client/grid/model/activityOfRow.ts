import { isSameDimension } from '#shared/quantities/dimension.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { rawCellText } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import type { SheetModel } from './SheetModel.ts'

/** Where the activity of a row stands: in one of its columns, or the same for all. */
export type ActivitySource = { kind: 'column'; field: Field } | { kind: 'typed'; text: string }

/** What a factor is suggested by. */
export interface SuggestionQuestion {
  activity: string
  /** Option id; null: none is in the row. */
  site: string | null
}

/** As much of a model as tells what a row is about. */
export type RowSource = Pick<SheetModel, 'fields' | 'stored'>

/** Columns that may say what a row is about. */
export const activityFields = (fields: readonly Field[]): Field[] =>
  fields.filter(({ type, role }) => (type === 'option' || type === 'text') && role !== 'site')

/** What people mostly mean: electricity where factors are per energy without a heating value, else the first choice, else text. */
export function usualActivity(fields: readonly Field[], { unit }: Field): ActivitySource {
  const candidates = activityFields(fields)
  const energy = parseUnit('kWh')
  const own = parseUnit(unit ?? '')
  const isPower = energy.ok && own.ok && isSameDimension(own.value.dimension, energy.value.dimension)
  const column = candidates.find(({ type }) => type === 'option') ?? candidates[0]
  return isPower || column === undefined
    ? { kind: 'typed', text: isPower ? 'electricity' : '' }
    : { kind: 'column', field: column }
}

/** What is asked for a row; the activity is empty where the row does not say it. */
export function questionOf(model: RowSource, row: string, source: ActivitySource): SuggestionQuestion {
  const site = model.fields.find(({ role }) => role === 'site')
  const at = site === undefined ? null : model.stored(row, site.ordinal)
  return { activity: activityOf(model, row, source), site: typeof at === 'string' && at !== '' ? at : null }
}

function activityOf(model: RowSource, row: string, source: ActivitySource): string {
  if (source.kind === 'typed') {
    return source.text.trim()
  }
  const value: CellValue = model.stored(row, source.field.ordinal)
  return value === null || value === '' ? '' : rawCellText(source.field, value).trim().slice(0, MOST_LETTERS)
}

/** Of `SuggestionsBody`. */
const MOST_LETTERS = 200

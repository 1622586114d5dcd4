/** Rows by what decides which factor fits them. Pure; whoever has the groups asks the server and writes one gesture. */
import { isSameDimension } from '#shared/quantities/dimension.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { rawCellText } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'

/** Where the activity of a row stands: in one of its columns, or the same for all. */
export type ActivitySource = { kind: 'column'; field: Field } | { kind: 'typed'; text: string }

/** Rows of one activity at one site. */
export interface SuggestionGroup {
  activity: string
  /** Option id; null: none is in the row. */
  site: string | null
  /** What the site is called; empty: there is none. */
  siteName: string
  rows: readonly string[]
}

/**
 * The rows that want a factor, by activity and site in the order of the sheet; those without an activity are left out. `replaces`:
 * also where a factor stands already.
 */
export function suggestionGroups(
  model: SheetModel,
  about: { rows: readonly string[]; field: Field; activity: ActivitySource; replaces: boolean },
): { groups: SuggestionGroup[]; withoutActivity: number; filled: number } {
  const site = model.fields.find(({ role }) => role === 'site')
  const groups = new Map<string, SuggestionGroup & { rows: string[] }>()
  let [withoutActivity, filled] = [0, 0]
  for (const row of about.rows) {
    if (!about.replaces && !isEmpty(model.stored(row, about.field.ordinal))) {
      filled++
      continue
    }
    const activity = activityOf(model, row, about.activity)
    if (activity === '') {
      withoutActivity++
      continue
    }
    const at = site === undefined ? null : model.stored(row, site.ordinal)
    const id = typeof at === 'string' && at !== '' ? at : null
    const key = JSON.stringify([activity, id])
    const group = groups.get(key)
    if (group === undefined) {
      const siteName = site === undefined || id === null ? '' : rawCellText(site, id)
      groups.set(key, { activity, site: id, siteName, rows: [row] })
    } else {
      group.rows.push(row)
    }
  }
  return { groups: [...groups.values()], withoutActivity, filled }
}

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

/** What the row is about; empty: it does not say. */
export function activityOf(model: SheetModel, row: string, source: ActivitySource): string {
  if (source.kind === 'typed') {
    return source.text.trim()
  }
  const value = model.stored(row, source.field.ordinal)
  return isEmpty(value) ? '' : rawCellText(source.field, value).trim().slice(0, MOST_LETTERS)
}

/** Of `SuggestionsBody`. */
const MOST_LETTERS = 200

const isEmpty = (value: CellValue): boolean => value === null || value === ''

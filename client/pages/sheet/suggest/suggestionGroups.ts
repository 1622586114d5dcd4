/** Rows by what decides which factor fits them. Pure; whoever has the groups asks the server and writes one gesture. */
import type { CellValue } from '#shared/cells/cellValue.ts'
import { rawCellText } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import { questionOf, type ActivitySource, type SuggestionQuestion } from '#client/grid/model/activityOfRow.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'

/** Rows of one activity at one site. */
export interface SuggestionGroup extends SuggestionQuestion {
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
    const { activity, site: id } = questionOf(model, row, about.activity)
    if (activity === '') {
      withoutActivity++
      continue
    }
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

const isEmpty = (value: CellValue): boolean => value === null || value === ''

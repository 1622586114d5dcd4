import type { CycleReply } from '#shared/api/cycles.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import { straddlingRows } from '../periods/straddling.ts'

/** So many bills are counted: nobody reads on. */
export const MOST_BILLS = 200

/** What is to check in a sheet: cells with an error, missing ones, and bills that go beyond the cycle. */
export interface SheetHealthCounts {
  errors: number
  missing: number
  straddling: number
}

/** Looked at with every change of the sheet, when the view is drawn anew. */
export function useHealth(
  model: SheetModel,
  { starts_on: startsOn, ends_on: endsOn }: Pick<CycleReply, 'starts_on' | 'ends_on'>,
): SheetHealthCounts {
  return { ...model.health(), straddling: straddlingRows(model, { startsOn, endsOn }, MOST_BILLS).length }
}

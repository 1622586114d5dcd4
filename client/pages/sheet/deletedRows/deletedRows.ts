import { DELETED } from '#collab/schema/layout.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'

/** Ids of the rows that are deleted, those that came last first: they hold what they held. Complexity: all rows. */
export function deletedRows({ store }: SheetModel): string[] {
  if (!store.ordinals.has(DELETED)) {
    return []
  }
  return store.rowIds.filter((_, slot) => store.value(slot, DELETED) === true).toReversed()
}

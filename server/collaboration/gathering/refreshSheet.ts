import type pg from 'pg'
import { lockProjections } from '../lockProjections.ts'
import type { SheetAddress } from '../ports.ts'
import type { PlansOf } from './gatheredPlaces.ts'
import { markDependents } from './markDependents.ts'
import { refreshResults } from './refreshResults.ts'
import { forgetNotes, notesOf } from './sheetNotes.ts'

/**
 * Makes the results of a noted sheet anew from its rows, all in one transaction of the tenant, and writes those that are
 * others. What is noted meanwhile stays noted. True: its readers are to be told.
 */
export async function refreshSheet(
  client: pg.PoolClient,
  plansOf: PlansOf,
  tenantId: string,
  sheet: SheetAddress,
): Promise<boolean> {
  await lockProjections(client, tenantId, sheet)
  const notes = await notesOf(client, tenantId, sheet)
  if (notes === null) {
    return false
  }
  const { isAnew } = notes
  const changed = await refreshResults(client, tenantId, sheet, { plansOf, isAnew })
  if (changed > 0 || isAnew) {
    // another formula than that of the result may have changed, which others gather from
    await markDependents(client, tenantId, sheet, 'others')
  }
  await forgetNotes(client, tenantId, sheet, notes)
  return changed > 0 || isAnew
}

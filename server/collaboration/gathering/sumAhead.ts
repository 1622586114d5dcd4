/**
 * Sums of a sheet before its rows: what it is computed with has changed, and 100,000 rows take seconds to write. Whoever reads
 * totals takes them as long as the sheet has no other notes; a crash leaves both, and the rows follow after the next start.
 */
import type pg from 'pg'
import { groupsOf, storedGroup } from '#server/emissions/SheetGroup.ts'
import { jsonOf } from '../jsonOf.ts'
import { commonOf, lockProjections } from '../lockProjections.ts'
import type { SheetAddress } from '../ports.ts'
import type { PlansOf } from './gatheredPlaces.ts'
import type { OpenedColumns } from './openColumns.ts'
import { restsOnCommonPart, resultsOfColumns } from './resultsOfColumns.ts'
import { notesOf } from './sheetNotes.ts'

/** Sums of more places than this would be no shorter than rows. */
const MOST_GROUPS = 5000

/**
 * Writes the sums. False: they cannot be there before the rows, as results depend on more than
 * the common part, rows may change their site or month, or the document is not where its rows are. `client` is in a transaction of the tenant.
 */
export async function sumAhead(
  client: pg.PoolClient,
  tenantId: string,
  sheet: SheetAddress,
  { opened, plansOf }: { opened: OpenedColumns; plansOf: PlansOf },
): Promise<boolean> {
  const document = commonOf(await lockProjections(client, tenantId, sheet))
  const notes = await notesOf(client, tenantId, sheet)
  if (notes === null) {
    return true
  }
  const plans = notes.keepsPlaces ? await plansOf(tenantId, sheet.tableId, sheet.cycleId) : null
  if (plans === null || !restsOnCommonPart(plans) || document?.position !== opened.part.seen) {
    return false
  }
  const groups = groupsOf(resultsOfColumns(plans, opened.store).counted())
  if (groups.length > MOST_GROUPS) {
    return false
  }
  await client.query(
    `INSERT INTO sheet_sums (tenant_id, table_id, cycle_id, notes, groups) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (tenant_id, cycle_id, table_id) DO UPDATE SET notes = excluded.notes, groups = excluded.groups`,
    [tenantId, sheet.tableId, sheet.cycleId, notes.ids, jsonOf(groups.map(storedGroup))],
  )
  return true
}

import type { ChangedRowsQuery, ChangedRowsReply } from '#shared/api/history.ts'
import type { SheetAddress } from '#server/collaboration/ports.ts'
import { changedRows } from '#server/history/changedRows.ts'
import type { Identity } from '#server/policies/Identity.ts'
import type { AppServices } from '../AppServices.ts'
import { loadHistoryAccess } from './historyAccess.ts'

/** Rows in which something changed that the person may read now. */
export async function loadChangedRows(
  services: AppServices,
  identity: Identity,
  sheet: SheetAddress,
  { since, what, by }: ChangedRowsQuery,
): Promise<ChangedRowsReply> {
  const at = new Date().toISOString()
  const { fields } = await loadHistoryAccess(services, identity, sheet)
  const asked = { since, by, userId: identity.userId }
  const rows = await changedRows(services.reader, identity.tenantId, sheet, {
    ...asked,
    ordinals: what === 'added' ? [] : [...fields.keys()],
  })
  return { at, rows: [...rows] }
}

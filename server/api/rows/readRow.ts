import type { RowReply } from '#shared/api/rows.ts'
import type { SheetAddress } from '#server/collaboration/ports.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { presentRow } from '#server/presenters/presentRow.ts'
import type { AppServices } from '../AppServices.ts'
import { rowLabels } from '../targets/rowLabels.ts'
import { computedOf } from './computedOf.ts'
import { loadSheetAccess } from './loadSheetAccess.ts'
import type { StoredRow } from './rowsQuery.ts'
import { storedRows } from './storedRows.ts'

/** One row as the list shows it, after everything that was journaled before. Throws `not-found`; a deleted row is none. */
export async function readRow(
  services: AppServices,
  identity: Identity,
  sheet: SheetAddress,
  rowId: string,
): Promise<RowReply> {
  const { tenantId } = identity
  const { access } = await loadSheetAccess(services, identity, sheet)
  await services.collaboration.waitUntilProjected(tenantId, sheet)
  const wanted = storedRows(services.db, tenantId, sheet, {
    sortExpressions: [],
    narrow: (rows) => void rows.where('row_id', rowId),
  })
  const [row] = await services.reader.read<StoredRow>(tenantId, wanted.toSQL().toNative())
  if (row === undefined) {
    throw new NotFoundError('row')
  }
  const { readable: fields } = access
  const [computed] = await computedOf(services, access, fields, [row])
  const labels = await rowLabels(services, { identity, sheet, access }, fields, [row.values])
  return presentRow(row, { computed, labels: labels?.[0] }, fields)
}

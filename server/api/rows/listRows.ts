import type { RowsQuery, RowsReply } from '#shared/api/rows.ts'
import type { SheetAddress } from '#server/collaboration/ports.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { accessTo, type SheetRow, sheetStatement } from '#server/policies/sheetAccess.ts'
import { presentRow } from '#server/presenters/presentRow.ts'
import type { ReadStatement } from '#server/storage/database/TenantReader.ts'
import type { AppServices } from '../AppServices.ts'
import { keysetPageBy } from '../routing/keyset.ts'
import { rowLabels } from '../targets/rowLabels.ts'
import { computedOf } from './computedOf.ts'
import { includedIn } from './includedIn.ts'
import { selectRows, type StoredRow } from './rowsQuery.ts'
import { storedRows, UPDATED_AT } from './storedRows.ts'

const FIXED_KEYS: ReadonlySet<string> = new Set(['cycle_id', 'limit', 'cursor', 'sort', 'fields', 'include'])

/**
 * One page of rows, after everything that was journaled before the request. In sheet order the page comes from the index
 * alone, however many rows there are; another order sorts the sheet.
 */
export async function listRows(
  services: AppServices,
  identity: Identity,
  sheet: SheetAddress,
  query: RowsQuery & Record<string, unknown>,
): Promise<RowsReply> {
  const { db, reader, collaboration } = services
  const { tenantId } = identity
  const extra = Object.fromEntries(Object.entries(query).filter(([key]) => !FIXED_KEYS.has(key)))
  const early = isPlain(query, extra) ? plainRows(tenantId, sheet, query.limit) : null
  const [[found], earlyRows] = await reader.readBoth<SheetRow, StoredRow>(
    tenantId,
    sheetStatement(tenantId, sheet),
    early,
  )
  const access = accessTo(identity, found)
  if (access === null || found === undefined) {
    throw new NotFoundError('sheet')
  }
  const selection = selectRows(query, extra, access, identity.userId)
  if (found.behind) {
    await collaboration.waitUntilProjected(tenantId, sheet)
  }
  const rows = storedRows(db, tenantId, sheet, selection)
  const isRead = early !== null && !found.behind
  const page = await keysetPageBy(rows, selection.order, query, async () =>
    isRead ? earlyRows : reader.read<StoredRow>(tenantId, rows.toSQL().toNative()),
  )
  const values = page.data.map((row) => row.values)
  const { fields } = selection
  const computed = await computedOf(services, access, fields, page.data)
  const labels = await rowLabels(services, { identity, sheet, access }, fields, values)
  const included =
    query.include === undefined
      ? {}
      : { included: await includedIn(services, { identity, sheet, access, fields, rows: page.data }, query.include) }
  return {
    ...page,
    ...included,
    data: page.data.map((row, index) =>
      presentRow(row, { computed: computed[index], labels: labels?.[index] }, fields),
    ),
  }
}

/**
 * The first page in sheet order, whatever the caller may read: it is read together with the rights, and thrown away when
 * they say no or when the projection was behind.
 */
function isPlain({ sort, cursor }: RowsQuery, extra: object): boolean {
  return sort === 'order' && cursor === undefined && Object.keys(extra).length === 0
}

function plainRows(tenantId: string, { tableId, cycleId }: SheetAddress, limit: number): ReadStatement {
  const sql = `SELECT row_id, order_key, values, gathered, updated_by, ${UPDATED_AT} AS updated_at FROM rows
    WHERE tenant_id = $1 AND table_id = $2 AND cycle_id = $3 AND deleted = false ORDER BY order_key, row_id LIMIT $4`
  return { sql, bindings: [tenantId, tableId, cycleId, limit + 1] }
}

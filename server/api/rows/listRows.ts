import type { Knex } from 'knex'
import type { RowsQuery, RowsReply } from '#shared/api/rows.ts'
import type { SheetAddress } from '#server/collaboration/ports.ts'
import { computedForRows } from '#server/emissions/computedForRows.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { accessTo, sheetQuery, type SheetRow } from '#server/policies/sheetAccess.ts'
import { presentRow } from '#server/presenters/presentRow.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import type { AppServices } from '../AppServices.ts'
import { keysetPageBy } from '../routing/keyset.ts'
import { type RowSelection, type StoredRow, selectRows } from './rowsQuery.ts'

const FIXED_KEYS: ReadonlySet<string> = new Set(['cycle_id', 'limit', 'cursor', 'sort', 'fields'])

/**
 * One page of rows, after everything that was journaled before the request. In sheet order the page comes from the index
 * alone, however many rows there are; another order sorts the sheet. Mostly waiting for the database, so what does not
 * depend on each other is asked together.
 */
export async function listRows(
  { db, reader, collaboration, plans }: AppServices,
  identity: Identity,
  sheet: SheetAddress,
  query: RowsQuery & Record<string, unknown>,
): Promise<RowsReply> {
  const { tenantId } = identity
  const [[found], tablePlans] = await Promise.all([
    reader.read<SheetRow>(tenantId, sheetQuery(db, tenantId, sheet), { name: 'sheet' }),
    inTenant(db, tenantId, (trx) => plans.plansOf(trx, sheet.tableId, sheet.cycleId)),
    collaboration.waitUntilProjected(tenantId, sheet),
  ])
  const access = accessTo(identity, found)
  if (access === null || tablePlans === null) {
    throw new NotFoundError('sheet')
  }
  const extra = Object.fromEntries(Object.entries(query).filter(([key]) => !FIXED_KEYS.has(key)))
  const selection = selectRows(query, extra, access.readable)
  const rows = rowsOf(db, tenantId, sheet, selection)
  const page = await keysetPageBy(rows, selection.order, query, () => reader.read<StoredRow>(tenantId, rows))
  const values = page.data.map((row) => row.values)
  const computes = selection.fields.some((field) => field.type === 'formula')
  const computed = computes ? computedForRows(tablePlans, values) : []
  return { ...page, data: page.data.map((row, index) => presentRow(row, computed[index] ?? {}, selection.fields)) }
}

function rowsOf(
  db: Knex,
  tenantId: string,
  { tableId, cycleId }: SheetAddress,
  { sortExpression, narrow }: RowSelection,
): Knex.QueryBuilder {
  const rows = db('rows')
    .where({ tenant_id: tenantId, table_id: tableId, cycle_id: cycleId, deleted: false })
    .select('row_id', 'order_key', 'values', 'updated_at', 'updated_by')
  if (sortExpression !== null) {
    void rows.select(db.raw(`(${sortExpression})::text AS sort_key`))
  }
  narrow(rows)
  return rows
}

import type { Knex } from 'knex'
import type { SheetAddress } from '#server/collaboration/ports.ts'
import type { RowSelection } from './rowsQuery.ts'

/** When a row changed last, as ISO time. */
export const UPDATED_AT = `to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** The rows of a sheet that a selection wants, in no order yet and with no columns. */
export function wantedRows(
  db: Knex,
  tenantId: string,
  { tableId, cycleId }: SheetAddress,
  { narrow }: Pick<RowSelection, 'narrow'>,
): Knex.QueryBuilder {
  const rows = db('rows').where({ tenant_id: tenantId, table_id: tableId, cycle_id: cycleId, deleted: false })
  narrow(rows)
  return rows
}

/** The same with everything that a list says of them. */
export function storedRows(
  db: Knex,
  tenantId: string,
  sheet: SheetAddress,
  { sortExpressions, narrow }: Pick<RowSelection, 'sortExpressions' | 'narrow'>,
): Knex.QueryBuilder {
  const rows = wantedRows(db, tenantId, sheet, { narrow })
  void rows.select('row_id', 'order_key', 'values', 'gathered', 'updated_by', db.raw(`${UPDATED_AT} AS updated_at`))
  if (sortExpressions.length > 0) {
    const texts = sortExpressions.map((expression) => `(${expression})::text`)
    void rows.select(db.raw(`ARRAY[${texts.join(', ')}] AS sort_keys`))
  }
  return rows
}

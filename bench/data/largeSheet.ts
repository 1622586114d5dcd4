/** A sheet of the running product whose rows are in its document only: what is derived from them is not measured there. */
import { sha256 } from '#server/storage/journal/sha256.ts'
import type { RunningProduct } from '../measure/RunningProduct.ts'
import { createTable, type TableField } from './productTable.ts'
import { layeredUpdate, type SheetTable } from './sheetTable.ts'

export interface LargeSheet {
  tableId: string
  cycleId: string
  documentId: number
  rows: readonly string[]
}

/** `fields`: the first ones are those of the table, in their order. */
export async function largeSheet(
  { pool }: RunningProduct,
  table: SheetTable,
  fields: readonly TableField[],
): Promise<LargeSheet> {
  const { tenantId, tableId, cycleId } = await createTable(pool, fields)
  const seed = Buffer.from(layeredUpdate(table))
  const { rows } = await pool.query<{ id: number }>(
    'INSERT INTO documents (tenant_id, table_id, cycle_id) VALUES ($1, $2, $3) RETURNING id::float8 AS id',
    [tenantId, tableId, cycleId],
  )
  const documentId = rows[0]!.id
  await pool.query(
    `INSERT INTO document_generations (tenant_id, document_id, generation, after_seq, sha256, seed) VALUES ($1, $2, 1, 0, $3, $4)`,
    [tenantId, documentId, sha256(seed), seed],
  )
  await pool.query('INSERT INTO document_projections (tenant_id, document_id, position) VALUES ($1, $2, 0)', [
    tenantId,
    documentId,
  ])
  return { tableId, cycleId, documentId, rows: table.rows }
}

/** Writes what changed in a document to the derived tables, in one transaction. */
import type pg from 'pg'
import type { BulkDifference, Changes } from '#collab/hocuspocus/changes.ts'
import type { Part } from '#collab/hocuspocus/Part.ts'
import { encodeBlock } from '#collab/schema/encodeBlock.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { COMMON_PART } from '#shared/fields/partOf.ts'
import type { ProjectedRow } from './rowsToProject.ts'
import { jsonOf, jsonOrNull } from './jsonOf.ts'

const ROWS_PER_STATEMENT = 1000

/**
 * The journaled update at a position, looked up by its key: as a plain join, PostgreSQL may read every update of the
 * document for a handful of rows. The statements have no name, so that no plan is kept from when the journal was short.
 */
const updateAt = (position: string): string =>
  `SELECT created_at, actor_id, session_id, origin FROM document_updates
   WHERE tenant_id = $1 AND document_id = $4 AND seq = ${position} LIMIT 1`

/**
 * Decided by the common part. When a cell is written that only some may read, that is nobody else's business, so the time
 * of it does not show in the row either.
 */
const ROW_ITSELF = `, order_key = excluded.order_key, deleted = excluded.deleted, seq = excluded.seq,
          updated_at = excluded.updated_at, updated_by = excluded.updated_by`

/** A row that only another part knows yet has no place, and counts as deleted until the common part has it. */
export async function upsertRows(client: pg.PoolClient, part: Part, rows: readonly ProjectedRow[]): Promise<void> {
  const { tenantId, documentId } = part.key
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const slice = rows.slice(start, start + ROWS_PER_STATEMENT)
    await client.query({
      text: `
        INSERT INTO rows (tenant_id, table_id, cycle_id, row_id, order_key, values, co2e_kg, gases_kg, biogenic_co2_kg, site, month,
                          incomplete, errors, deleted, seq, updated_at, updated_by)
        SELECT $1, $2, $3, r.id, r.order_key, r.cells, r.co2e, r.gases, r.biogenic, r.site, r.month, r.incomplete, r.errors,
               r.deleted, r.seq, coalesce(u.created_at, d.created_at), u.actor_id
        FROM unnest($5::text[], $6::text[], $7::jsonb[], $8::float8[], $9::jsonb[], $10::float8[], $11::text[], $12::text[],
                    $13::boolean[], $14::int[], $15::boolean[], $16::bigint[])
               AS r (id, order_key, cells, co2e, gases, biogenic, site, month, incomplete, errors, deleted, seq)
          JOIN documents d ON d.tenant_id = $1 AND d.id = $4
          LEFT JOIN LATERAL (${updateAt('r.seq')}) u ON true
        ON CONFLICT (tenant_id, table_id, cycle_id, row_id) DO UPDATE SET
          values = excluded.values, co2e_kg = excluded.co2e_kg, gases_kg = excluded.gases_kg,
          biogenic_co2_kg = excluded.biogenic_co2_kg, site = excluded.site, month = excluded.month,
          incomplete = excluded.incomplete, errors = excluded.errors${part.part === COMMON_PART ? ROW_ITSELF : ''}`,
      values: [
        tenantId,
        part.tableId,
        part.cycleId,
        documentId,
        slice.map((row) => row.id),
        slice.map((row) => row.orderKey),
        slice.map((row) => jsonOf(row.values)),
        slice.map(({ result }) => result.co2eKg),
        slice.map(({ result }) => (result.gasesKg === null ? null : jsonOf(result.gasesKg))),
        slice.map(({ result }) => result.biogenicCo2Kg),
        slice.map(({ result }) => textOrNull(result.site)),
        slice.map(({ result }) => textOrNull(result.month)),
        slice.map(({ result }) => result.incomplete),
        slice.map(({ result }) => result.errors),
        slice.map((row) => row.deleted),
        slice.map((row) => row.seq),
      ],
    })
  }
}

/** The history of cells that were written one by one. */
export async function insertCellChanges(client: pg.PoolClient, part: Part, changes: readonly Changes[]): Promise<void> {
  const cells = changes.flatMap(({ seq, cells: changed }) => changed.map((cell) => ({ seq, ...cell })))
  for (let start = 0; start < cells.length; start += ROWS_PER_STATEMENT) {
    const slice = cells.slice(start, start + ROWS_PER_STATEMENT)
    await client.query({
      text: `
        INSERT INTO cell_changes (tenant_id, table_id, cycle_id, row_id, seq, ordinal, at, actor_id, session_id, origin, old, new)
        SELECT $1, $2, $3, c.row_id, c.seq, c.ordinal, u.created_at, u.actor_id, u.session_id, u.origin, c.old, c.new
        FROM unnest($5::text[], $6::bigint[], $7::int[], $8::jsonb[], $9::jsonb[]) AS c (row_id, seq, ordinal, old, new)
          JOIN LATERAL (${updateAt('c.seq')}) u ON true
        ON CONFLICT DO NOTHING`,
      values: [
        part.key.tenantId,
        part.tableId,
        part.cycleId,
        part.key.documentId,
        slice.map((cell) => cell.row),
        slice.map((cell) => cell.seq),
        slice.map((cell) => cell.ordinal),
        slice.map((cell) => jsonOrNull(cell.old)),
        slice.map((cell) => jsonOrNull(cell.new)),
      ],
    })
  }
}

/** The history of bulk writes: one record each. */
export async function insertBulkChanges(client: pg.PoolClient, part: Part, changes: readonly Changes[]): Promise<void> {
  for (const { seq, bulks } of changes) {
    for (const [position, bulk] of bulks.entries()) {
      await client.query({
        text: `
          INSERT INTO bulk_changes (tenant_id, table_id, cycle_id, seq, position, at, actor_id, session_id, origin, row_ids, old, new)
          SELECT $1, $2, $3, u.seq, $6, u.created_at, u.actor_id, u.session_id, u.origin, $7, $8, $9
          FROM document_updates u WHERE u.tenant_id = $1 AND u.document_id = $4 AND u.seq = $5
          ON CONFLICT DO NOTHING`,
        values: [
          part.key.tenantId,
          part.tableId,
          part.cycleId,
          part.key.documentId,
          seq,
          position,
          bulk.rows,
          packed(bulk, bulk.old),
          packed(bulk, bulk.new),
        ],
      })
    }
  }
}

const packed = ({ rows, ordinals }: BulkDifference, values: CellValue[][]): Buffer =>
  Buffer.from(encodeBlock(rows, ordinals, (row, column) => values[column]![row]!))

const textOrNull = (text: string | null): string | null => (text === null ? null : text.replaceAll('\0', '\ufffd'))

/** Writes the changed rows of a document to the derived table. */
import type pg from 'pg'
import type { Part } from '#collab/hocuspocus/Part.ts'
import { COMMON_PART } from '#shared/fields/partOf.ts'
import type { ProjectedRow } from './rowsToProject.ts'
import { derivedText, jsonOf } from './jsonOf.ts'
import { ROWS_PER_STATEMENT, updateAt } from './updateAt.ts'

/**
 * Decided by the common part. When a cell is written that only some may read, that is nobody else's business, so the time
 * of it does not show in the row either.
 */
const ROW_ITSELF = `, order_key = excluded.order_key, deleted = excluded.deleted, seq = excluded.seq,
          updated_at = excluded.updated_at, updated_by = excluded.updated_by`

/** Where results depend on other rows, a row keeps what it had until all of the sheet is made anew (`refreshResults`). */
const kept = (column: string): string =>
  `CASE WHEN (SELECT own FROM gathering) AND rows.gathered IS NOT NULL THEN rows.${column} ELSE excluded.${column} END`

/**
 * A row that only another part knows yet has no place, and counts as deleted until the common part has it. Rows are written for the
 * sheet of the document and for no other: they have no foreign keys, the document has them.
 */
export async function upsertRows(client: pg.PoolClient, part: Part, rows: readonly ProjectedRow[]): Promise<void> {
  const { tenantId, documentId } = part.key
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const slice = rows.slice(start, start + ROWS_PER_STATEMENT)
    await client.query({
      text: `
        WITH gathering AS (SELECT EXISTS (
          SELECT FROM fields WHERE tenant_id = $1 AND table_id = $2 AND gathers IS NOT NULL AND deleted_at IS NULL) AS own)
        INSERT INTO rows (tenant_id, table_id, cycle_id, row_id, order_key, values, co2e_kg, gases_kg, biogenic_co2_kg, site, month,
                          incomplete, errors, deleted, seq, updated_at, updated_by)
        SELECT $1, $2, $3, r.id, r.order_key, r.cells, r.co2e, r.gases, r.biogenic, r.site, r.month, r.incomplete, r.errors,
               r.deleted, r.seq, coalesce(u.created_at, d.created_at), u.actor_id
        FROM unnest($5::text[], $6::text[], $7::jsonb[], $8::float8[], $9::jsonb[], $10::float8[], $11::text[], $12::text[],
                    $13::boolean[], $14::int[], $15::boolean[], $16::bigint[])
               AS r (id, order_key, cells, co2e, gases, biogenic, site, month, incomplete, errors, deleted, seq)
          JOIN documents d ON d.tenant_id = $1 AND d.id = $4 AND d.table_id = $2 AND d.cycle_id = $3
          LEFT JOIN (SELECT s.seq, a.created_at, a.actor_id FROM unnest($17::bigint[]) AS s (seq)
            CROSS JOIN LATERAL (${updateAt('s.seq')}) a) u ON u.seq = r.seq
        ON CONFLICT (tenant_id, table_id, cycle_id, row_id) DO UPDATE SET
          values = excluded.values, site = excluded.site, month = excluded.month,
          co2e_kg = ${kept('co2e_kg')}, gases_kg = ${kept('gases_kg')}, biogenic_co2_kg = ${kept('biogenic_co2_kg')},
          incomplete = ${kept('incomplete')}, errors = ${kept('errors')}${part.part === COMMON_PART ? ROW_ITSELF : ''}`,
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
        slice.map(({ result }) => derivedText(result.site)),
        slice.map(({ result }) => derivedText(result.month)),
        slice.map(({ result }) => result.incomplete),
        slice.map(({ result }) => result.errors),
        slice.map((row) => row.deleted),
        slice.map((row) => row.seq),
        [...new Set(slice.map((row) => row.seq))], // a thousand rows of an import are one update
      ],
    })
  }
}

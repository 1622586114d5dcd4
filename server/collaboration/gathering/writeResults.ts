import type pg from 'pg'
import type { StoredGathered } from '#server/emissions/RowColumns.ts'
import type { RowResult } from '#server/emissions/rowResults.ts'
import { jsonOf } from '../jsonOf.ts'
import type { SheetAddress } from '../ports.ts'
import { ROWS_PER_STATEMENT } from '../updateAt.ts'

/** A row and what it comes to now. */
export interface MadeResult {
  id: string
  result: RowResult
  /** Null: nothing of it is gathered from other rows. */
  gathered: StoredGathered
}

const AMOUNTS = ['co2e_kg', 'gases_kg', 'biogenic_co2_kg', 'site', 'month', 'incomplete', 'errors', 'gathered']
const all = (table: string): string => AMOUNTS.map((column) => `${table}.${column}`).join(', ')

/** Writes results beside their rows where they are others. Answers how many are. `client` has locked the projection. */
export async function writeResults(
  client: pg.PoolClient,
  tenantId: string,
  { tableId, cycleId }: SheetAddress,
  rows: readonly MadeResult[],
): Promise<number> {
  let changed = 0
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const slice = rows.slice(start, start + ROWS_PER_STATEMENT)
    const { rowCount } = await client.query(
      `UPDATE rows SET (${AMOUNTS.join(', ')}) = (${all('r')})
       FROM unnest($4::text[], $5::float8[], $6::jsonb[], $7::float8[], $8::text[], $9::text[], $10::boolean[], $11::int[], $12::jsonb[])
         AS r (id, ${AMOUNTS.join(', ')})
       WHERE tenant_id = $1 AND table_id = $2 AND cycle_id = $3 AND row_id = r.id
         AND (${all('rows')}) IS DISTINCT FROM (${all('r')})`,
      [
        tenantId,
        tableId,
        cycleId,
        slice.map(({ id }) => id),
        slice.map(({ result }) => result.co2eKg),
        slice.map(({ result }) => (result.gasesKg === null ? null : jsonOf(result.gasesKg))),
        slice.map(({ result }) => result.biogenicCo2Kg),
        slice.map(({ result }) => result.site),
        slice.map(({ result }) => result.month),
        slice.map(({ result }) => result.incomplete),
        slice.map(({ result }) => result.errors),
        slice.map(({ gathered }) => (gathered === null ? null : jsonOf(gathered))),
      ],
    )
    changed += rowCount ?? 0
  }
  return changed
}

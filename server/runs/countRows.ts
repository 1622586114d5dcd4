import type { Knex } from 'knex'

/** How many rows a cycle has in all of its tables, as far as they are derived. `atMost`: it is not counted further. */
export async function countRows(trx: Knex.Transaction, cycleId: string, atMost?: number): Promise<number> {
  const { rows } = await trx.raw<{ rows: { count: number }[] }>(
    `SELECT count(*)::float8 AS count FROM (
       SELECT FROM rows WHERE tenant_id = current_tenant() AND cycle_id = :cycleId AND NOT deleted LIMIT :atMost) AS n`,
    { cycleId, atMost: atMost ?? null },
  )
  return rows[0]?.count ?? 0
}

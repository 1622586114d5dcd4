import type { Knex } from 'knex'
import type pg from 'pg'

/** The connection that a transaction runs on, for statements that are written for the driver: they belong to it as well. */
export async function connectionOf(trx: Knex.Transaction): Promise<pg.PoolClient> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Knex has no type for the client of its dialect
  return (await trx.client.acquireConnection()) as pg.PoolClient
}

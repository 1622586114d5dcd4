import knex, { type Knex } from 'knex'
import { connectionSettings } from './connectionSettings.ts'

export interface DatabaseOptions {
  /** postgres:// URL of the role to connect as. */
  url: string
  /** Most connections at once. */
  poolSize: number
}

/**
 * The query builder of the app. Connections are opened when first needed and closed when idle, so an idle server holds
 * none. A connection that breaks while idle is dropped by the pool and never ends the process.
 */
export function openDatabase({ url, poolSize }: DatabaseOptions): Knex {
  return knex({
    client: 'pg',
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- knex hands `types` to pg, its types do not know it
    connection: connectionSettings(url) as Knex.PgConnectionConfig,
    pool: { min: 0, max: poolSize, idleTimeoutMillis: 30_000 },
    acquireConnectionTimeout: 15_000,
  })
}

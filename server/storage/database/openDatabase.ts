import knex, { type Knex } from 'knex'
import pg from 'pg'
import { connectionSettings } from './connectionSettings.ts'

export interface DatabaseOptions {
  /** postgres:// URL of the role to connect as. */
  url: string
  /** Most connections at once. */
  poolSize: number
}

export interface PoolOptions extends DatabaseOptions {
  /** Statements are sent without waiting for the answers of those before. */
  pipeline?: boolean
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

/**
 * A bare pool for what is too hot for a query builder: the journal, and reads in one round trip. `onError` hears of connections that
 * broke while idle; without a listener such an error would end the process.
 */
export function openPool({ url, poolSize, pipeline = false }: PoolOptions, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({ ...connectionSettings(url), max: poolSize, pipeline })
  pool.on('error', onError)
  // one that is in use: its user hears of it from the statement, and between two statements nobody would listen
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

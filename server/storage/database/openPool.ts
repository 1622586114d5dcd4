import pg from 'pg'
import { connectionSettings } from './connectionSettings.ts'
import type { DatabaseOptions } from './openDatabase.ts'

export interface PoolOptions extends DatabaseOptions {
  /** Statements are sent without waiting for the answers of those before. */
  pipeline?: boolean
}

/**
 * A bare pool for what is too hot for a query builder: the journal, and reads in one round trip. `onError` hears of connections that
 * broke while idle. Without a listener such an error would end the process, also that of a connection that is in use and
 * between two statements.
 */
export function openPool({ url, poolSize, pipeline = false }: PoolOptions, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({ ...connectionSettings(url), max: poolSize, pipeline })
  pool.on('error', onError)
  pool.on('connect', (client) => client.on('error', () => {})) // in use, it fails the statement or the next one
  return pool
}

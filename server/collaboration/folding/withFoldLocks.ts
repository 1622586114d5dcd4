import type pg from 'pg'

/** Distinguishes these locks from all others of the database. */
const FOLDING = 72_840

/**
 * Runs `work` while nobody else folds these documents, on any server; null when somebody folds one of them. Saves work only:
 * two folds side by side are told apart under the document's row lock.
 */
export async function withFoldLocks<T>(
  pool: pg.Pool,
  documentIds: readonly number[],
  work: () => Promise<T>,
): Promise<T | null> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    try {
      return (await isFree(client, documentIds)) ? await work() : null
    } finally {
      await client.query('SELECT pg_advisory_unlock_all()')
    }
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error))
    throw error
  } finally {
    client.release(broken) // with the connection goes a lock that could not be given back
  }
}

async function isFree(client: pg.PoolClient, documentIds: readonly number[]): Promise<boolean> {
  for (const documentId of documentIds) {
    // one number of 64 bits: what it is for, and the document
    const { rows } = await client.query<{ free: boolean }>(
      'SELECT pg_try_advisory_lock(($1::bigint << 44) + $2) AS free',
      [FOLDING, documentId],
    )
    if (rows[0]?.free !== true) {
      return false
    }
  }
  return true
}

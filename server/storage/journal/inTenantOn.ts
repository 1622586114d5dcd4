import type pg from 'pg'

/**
 * One transaction on a bare connection that sees and writes one tenant. Rolls back when `work` throws; a connection whose
 * rollback fails is thrown away.
 */
export async function inTenantOn<T>(
  pool: pg.Pool,
  tenantId: string,
  work: (client: pg.PoolClient) => Promise<T>,
  begin: 'BEGIN' | 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' = 'BEGIN',
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(begin)
    await client.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenantId])
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}

import type pg from 'pg'

/** A statement that knows its SQL and bindings: a Knex query builder or raw query, not yet run. */
export interface ReadStatement {
  toSQL(): { toNative(): { sql: string; bindings: readonly unknown[] } }
}

/**
 * Reads of one tenant in one round trip: the transaction, the tenant and the statement are sent together over a
 * pipelining connection, where `inTenant` waits for each. For routes whose time is mostly waiting.
 */
export class TenantReader {
  readonly #pool: pg.Pool

  /** `pool` connects as the app with `pipeline: true`. */
  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  /**
   * The rows of a statement; `Row` is what it selects. Cannot write. A statement whose text is always the same may have a
   * `name`: then each connection plans it once.
   */
  async read<Row extends pg.QueryResultRow>(
    tenantId: string,
    statement: ReadStatement,
    { name }: { name?: string } = {},
  ): Promise<Row[]> {
    const { sql, bindings } = statement.toSQL().toNative()
    const query = { text: sql, values: [...bindings], ...(name !== undefined && { name }) }
    const client = await this.#pool.connect()
    try {
      const [begin, tenant, answer, commit] = await Promise.allSettled([
        client.query('BEGIN READ ONLY'),
        client.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenantId]),
        client.query<Row>(query),
        // After a failure this is a rollback.
        client.query('COMMIT'),
      ])
      for (const step of [begin, tenant, answer, commit]) {
        if (step.status === 'rejected') {
          throw step.reason
        }
      }
      return answer.status === 'fulfilled' ? answer.value.rows : []
    } finally {
      client.release()
    }
  }
}

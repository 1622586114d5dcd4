import { Duplex } from 'node:stream'
import type pg from 'pg'

/** A statement with `$1` and so on. Hot paths write it down; others take it from a Knex query by `toSQL().toNative()`. */
export interface ReadStatement {
  sql: string
  bindings: readonly unknown[]
  /** Its plan is kept under this name. Only for look-ups by key, whose plan does not depend on how much there is. */
  name?: string
}

/**
 * Reads of one tenant in one round trip: the transaction, the tenant and the statements are sent together over a
 * pipelining connection, where `inTenant` waits for each. For routes whose time is mostly waiting.
 */
export class TenantReader {
  readonly #pool: pg.Pool

  /** `pool` connects as the app with `pipeline: true`. */
  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  /** The rows of one statement that sets its tenant itself, like `session_identity`. */
  call<Row extends pg.QueryResultRow>(statement: ReadStatement): Promise<Row[]> {
    return send<Row>(this.#pool, statement)
  }

  /** The rows of one statement; `Row` is what it selects. Cannot write. */
  async read<Row extends pg.QueryResultRow>(tenantId: string, statement: ReadStatement): Promise<Row[]> {
    const [rows] = await this.readBoth<Row, never>(tenantId, statement, null)
    return rows
  }

  /** The rows of two statements; the second sees at least what the first saw. */
  async readBoth<First extends pg.QueryResultRow, Second extends pg.QueryResultRow>(
    tenantId: string,
    first: ReadStatement,
    second: ReadStatement | null,
  ): Promise<[First[], Second[]]> {
    const client = await this.#pool.connect()
    const socket = socketOf(client)
    try {
      socket?.cork()
      const steps = [
        client.query('BEGIN READ ONLY'),
        send(client, { sql: `SELECT set_config('app.tenant_id', $1, true)`, bindings: [tenantId], name: 'set_tenant' }),
        send<First>(client, first),
        second === null ? Promise.resolve<Second[]>([]) : send<Second>(client, second),
        // After a failure this is a rollback.
        client.query('COMMIT'),
      ] as const
      socket?.uncork()
      const settled = await Promise.allSettled(steps)
      const failure = settled.find((step) => step.status === 'rejected')
      if (failure !== undefined) {
        throw failure.reason
      }
      return [await steps[2], await steps[3]]
    } finally {
      client.release()
    }
  }
}

async function send<Row extends pg.QueryResultRow>(
  on: pg.PoolClient | pg.Pool,
  { sql, bindings, name }: ReadStatement,
): Promise<Row[]> {
  const { rows } = await on.query<Row>({ text: sql, values: [...bindings], ...(name !== undefined && { name }) })
  return rows
}

/** The statements leave in one write; a system call each would cost more than the statements. */
function socketOf(client: pg.PoolClient): Duplex | null {
  const connection: unknown = Reflect.get(client, 'connection')
  const stream: unknown =
    typeof connection === 'object' && connection !== null ? Reflect.get(connection, 'stream') : null
  return stream instanceof Duplex ? stream : null
}

/** The real product as a process of its own, on a database that the bench started and can look into. */
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '#server/storage/embedded-postgres/startEmbeddedPostgres.ts'
import { spawnProduct, stopProduct } from '#server/testing/spawnProduct.ts'

export class RunningProduct {
  readonly origin: string
  readonly databaseUrl: string
  readonly pool: pg.Pool
  /** Milliseconds from spawning the process to the first good answer of /readyz. */
  readonly readyMs: number
  readonly #child: ChildProcess
  readonly #stopDatabase: () => Promise<void>

  private constructor(parts: {
    origin: string
    databaseUrl: string
    readyMs: number
    child: ChildProcess
    stopDatabase: () => Promise<void>
  }) {
    this.origin = parts.origin
    this.databaseUrl = parts.databaseUrl
    this.readyMs = parts.readyMs
    this.#child = parts.child
    this.#stopDatabase = parts.stopDatabase
    this.pool = new pg.Pool({ connectionString: parts.databaseUrl, max: 2 })
    this.pool.on('error', () => {})
  }

  static async start(seed: 'demo' | 'none' = 'demo'): Promise<RunningProduct> {
    const dataDir = mkdtempSync(join(tmpdir(), 'carbonsheet-bench-'))
    const database = await startEmbeddedPostgres({ dataDir })
    const { child, origin, readyMs } = await spawnProduct({ DATABASE_URL: database.url, DATA_DIR: dataDir, SEED: seed })
    return new RunningProduct({
      origin,
      databaseUrl: database.url,
      readyMs,
      child,
      stopDatabase: async () => {
        await database.stop()
        rmSync(dataDir, { recursive: true, force: true })
      },
    })
  }

  get pid(): number {
    return this.#child.pid!
  }

  /** CPU milliseconds of the server process so far, user and system. */
  get cpuMs(): number {
    const stat = readFileSync(`/proc/${this.#child.pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * 10
  }

  /** Resident memory of the server process, in MB. */
  get rssMb(): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024
  }

  async signIn(email: string, password = 'carbonsheet-demo'): Promise<string> {
    const response = await fetch(`${this.origin}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    })
    return ((await response.json()) as { access_token: string }).access_token
  }

  async stop(): Promise<void> {
    await this.pool.end()
    await stopProduct(this.#child)
    await this.#stopDatabase()
  }
}

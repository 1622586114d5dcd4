/** A real PostgreSQL for a machine that has none, in files under DATA_DIR; docs/decisions/0001-embedded-postgres.md. */
import { randomBytes } from 'node:crypto'
import { readFile, realpath, writeFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { packagedBinaries, reachableBinaries } from './binaries.ts'
import { createCluster, OWNER } from './createCluster.ts'
import { clusterUser, databaseUser, type DatabaseUser } from './databaseUser.ts'
import { lockDataDir } from './dataDirLock.ts'
import { freePort } from './freePort.ts'
import { placeDatabase, type Placement } from './placement.ts'
import { startPostmaster, stopOrphan, stopPostmaster, type Postmaster } from './postmaster.ts'

const DATABASE = 'carbonsheet'
/** What PostgreSQL itself begins with. */
const CONNECTIONS = 100
const INVALID_CATALOG_NAME = '3D000'
const HELD_RETRY_MS = 200
const HELD_DEADLINE_MS = 30_000
const RESTART_DELAY_MS = 500

export interface EmbeddedPostgres {
  /** postgres:// address as the owner, password included. The same until `stop`, also after a crash of the database. */
  url: string
  /** Process number of the database server; another one after it had to be started again. */
  readonly pid: number
  /** True when the cluster was made by this start. */
  isNew: boolean
  /** Stops the database, waits for its end and gives DATA_DIR back. Harmless when called again. */
  stop(): Promise<void>
}

/**
 * Starts the database of this DATA_DIR, creating it at first. Cleans up after a killed predecessor by itself. Throws
 * DataDirInUseError when another server works there, else an error that says what PostgreSQL said. `log` hears what a person
 * who waits or looks for a fault should know.
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string
  log?: (message: string) => void
  /** How many connections it takes at once, when not as many as PostgreSQL does by itself. */
  connections?: number
}): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => {})
  const account = await databaseUser()
  const placement = await placeDatabase(options.dataDir, account)
  const user = await clusterUser(placement.cluster, account)
  const unlock = await lockDataDir(await realpath(options.dataDir), placement.lockFile)
  try {
    const binaries = await reachableBinaries(packagedBinaries(), user, placement.programs)
    const password = await keptPassword(placement.passwordFile)
    const isNew = await createCluster({ binaries, placement, user, password })
    if (isNew && placement.home !== options.dataDir) {
      log(`The database's account cannot reach DATA_DIR, so its files are in ${placement.home}.`)
    }
    const run = await RunningCluster.start({
      program: binaries.postgres,
      placement,
      user,
      log,
      connections: options.connections ?? CONNECTIONS,
    })
    const url = embeddedUrl(password, run.port)
    try {
      await ensureDatabase(url)
    } catch (error) {
      await run.stop()
      throw error
    }
    let stopped: Promise<void> | null = null
    return {
      url,
      isNew,
      get pid() {
        return run.pid
      },
      stop: () => (stopped ??= run.stop().then(unlock)),
    }
  } catch (error) {
    await unlock()
    throw error
  }
}

/** As the owner. */
export const embeddedUrl = (password: string, port: number): string =>
  `postgres://${OWNER}:${password}@127.0.0.1:${port}/${DATABASE}`

interface ClusterOptions {
  program: string
  placement: Placement
  user: DatabaseUser | null
  log: (message: string) => void
  connections: number
}

/** The cluster while it runs: one server process after the other should it ever be killed. */
class RunningCluster {
  readonly port: number
  readonly #options: ClusterOptions
  #postmaster: Postmaster
  #stopping = false
  #watch: Promise<void>
  readonly #killAtExit = (): void => void this.#postmaster.child.kill('SIGINT')

  private constructor(options: ClusterOptions, port: number, postmaster: Postmaster) {
    this.#options = options
    this.port = port
    this.#postmaster = postmaster
    // For an app that ends without stopping: nothing asynchronous runs any more, but a signal can still be sent.
    process.on('exit', this.#killAtExit)
    this.#watch = this.#restartWhenKilled()
  }

  static async start(options: ClusterOptions): Promise<RunningCluster> {
    const kept = Number.parseInt(await readFile(options.placement.portFile, 'utf8').catch(() => ''), 10)
    const { port, postmaster } = await startCluster(options, { port: Number.isNaN(kept) ? null : kept, mayMove: true })
    await writeFile(options.placement.portFile, `${port}\n`)
    return new RunningCluster(options, port, postmaster)
  }

  get pid(): number {
    return this.#postmaster.child.pid ?? 0
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await stopPostmaster(this.#postmaster)
    await this.#watch
    process.off('exit', this.#killAtExit)
  }

  async #restartWhenKilled(): Promise<void> {
    for (;;) {
      await this.#postmaster.ended
      if (this.#stopping) {
        return
      }
      this.#options.log('The embedded database ended unexpectedly; starting it again.')
      try {
        const { postmaster } = await startCluster(this.#options, { port: this.port, mayMove: false })
        this.#postmaster = postmaster
        this.#options.log('The embedded database runs again.')
        if (this.#stopping) {
          await stopPostmaster(postmaster)
        }
      } catch (error) {
        this.#options.log(`The embedded database could not be started again: ${String(error)}`)
        await wait(RESTART_DELAY_MS)
      }
    }
  }
}

async function startCluster(
  options: ClusterOptions,
  where: { port: number | null; mayMove: boolean },
): Promise<{ port: number; postmaster: Postmaster }> {
  const { placement, log } = options
  const deadline = Date.now() + HELD_DEADLINE_MS
  let wanted = where.port
  for (;;) {
    if (await stopOrphan(placement.cluster)) {
      log('Stopped a database that was left running by a server that was killed.')
    }
    const port = where.mayMove || wanted === null ? await freePort(wanted) : wanted
    if (wanted !== null && port !== wanted) {
      log(`Port ${wanted} of the embedded database is taken; using ${port}.`)
    }
    const started = await startPostmaster({
      program: options.program,
      cluster: placement.cluster,
      port,
      logFile: placement.logFile,
      user: options.user,
      connections: options.connections,
    })
    if (!('kind' in started)) {
      return { port, postmaster: started }
    }
    if (started.kind === 'other' || Date.now() > deadline) {
      throw new Error(
        `The embedded database did not start. PostgreSQL said (more in ${placement.logFile}):\n${started.output}`,
      )
    }
    if (started.kind === 'port-taken' && where.mayMove) {
      wanted = null
    } else {
      // Processes of a killed server let go of their shared memory a moment later.
      await wait(HELD_RETRY_MS)
    }
  }
}

async function keptPassword(file: string): Promise<string> {
  const kept = await readFile(file, 'utf8').catch(() => null)
  if (kept !== null && kept.trim() !== '') {
    return kept.trim()
  }
  const password = randomBytes(24).toString('base64url')
  await writeFile(file, `${password}\n`, { mode: 0o600 })
  return password
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== INVALID_CATALOG_NAME) {
      throw error
    }
    const admin = new pg.Client({ connectionString: url.replace(/\/[^/]*$/, '/postgres') })
    await admin.connect()
    await admin.query(`CREATE DATABASE ${DATABASE}`)
    await admin.end()
    return
  }
  await client.end()
}

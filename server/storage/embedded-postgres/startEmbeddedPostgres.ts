/**
 * A real PostgreSQL from the binaries of an npm package, with its files under the data directory, for a machine that has
 * none. We drive the binaries ourselves: the wrapper of that package does not say why a start failed, does not notice a
 * server that outlived its owner, and does not work below a directory that only root may enter (docs/decisions/0001).
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import pg from 'pg'
import { findBinaries, type Binaries } from './binaries.ts'
import { databaseUser, type DatabaseUser } from './databaseUser.ts'
import { takeOwnership } from './ownership.ts'
import { isReady, removeStalePidFile, runningPostmaster, stopPostmaster } from './postmaster.ts'
import { clusterDirectory } from './reachablePlace.ts'

export interface EmbeddedPostgres {
  /** Of the owner of the database. */
  url: string
  /** Process number of the postmaster. */
  pid: number
  stop(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  dataDir: string
  /** Progress for the person who waits. */
  log?: (message: string) => void
}

const SUPERUSER = 'carbonsheet'
const DATABASE = 'carbonsheet'
const MAX_STARTS = 40
const RETRY_MS = 250
const POLL_MS = 10
/** What goes away by itself: the last backends of a killed server still hold its memory, or the port was taken meanwhile. */
const TRANSIENT = /shared memory block|lock file .* already exists|Address already in use|could not bind/

interface Cluster {
  directory: string
  binaries: Binaries
  user: DatabaseUser | null
  password: string
}

export async function startEmbeddedPostgres({
  dataDir,
  log = () => {},
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const root = resolve(dataDir)
  const user = databaseUser()
  const directory = clusterDirectory(root, user)
  const release = takeOwnership(root)
  try {
    const binaries = await findBinaries(user)
    const cluster: Cluster = { directory, binaries, user, password: passwordOf(root) }
    const isNew = !existsSync(join(directory, 'PG_VERSION'))
    if (isNew) {
      log('Preparing the database (once) …')
      initialise(cluster, root)
    }
    const orphan = runningPostmaster(directory)
    if (orphan !== null) {
      log('Stopping a database whose server is gone …')
      await stopPostmaster(orphan)
    }
    removeStalePidFile(directory)
    const { child, port } = await startWithRetries(cluster)
    const urlOf = (database: string): string =>
      `postgres://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/${database}`
    await ensureDatabase(urlOf('postgres'))
    return {
      url: urlOf(DATABASE),
      pid: child.pid!,
      stop: async () => {
        await stopPostmaster(child.pid!)
        release()
      },
    }
  } catch (error) {
    release()
    throw error
  }
}

function passwordOf(root: string): string {
  const path = join(root, 'database.password')
  if (!existsSync(path)) {
    writeFileSync(path, randomBytes(18).toString('hex'), { mode: 0o600 })
  }
  return readFileSync(path, 'utf8').trim()
}

/** Into a directory of another name first, so that an interrupted initdb is never taken for a cluster. */
function initialise({ directory, binaries, user, password }: Cluster, root: string): void {
  const unfinished = `${directory}.new`
  const passwordFile = `${directory}.pw`
  rmSync(unfinished, { recursive: true, force: true })
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true, mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (user !== null) {
    chownSync(unfinished, user.uid, user.gid)
    chownSync(passwordFile, user.uid, user.gid)
  }
  const { status, stderr, error } = spawnSync(
    binaries.initdb,
    [
      ...['-D', unfinished, '-U', SUPERUSER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8'],
      ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--no-sync'],
    ],
    { encoding: 'utf8', env: plainEnvironment(), cwd: dirname(unfinished), ...(user ?? {}) },
  )
  rmSync(passwordFile, { force: true })
  if (status !== 0) {
    throw new Error(`The embedded PostgreSQL could not prepare its files in ${root}: ${stderr ?? String(error)}`)
  }
  renameSync(unfinished, directory)
}

async function startWithRetries(cluster: Cluster): Promise<{ child: ChildProcess; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const outcome = await startOnce(cluster, port)
    if (typeof outcome !== 'string') {
      return { child: outcome, port }
    }
    if (attempt === MAX_STARTS || !TRANSIENT.test(outcome)) {
      throw new Error(`The embedded PostgreSQL did not start:\n${outcome.slice(-2000)}`)
    }
    await new Promise((again) => setTimeout(again, RETRY_MS))
  }
}

/** The running postmaster, or what it said before it ended. */
async function startOnce({ directory, binaries, user }: Cluster, port: number): Promise<ChildProcess | string> {
  const logPath = `${directory}.log`
  const log = openSync(logPath, 'w', 0o600)
  const child = spawn(
    binaries.postgres,
    [
      ...['-D', directory, '-p', String(port), '-h', '127.0.0.1', '-c', 'unix_socket_directories='],
      ...['-c', 'max_connections=120', '-c', 'jit=off', '-c', 'log_min_messages=warning', '-c', 'timezone=UTC'],
    ],
    // a group of its own: Ctrl+C in the terminal must reach us first
    { stdio: ['ignore', log, log], detached: true, env: plainEnvironment(), cwd: dirname(directory), ...(user ?? {}) },
  )
  closeSync(log)
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  let over = false
  void ended.then(() => {
    over = true
  })
  while (!over && !isReady(directory, child.pid!)) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  if (over) {
    return readFileSync(logPath, 'utf8')
  }
  child.unref()
  return child
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])
    if (rowCount === 0) {
      await client.query(`CREATE DATABASE ${DATABASE}`)
    }
  } finally {
    await client.end()
  }
}

/** Only what it needs: locale or connection settings of the person's shell must not change the database. */
function plainEnvironment(): Record<string, string> {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

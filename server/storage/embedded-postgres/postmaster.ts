/** Starting and stopping the server process of one cluster. */
import { spawn, type ChildProcess } from 'node:child_process'
import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { DatabaseUser } from './databaseUser.ts'
import { isPostmasterOf, processIdentity } from './processIdentity.ts'

const POLL_MS = 5
const FAST_STOP_MS = 20_000
const LOG_LIMIT_BYTES = 10_000_000

/** Why a start failed: another program holds the port, what was there before has not ended yet, or something else. */
export type StartFailure = { kind: 'port-taken' | 'still-held' | 'other'; output: string }

export interface Postmaster {
  child: ChildProcess
  /** Settles when the process has ended. */
  ended: Promise<void>
}

/** Starts PostgreSQL and waits until it accepts connections (after a crash: until it has recovered). */
export async function startPostmaster(options: {
  program: string
  cluster: string
  port: number
  logFile: string
  user: DatabaseUser | null
  connections: number
}): Promise<Postmaster | StartFailure> {
  await keepLogSmall(options.logFile)
  const log = await open(options.logFile, 'a')
  const { size: logStart } = await log.stat()
  const args = ['-D', options.cluster, ...settings(options)]
  // A group of its own: Ctrl+C in the terminal must reach the app only, which then stops the database last.
  const child = spawn(options.program, args, {
    cwd: options.cluster,
    ...options.user,
    env: { TZ: 'UTC', LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', log.fd],
    detached: true,
  })
  const state = { over: false }
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      state.over = true
      resolve()
    }
    child.once('exit', end)
    child.once('error', end)
  })
  await log.close()
  while (!state.over) {
    if (await isReady(options.cluster, child.pid)) {
      return { child, ended }
    }
    await Promise.race([ended, wait(POLL_MS)])
  }
  const output = (await readFile(options.logFile)).subarray(logStart).toString().trim()
  return { kind: failureKind(output), output }
}

/** Fast shutdown: open transactions are rolled back, everything committed is written out. Waits for the end. */
export async function stopPostmaster({ child, ended }: Postmaster): Promise<void> {
  child.kill('SIGINT')
  const slow = setTimeout(() => child.kill('SIGQUIT'), FAST_STOP_MS)
  await ended
  clearTimeout(slow)
}

/**
 * Ends a server that outlived the app which started it (the app was killed), and removes the note of one that is gone.
 * Tells whether there was one to stop.
 */
export async function stopOrphan(cluster: string): Promise<boolean> {
  const file = join(cluster, 'postmaster.pid')
  const pid = Number.parseInt((await readFile(file, 'utf8').catch(() => '')).split('\n')[0] ?? '', 10)
  if (Number.isNaN(pid)) {
    return false
  }
  if (!(await isPostmasterOf(pid, await realpath(cluster)))) {
    // PostgreSQL refuses to start when any process has the noted number, also one that has nothing to do with it.
    await rm(file, { force: true })
    return false
  }
  process.kill(pid, 'SIGINT')
  const deadline = Date.now() + FAST_STOP_MS
  while ((await processIdentity(pid)) !== null) {
    if (Date.now() > deadline) {
      process.kill(pid, 'SIGQUIT')
    }
    await wait(20)
  }
  return true
}

/** PostgreSQL appends for ever: beyond the limit the file becomes the previous one, replacing an older. */
async function keepLogSmall(logFile: string): Promise<void> {
  const file = await stat(logFile).catch(() => null)
  if (file !== null && file.size > LOG_LIMIT_BYTES) {
    await rename(logFile, `${logFile}.previous`)
  }
}

function settings({ port, connections }: { port: number; connections: number }): string[] {
  return [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    // No socket file: it would be one more thing to find stale, and long paths do not fit.
    'unix_socket_directories=',
    'timezone=UTC',
    'log_timezone=UTC',
    `max_connections=${connections}`,
    'jit=off',
  ].flatMap((setting) => ['-c', setting])
}

/** The eighth line of postmaster.pid is what pg_ctl waits for, too. */
async function isReady(cluster: string, pid: number | undefined): Promise<boolean> {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready'
}

function failureKind(output: string): StartFailure['kind'] {
  if (/could not bind|could not create any TCP\/IP sockets|Address already in use/.test(output)) {
    return 'port-taken'
  }
  return /shared memory block .* (is )?still in use|lock file .* already exists/.test(output) ? 'still-held' : 'other'
}

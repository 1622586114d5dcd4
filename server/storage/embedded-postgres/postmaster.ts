import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const STOP_PATIENCE_MS = 10_000
const POLL_MS = 20

/** The process id in `postmaster.pid` if that process lives and is a PostgreSQL on this directory; else null. */
export function runningPostmaster(directory: string): number | null {
  const [line] = readPidFile(directory)
  const pid = Number(line)
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) {
    return null
  }
  const command = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
  return command.includes('postgres') && command.includes(directory) ? pid : null
}

/** PostgreSQL writes its state into the eighth line. */
export function isReady(directory: string, pid: number): boolean {
  const lines = readPidFile(directory)
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready'
}

/** A crash leaves the pid file behind; PostgreSQL would refuse to start when another process has that number by now. */
export function removeStalePidFile(directory: string): void {
  rmSync(join(directory, 'postmaster.pid'), { force: true })
}

/** Fast shutdown (open connections are cut, everything committed is kept), then an immediate one. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!send(pid, signal)) {
      return
    }
    const end = Date.now() + STOP_PATIENCE_MS
    while (Date.now() < end) {
      if (!isAlive(pid)) {
        return
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
  }
}

export function isAlive(pid: number): boolean {
  return send(pid, 0)
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function readPidFile(directory: string): string[] {
  const path = join(directory, 'postmaster.pid')
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
}

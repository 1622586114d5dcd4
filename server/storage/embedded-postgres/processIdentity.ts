import { execFile } from 'node:child_process'
import { readFile, readlink } from 'node:fs/promises'
import { promisify } from 'node:util'

/**
 * Tells a running process from a later one that was given the same number: the machine's boot and the process's start.
 * Null when no such process runs (one that has ended but was not collected does not count as running).
 */
export async function processIdentity(pid: number): Promise<string | null> {
  if (process.platform !== 'linux') {
    const started = await ps(pid, 'lstart=')
    return started === '' ? null : started
  }
  try {
    const [boot, status] = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ])
    // The name in brackets may itself hold spaces and brackets; the fields after it are plain (proc(5)).
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? null : `${boot.trim()}:${fields[19]}`
  } catch {
    // No such folder: no such process.
    return null
  }
}

/** Whether the process is a PostgreSQL server that works in this folder (an absolute path without symbolic links). */
export async function isPostmasterOf(pid: number, folder: string): Promise<boolean> {
  if (process.platform !== 'linux') {
    const command = await ps(pid, 'command=')
    return command.includes('postgres') && command.includes(folder)
  }
  try {
    const [cwd, name] = await Promise.all([readlink(`/proc/${pid}/cwd`), readFile(`/proc/${pid}/comm`, 'utf8')])
    return cwd === folder && name.trim() === 'postgres'
  } catch {
    // Gone, or another user's: either way not a server of ours.
    return false
  }
}

async function ps(pid: number, column: string): Promise<string> {
  try {
    return (await promisify(execFile)('ps', ['-o', column, '-p', String(pid)])).stdout.trim()
  } catch {
    return ''
  }
}

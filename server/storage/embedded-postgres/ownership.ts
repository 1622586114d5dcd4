import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive } from './postmaster.ts'

/** One Carbonsheet per data directory: the process that owns it writes its number down. Throws when another one lives. */
export function takeOwnership(dataDir: string): () => void {
  const path = join(dataDir, 'owner.pid')
  const owner = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0
  if (owner > 1 && owner !== process.pid && isAlive(owner) && isNode(owner)) {
    throw new Error(
      `Another Carbonsheet (process ${owner}) is using the data directory ${dataDir}. Stop it, or start this one with another DATA_DIR.`,
    )
  }
  writeFileSync(path, String(process.pid))
  return () => rmSync(path, { force: true })
}

/** The number of a process that ended may belong to somebody else by now. */
function isNode(pid: number): boolean {
  const path = `/proc/${pid}/cmdline`
  return !existsSync('/proc/self') || (existsSync(path) && readFileSync(path, 'utf8').includes('node'))
}

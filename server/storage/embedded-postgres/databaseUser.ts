import { execFile } from 'node:child_process'
import { realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

const USER = 'postgres'

/** The account that owns the database files and runs PostgreSQL when the server itself runs as root. */
export interface DatabaseUser {
  uid: number
  gid: number
}

/** Null when the server is an ordinary user: then PostgreSQL runs as that user. Makes the account when there is none. */
export async function databaseUser(): Promise<DatabaseUser | null> {
  if (process.getuid?.() !== 0) {
    return null
  }
  const found = await lookUp()
  if (found !== null) {
    return found
  }
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', USER])
  } catch (error) {
    // Another server may have made it in the same moment: what counts is whether it is there now.
    const made = await lookUp()
    if (made !== null) {
      return made
    }
    throw new Error(
      'PostgreSQL refuses to run as root and the account "postgres" could not be made. ' +
        'Start Carbonsheet as an ordinary user, make that account, or set DATABASE_URL.',
      { cause: error },
    )
  }
  return lookUp()
}

/**
 * The account for a cluster that may exist already: files keep working for the account that made them, so root continues
 * an ordinary user's database. Throws when an ordinary user meets files of somebody else.
 */
export async function clusterUser(cluster: string, user: DatabaseUser | null): Promise<DatabaseUser | null> {
  const files = await stat(cluster).catch(() => null)
  if (files === null) {
    return user
  }
  if (user !== null) {
    return { uid: files.uid, gid: files.gid }
  }
  if (process.getuid !== undefined && files.uid !== process.getuid()) {
    throw new Error(
      `The database in ${cluster} belongs to another account (${files.uid}). Nothing was changed. ` +
        'Start Carbonsheet as root or as that account, or with another DATA_DIR.',
    )
  }
  return null
}

/** Whether that user may enter every folder on the way and read the file or enter the folder itself. */
export async function canReach(path: string, user: DatabaseUser): Promise<boolean> {
  let place = await realpath(path)
  for (;;) {
    const { mode, uid, gid } = await stat(place)
    const bits = uid === user.uid ? mode >> 6 : gid === user.gid ? mode >> 3 : mode
    if ((bits & 0o1) === 0) {
      return false
    }
    const parent = dirname(place)
    if (parent === place) {
      return true
    }
    place = parent
  }
}

async function lookUp(): Promise<DatabaseUser | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', USER]), run('id', ['-g', USER])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    // `id` fails when there is no such account, which is the answer.
    return null
  }
}

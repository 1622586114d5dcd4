import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** The operating-system account that runs PostgreSQL; null = the account of this process (it is not root). */
export interface DatabaseUser {
  uid: number
  gid: number
}

const OWN_ACCOUNT = 'carbonsheet'

/** PostgreSQL refuses to run as root, so root hands it to the system's `postgres` account, or to one made for it. */
export function databaseUser(): DatabaseUser | null {
  if (process.getuid?.() !== 0) {
    return null
  }
  const known = accountOf('postgres') ?? accountOf(OWN_ACCOUNT)
  if (known !== null) {
    return known
  }
  spawnSync('useradd', ['--system', '--no-create-home', '--user-group', OWN_ACCOUNT])
  const made = accountOf(OWN_ACCOUNT) ?? accountOf('nobody')
  if (made === null) {
    throw new Error(
      'PostgreSQL cannot run as root, and no other account could be made. Run as an ordinary user, or set DATABASE_URL.',
    )
  }
  return made
}

function accountOf(name: string): DatabaseUser | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid === undefined || gid === undefined ? null : { uid: Number(uid), gid: Number(gid) }
}

/** Whether the account can get to this file or directory. */
export function canReach(path: string, user: DatabaseUser): boolean {
  return spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { uid: user.uid, gid: user.gid }).status === 0
}

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Binaries } from './binaries.ts'
import type { DatabaseUser } from './databaseUser.ts'
import type { Placement } from './placement.ts'

/** The superuser of the embedded database and the owner of everything in it. */
export const OWNER = 'carbonsheet'

/**
 * Makes the cluster when there is none: UTF-8, sorted by code point the same way on every machine, passwords by SCRAM.
 * It is made beside its place and moved there when complete, so that a killed first start leaves nothing half done.
 */
export async function createCluster(options: {
  binaries: Binaries
  placement: Placement
  user: DatabaseUser | null
  password: string
}): Promise<boolean> {
  const { binaries, placement, user, password } = options
  if ((await stat(placement.cluster).catch(() => null)) !== null) {
    return false
  }
  await removeDrafts(placement)
  const draft = `${placement.cluster}.new-${randomBytes(4).toString('hex')}`
  const passwordFile = join(draft, 'initial-password')
  const cluster = join(draft, 'cluster')
  await mkdir(draft, { mode: 0o700 })
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  if (user !== null) {
    await chown(draft, user.uid, user.gid)
    await chown(passwordFile, user.uid, user.gid)
  }
  await runInitdb(
    binaries.initdb,
    [
      `--pgdata=${cluster}`,
      `--username=${OWNER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The locale of PostgreSQL's own, so that the host's set of locales does not matter.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-instructions',
    ],
    { cwd: draft, user },
  )
  await rename(cluster, placement.cluster)
  await rm(draft, { recursive: true, force: true })
  return true
}

async function removeDrafts(placement: Placement): Promise<void> {
  const prefix = `${basename(placement.cluster)}.new-`
  for (const name of await readdir(placement.home)) {
    if (name.startsWith(prefix)) {
      await rm(join(placement.home, name), { recursive: true, force: true })
    }
  }
}

async function runInitdb(
  program: string,
  args: string[],
  how: { cwd: string; user: DatabaseUser | null },
): Promise<void> {
  const child = spawn(program, args, {
    cwd: how.cwd,
    ...how.user,
    env: { TZ: 'UTC', LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) {
    throw new Error(`The embedded database could not be created (initdb ended with ${code}):\n${said.trim()}`)
  }
}

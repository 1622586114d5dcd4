import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canReach, type DatabaseUser } from './databaseUser.ts'

/** Where root keeps database files and programs that the database's account could not reach otherwise. */
const ROOT_HOME = '/var/lib/carbonsheet'

/** The files of one embedded database. */
export interface Placement {
  /** Parent of the cluster's folder, a place that the database's account can reach. */
  home: string
  /** The cluster itself (PGDATA). */
  cluster: string
  /** Where programs are copied to when they cannot be reached where they are. */
  programs: string
  passwordFile: string
  portFile: string
  lockFile: string
  logFile: string
}

/**
 * Everything lies in DATA_DIR, unless the server runs as root and DATA_DIR is closed to the database's account: then the
 * cluster lies in a folder of its own under /var/lib/carbonsheet, whose name DATA_DIR remembers. A new DATA_DIR is
 * always a new database.
 */
export async function placeDatabase(dataDir: string, user: DatabaseUser | null): Promise<Placement> {
  await mkdir(dataDir, { recursive: true })
  if (user !== null) {
    await letPass(dataDir)
  }
  const home = user === null || (await canReach(dataDir, user)) ? dataDir : await homeElsewhere(dataDir)
  return {
    home,
    cluster: join(home, 'postgres'),
    programs: ROOT_HOME,
    passwordFile: join(dataDir, 'postgres-password'),
    portFile: join(dataDir, 'postgres-port'),
    lockFile: join(dataDir, 'postgres-lock'),
    logFile: join(dataDir, 'postgres.log'),
  }
}

/** DATA_DIR is ours: others may pass through to the cluster, which is closed in itself, but not look around. */
async function letPass(dataDir: string): Promise<void> {
  const { mode, uid } = await stat(dataDir)
  if (uid === process.getuid?.() && (mode & 0o001) === 0) {
    await chmod(dataDir, (mode & 0o777) | 0o001)
  }
}

async function homeElsewhere(dataDir: string): Promise<string> {
  const note = join(dataDir, 'postgres-elsewhere')
  const kept = await readFile(note, 'utf8').catch(() => null)
  const home = kept?.trim() ?? join(ROOT_HOME, randomBytes(8).toString('hex'))
  await mkdir(home, { recursive: true, mode: 0o755 })
  if (kept === null) {
    await writeFile(note, `${home}\n`)
  }
  return home
}

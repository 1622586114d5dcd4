import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { canReach, type DatabaseUser } from './databaseUser.ts'

/** Where root puts what the database's account must get to when the data directory lies behind a closed door. */
export const SHARED_DIRECTORY = '/var/lib/carbonsheet'

/**
 * The directory for the cluster: `DATA_DIR/database`, or, when its account cannot enter a directory above that, a
 * directory of its own under /var/lib/carbonsheet whose name is kept in `DATA_DIR/database.place`.
 */
export function clusterDirectory(dataDir: string, user: DatabaseUser | null): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  if (user === null) {
    return join(dataDir, 'database')
  }
  chmodSync(dataDir, 0o711) // ours; others may pass through, not look
  if (canReach(dataDir, user)) {
    return join(dataDir, 'database')
  }
  const note = join(dataDir, 'database.place')
  if (!existsSync(note)) {
    writeFileSync(note, join(SHARED_DIRECTORY, `data-${randomBytes(6).toString('hex')}`))
  }
  const place = readFileSync(note, 'utf8').trim()
  mkdirSync(place, { recursive: true, mode: 0o711 })
  return join(place, 'database')
}

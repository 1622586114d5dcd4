import { readFile } from 'node:fs/promises'
import { databaseUser } from './databaseUser.ts'
import { DataDirInUseError } from './dataDirLock.ts'
import { placeDatabase } from './placement.ts'
import { embeddedUrl, startEmbeddedPostgres } from './startEmbeddedPostgres.ts'

/**
 * The database of this DATA_DIR for a command that works beside the servers: the one that a running server has started, else
 * it is started for as long as it is needed.
 */
export async function attachEmbeddedPostgres(dataDir: string): Promise<{ url: string; stop: () => Promise<void> }> {
  try {
    return await startEmbeddedPostgres({ dataDir })
  } catch (error) {
    if (!(error instanceof DataDirInUseError)) {
      throw error
    }
    const { passwordFile, portFile } = await placeDatabase(dataDir, await databaseUser())
    const [password, port] = await Promise.all([readFile(passwordFile, 'utf8'), readFile(portFile, 'utf8')])
    return { url: embeddedUrl(password.trim(), Number(port)), stop: () => Promise.resolve() }
  }
}

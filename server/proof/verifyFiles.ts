import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { openPool } from '../storage/database/openPool.ts'
import type { FileStore } from '../storage/files/FileStore.ts'
import { inTenantOn } from '../storage/journal/inTenantOn.ts'
import { tenantsOf } from './StoredDocument.ts'

/** A file of a cell that is not what it was when it was uploaded. Never its name. */
export interface FileProblem {
  hash: string
  what: string
  remedy: string
}

/** Every file that a record names is there, byte for byte. Complexity: all bytes of all files, one file at a time. */
export async function verifyFiles(
  ownerUrl: string,
  files: Pick<FileStore, 'open'>,
): Promise<{ files: number; problems: FileProblem[] }> {
  const owner = openPool({ url: ownerUrl, poolSize: 1 }, () => {})
  const hashes = new Set<string>()
  try {
    for (const tenantId of await tenantsOf(owner)) {
      const { rows } = await inTenantOn(owner, tenantId, (client) =>
        client.query<{ hash: string }>('SELECT DISTINCT hash FROM evidence WHERE tenant_id = $1', [tenantId]),
      )
      rows.forEach(({ hash }) => hashes.add(hash))
    }
  } finally {
    await owner.end()
  }
  const problems: FileProblem[] = []
  for (const hash of hashes) {
    const what = await problemOf(files, hash)
    if (what !== null) {
      problems.push({ hash, what, remedy: 'bring DATA_DIR/files back from a backup' })
    }
  }
  return { files: hashes.size, problems }
}

async function problemOf(files: Pick<FileStore, 'open'>, hash: string): Promise<string | null> {
  const content = await files.open(hash)
  if (content === null) {
    return 'is not there'
  }
  const sum = createHash('sha256')
  await pipeline(content, sum)
  return sum.digest('hex') === hash ? null : 'is not what was uploaded'
}

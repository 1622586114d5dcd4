import type { Knex } from 'knex'

import { insertMany } from '../insertMany.ts'
import type { SeedPorts } from '../SeedPorts.ts'
import type { DemoFile } from './demoTable.ts'
import { uuidOf } from './determinism.ts'

/** Keeps the files behind the cells of a table, and inserts their records. */
export async function insertFiles(
  trx: Knex.Transaction,
  ports: SeedPorts,
  { tenantId, tableId }: { tenantId: string; tableId: string },
  files: readonly DemoFile[],
): Promise<void> {
  const kept = []
  for (const { id, field, name, mediaType, content, by } of files) {
    kept.push({
      id,
      tenant_id: tenantId,
      table_id: tableId,
      field_id: uuidOf(`${tableId}/${field}`),
      hash: await ports.keepFile(content),
      name,
      media_type: mediaType,
      size_bytes: content.length,
      uploaded_by: uuidOf(by),
    })
  }
  await insertMany(
    trx,
    'evidence',
    {
      id: 'uuid',
      tenant_id: 'uuid',
      table_id: 'uuid',
      field_id: 'uuid',
      hash: 'text',
      name: 'text',
      media_type: 'text',
      size_bytes: 'bigint',
      uploaded_by: 'uuid',
    },
    kept,
  )
}

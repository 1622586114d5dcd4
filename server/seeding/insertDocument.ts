import { createHash } from 'node:crypto'

import type { Knex } from 'knex'

import { encodeSeed } from '#collab/schema/seedDocument.ts'
import type { SeedSheet } from './seedPorts.ts'

/**
 * Inserts the document of a sheet in its first generation, with the rows as base blocks. It counts as projected: whoever
 * calls this inserts the derived rows in the same transaction.
 */
export async function insertDocument(trx: Knex.Transaction, tenantId: string, sheet: SeedSheet): Promise<void> {
  const seed = encodeSeed(sheet.rowIds, sheet.ordinals, (row, column) => sheet.rows[row]?.[column] ?? null)
  const [document]: { id: number }[] = await trx('documents')
    .insert({
      tenant_id: tenantId,
      table_id: sheet.tableId,
      cycle_id: sheet.cycleId,
      locked: sheet.locked,
    })
    .returning('id')
  await trx('document_projections').insert({ tenant_id: tenantId, document_id: document?.id, position: 0 })
  await trx('document_generations').insert({
    tenant_id: tenantId,
    document_id: document?.id,
    generation: 1,
    after_seq: 0,
    sha256: createHash('sha256').update(seed).digest(),
    seed: Buffer.from(seed.buffer, seed.byteOffset, seed.byteLength),
  })
}

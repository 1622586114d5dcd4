import { createHash } from 'node:crypto'

import type { Knex } from 'knex'

import { encodeCells, encodeSeed } from '#collab/schema/seedDocument.ts'
import { COMMON_PART, partOf } from '#shared/fields/partOf.ts'
import type { SeedSheet } from './seedPorts.ts'

/**
 * Inserts the documents of a sheet in their first generation, one per set of readers, with the rows as base blocks. They
 * count as projected: whoever calls this inserts the derived rows in the same transaction.
 */
export async function insertDocuments(trx: Knex.Transaction, tenantId: string, sheet: SeedSheet): Promise<void> {
  const columns = sheet.fields.map(({ ordinal, readers }, column) => ({ ordinal, column, part: partOf({ readers }) }))
  const common = columns.filter(({ part }) => part === COMMON_PART)
  await insertDocument(
    trx,
    { tenantId, sheet, part: COMMON_PART },
    encodeSeed(sheet.rowIds, ordinalsOf(common), (row, n) => sheet.rows[row]?.[common[n]!.column] ?? null),
  )
  for (const [part, held] of Map.groupBy(columns, (column) => column.part)) {
    if (part !== COMMON_PART) {
      const filled = sheet.rows.flatMap((row, i) => (held.some(({ column }) => isFilled(row[column])) ? [i] : []))
      const rowIds = filled.map((row) => sheet.rowIds[row]!)
      const seed = encodeCells(rowIds, ordinalsOf(held), (n, c) => sheet.rows[filled[n]!]?.[held[c]!.column] ?? null)
      await insertDocument(trx, { tenantId, sheet, part }, seed)
    }
  }
}

async function insertDocument(
  trx: Knex.Transaction,
  { tenantId, sheet, part }: { tenantId: string; sheet: SeedSheet; part: string },
  seed: Uint8Array,
): Promise<void> {
  const [document]: { id: number }[] = await trx('documents')
    .insert({
      tenant_id: tenantId,
      table_id: sheet.tableId,
      cycle_id: sheet.cycleId,
      part,
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

const ordinalsOf = (columns: readonly { ordinal: number }[]): number[] => columns.map(({ ordinal }) => ordinal)

const isFilled = (value: unknown): boolean => value !== null && value !== undefined

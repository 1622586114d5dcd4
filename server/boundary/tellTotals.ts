import type { Knex } from 'knex'
import { deriveAnew } from '../commands/deriveAnew.ts'

/**
 * Totals of these cycles are others from this transaction on, although no row is. One document of each is derived anew, which
 * tells everybody who watches the cycle, on whichever server.
 */
export async function tellTotals(trx: Knex.Transaction, tenantId: string, cycleIds: readonly string[]): Promise<void> {
  if (cycleIds.length === 0) {
    return
  }
  const first = trx('documents as f')
    .join('document_projections as q', { 'q.tenant_id': 'f.tenant_id', 'q.document_id': 'f.id' })
    .where({ 'f.tenant_id': tenantId })
    .whereIn('f.cycle_id', cycleIds)
    .groupBy('f.cycle_id')
    .min('f.id')
  await deriveAnew(trx, tenantId, 'amounts', (documents) => void documents.whereIn('d.id', first))
}

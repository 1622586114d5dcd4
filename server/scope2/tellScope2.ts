import type { Knex } from 'knex'
import { deriveAnew } from '../commands/deriveAnew.ts'
import { scope2Tables } from './consumedEnergy.ts'

/**
 * Totals of these cycles are others from this transaction on. Their sheets of scope 2 are derived anew, which tells everybody
 * who watches one of the cycles, on whichever server.
 */
export async function tellScope2(trx: Knex.Transaction, tenantId: string, cycleIds: readonly string[]): Promise<void> {
  const cycles: { id: string; project_id: string }[] = await trx('cycles')
    .whereIn('id', cycleIds)
    .select('id', 'project_id')
  for (const { id, project_id: projectId } of cycles) {
    const tableIds = await scope2Tables(trx, projectId)
    await deriveAnew(trx, tenantId, 'amounts', (documents) => {
      void documents.where({ 'd.cycle_id': id }).whereIn('d.table_id', tableIds)
    })
  }
}

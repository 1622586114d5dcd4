import type { Knex } from 'knex'
import { inTenant } from '../storage/database/inTenant.ts'
import { tenantsWithSheets } from './tenantsWithSheets.ts'

export interface SealPorts {
  db: Knex
  /** Returns when rows have everything that is journaled. */
  waitUntilProjected: (tenantId: string, cycle: { cycleId: string }) => Promise<void>
}

/**
 * Seals the cycles that were locked before there were seals, as sealed later by the system. Servers that start together make
 * one seal of each. Answers how many it made; the formulas are loaded only when there are some.
 */
export async function sealLockedCycles({ db, waitUntilProjected }: SealPorts): Promise<number> {
  let sealed = 0
  for (const tenantId of await tenantsWithSheets(db)) {
    for (const cycleId of await inTenant(db, tenantId, unsealedCycles)) {
      await waitUntilProjected(tenantId, { cycleId })
      sealed += await inTenant(db, tenantId, (trx) => sealOnce(trx, tenantId, cycleId))
    }
  }
  return sealed
}

/** The oldest first: the chain is in the order of the periods. */
function unsealedCycles(trx: Knex.Transaction): Promise<string[]> {
  return trx('cycles as c')
    .where({ status: 'locked' })
    .whereNull('deleted_at')
    .whereNotExists((seals) => seals.from('seals as s').whereRaw('s.tenant_id = c.tenant_id AND s.cycle_id = c.id'))
    .orderBy(['starts_on', 'id'])
    .pluck('id')
}

async function sealOnce(trx: Knex.Transaction, tenantId: string, cycleId: string): Promise<number> {
  await trx('cycles').where({ id: cycleId }).forNoKeyUpdate().first('id')
  const isSealed = await trx('seals').where({ cycle_id: cycleId }).first('sequence')
  if (isSealed !== undefined) {
    return 0
  }
  const { sealCycle } = await import('./sealCycle.ts')
  await sealCycle(trx, { tenantId, cycleId, sealedBy: null, sealedLater: true })
  return 1
}

import type { Knex } from 'knex'
import { copyDeclarations } from '../declarations/declarationsOf.ts'
import type { Cycle } from '../models/Cycle.ts'
import type { Identity } from '../policies/Identity.ts'

/** The approach of a cycle that is being locked stays its own, whatever the project does later. */
export async function keepConsolidation(trx: Knex.Transaction, tenantId: string, cycleId: string): Promise<void> {
  await trx.raw(
    `UPDATE cycles c SET consolidation = p.consolidation FROM projects p
     WHERE c.tenant_id = :tenantId AND c.id = :cycleId AND p.tenant_id = c.tenant_id AND p.id = c.project_id`,
    { tenantId, cycleId },
  )
}

/** What is stated of sites in one cycle is stated in another from now on; that one has nothing stated yet. */
export async function copyControls(
  trx: Knex.Transaction,
  { tenantId, userId }: Identity,
  fromCycleId: string,
  toCycleId: string,
): Promise<void> {
  await trx.raw(
    `INSERT INTO site_controls (tenant_id, cycle_id, site, ownership_pct, financial_control, operational_control, made_by)
     SELECT tenant_id, :toCycleId, site, ownership_pct, financial_control, operational_control, :userId
     FROM site_controls WHERE tenant_id = :tenantId AND cycle_id = :fromCycleId`,
    { tenantId, userId, fromCycleId, toCycleId },
  )
}

/** A new cycle begins with what was stated and declared in the one before it, in its latest version. */
export async function continueBoundary(trx: Knex.Transaction, identity: Identity, cycle: Cycle): Promise<void> {
  const before: { id: string } | undefined = await trx('cycles')
    .where({ tenant_id: identity.tenantId, project_id: cycle.projectId })
    .where('ends_on', '<', cycle.startsOn)
    .whereNull('deleted_at')
    .whereNull('restated_by')
    .orderBy('starts_on', 'desc')
    .first('id')
  if (before !== undefined) {
    await copyControls(trx, identity, before.id, cycle.id)
    await copyDeclarations(trx, identity, { from: before.id, to: cycle.id, keepsZeros: false })
  }
}

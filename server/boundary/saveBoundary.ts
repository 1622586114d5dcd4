import type { Knex } from 'knex'
import type { BoundaryBody } from '#shared/api/boundary.ts'
import type { Consolidation } from '#shared/boundary/consolidation.ts'
import { auditCycle } from '../commands/auditCycle.ts'
import { recordAudit } from '../commands/recordAudit.ts'
import { LockedError } from '../errors/LockedError.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import type { Cycle } from '../models/Cycle.ts'
import type { Project } from '../models/Project.ts'
import type { Identity } from '../policies/Identity.ts'
import { presentControl } from './cycleBoundary.ts'
import { siteAmounts } from './siteAmounts.ts'
import { controlOf, siteProblems } from './siteProblems.ts'
import { boundaryOf } from './siteShares.ts'
import { tellTotals } from './tellTotals.ts'

/**
 * States what the company has of sites in a cycle that is not locked; the caller has locked its row. Sites that are not named
 * stay as they are. Throws LockedError, and ValidationError with every problem.
 */
export async function saveBoundary(
  trx: Knex.Transaction,
  identity: Identity,
  { cycle, body, origin }: { cycle: Cycle; body: BoundaryBody; origin: string },
): Promise<void> {
  if (cycle.status === 'locked') {
    throw new LockedError()
  }
  const { tenantId, userId } = identity
  const { names } = await siteAmounts(trx, identity, cycle.id)
  const problems = siteProblems(body.sites, names)
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  const { controls } = await boundaryOf(trx, cycle.id)
  const toldOf = (site: string) => {
    const control = controls.get(site)
    return control === undefined ? null : presentControl(control)
  }
  const changed = body.sites.filter(
    ({ site, control }) =>
      JSON.stringify(toldOf(site)) !== JSON.stringify(control === null ? null : presentControl(controlOf(control))),
  )
  if (changed.length === 0) {
    return
  }
  for (const { site, control } of changed) {
    const place = { tenant_id: tenantId, cycle_id: cycle.id, site }
    await (control === null
      ? trx('site_controls').where(place).delete()
      : trx('site_controls')
          .insert({ ...place, ...control, made_by: userId, updated_at: trx.fn.now() })
          .onConflict(['tenant_id', 'cycle_id', 'site'])
          .merge())
  }
  const before = Object.fromEntries(changed.map(({ site }) => [site, toldOf(site)]))
  const after = Object.fromEntries(changed.map(({ site, control }) => [site, control]))
  await auditCycle(trx, identity, { cycle, action: 'cycle.boundary', before, after, origin })
  await tellTotals(trx, tenantId, [cycle.id])
}

/** The approach of a project from now on, in every cycle that is not locked. */
export async function setConsolidation(
  trx: Knex.Transaction,
  identity: Identity,
  { project, consolidation, origin }: { project: Project; consolidation: Consolidation | null; origin: string },
): Promise<void> {
  const { tenantId, userId, sessionId } = identity
  const place = { tenant_id: tenantId, id: project.id }
  const now: { consolidation: Consolidation | null } = await trx('projects')
    .where(place)
    .forNoKeyUpdate()
    .first('consolidation')
  if (now.consolidation === consolidation) {
    return
  }
  await trx('projects').where(place).update({ consolidation, updated_at: trx.fn.now() })
  await recordAudit(trx, {
    tenantId,
    actorId: userId,
    actorKind: 'user',
    sessionId,
    action: 'project.consolidation',
    subjectKind: 'project',
    subjectId: project.id,
    before: { consolidation: now.consolidation },
    after: { consolidation },
    origin,
  })
  const open: string[] = await trx('cycles')
    .where({ tenant_id: tenantId, project_id: project.id })
    .whereNot({ status: 'locked' })
    .whereNull('deleted_at')
    .pluck('id')
  await tellTotals(trx, tenantId, open)
}

import type { Knex } from 'knex'
import type { CycleBody } from '#shared/api/cycles.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { LockedError } from '../errors/LockedError.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { Cycle } from '../models/Cycle.ts'
import type { Identity } from '../policies/Identity.ts'
import { auditCycle } from './auditCycle.ts'
import { bumpEpochs } from './bumpEpochs.ts'
import { oneAtATime, told } from './createCycle.ts'
import { checkCycle, type CycleDraft } from './cycleProblems.ts'
import { deriveAnew } from './deriveAnew.ts'
import { versionProblems } from './versionProblems.ts'

/** The cycle as it would be. */
export function changed(cycle: Cycle, body: CycleBody): CycleDraft & { id: string } {
  return {
    id: cycle.id,
    projectId: cycle.projectId,
    name: body.name ?? cycle.name,
    startsOn: body.starts_on ?? cycle.startsOn,
    endsOn: body.ends_on ?? cycle.endsOn,
    gwpSet: body.gwp_set ?? cycle.gwpSet,
    factorYear: body.factor_year ?? cycle.factorYear,
  }
}

/**
 * Changes a cycle that is not locked; the caller's transaction has locked its row. With another GWP set or factor year every
 * row of it is derived anew, and what people have open computes so too: they are told by the caller, after the commit.
 * Throws ValidationError with every problem, and LockedError.
 */
export async function changeCycle(
  trx: Knex.Transaction,
  identity: Identity,
  { cycle, body, origin }: { cycle: Cycle; body: CycleBody; origin: string },
): Promise<{ cycle: Cycle; warnings: ProblemDetail[] }> {
  if (cycle.status === 'locked') {
    throw new LockedError()
  }
  const { tenantId } = identity
  await oneAtATime(trx, cycle.projectId)
  const draft = changed(cycle, body)
  const { problems, warnings } = await checkCycle(trx, draft)
  problems.push(...versionProblems(cycle, draft))
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  const [before, after] = [told(cycle), told(draft)]
  if (JSON.stringify(before) === JSON.stringify(after)) {
    return { cycle, warnings }
  }
  const { name, startsOn, endsOn, gwpSet, factorYear } = draft
  const [now] = await Cycle.query(trx)
    .where({ tenant_id: tenantId, id: cycle.id })
    .patch({ name, startsOn, endsOn, gwpSet, factorYear, updatedAt: trx.raw('now()') })
    .returning('*')
  if (gwpSet !== cycle.gwpSet || factorYear !== cycle.factorYear) {
    const ofCycle = (documents: Knex.QueryBuilder): Knex.QueryBuilder => documents.where({ 'd.cycle_id': cycle.id })
    await bumpEpochs(trx, tenantId, ofCycle)
    await deriveAnew(trx, tenantId, 'amounts', ofCycle)
  }
  await auditCycle(trx, identity, { cycle, action: 'cycle.update', before, after, origin })
  return { cycle: now!, warnings }
}

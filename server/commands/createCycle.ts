import type { Knex } from 'knex'
import type { NewCycleBody } from '#shared/api/cycles.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { factorYearOf } from '#shared/cycles/period.ts'
import { continueBoundary } from '../boundary/keepBoundary.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { Cycle } from '../models/Cycle.ts'
import type { Identity } from '../policies/Identity.ts'
import { checkCycle, type CycleDraft } from './cycleProblems.ts'
import { auditCycle } from './auditCycle.ts'

/** The cycle that a body describes. Without a factor year: the calendar year that holds the greater part of the period. */
export function draftOf(projectId: string, body: NewCycleBody): CycleDraft {
  const period = { startsOn: body.starts_on, endsOn: body.ends_on }
  const { name, gwp_set: gwpSet, factor_year: factorYear = factorYearOf(period) } = body
  return { projectId, name, ...period, gwpSet, factorYear }
}

/**
 * Adds an open cycle to a project: all its tables take part, empty, and its boundary is that of the cycle before. Throws ValidationError
 * with every problem.
 */
export async function createCycle(
  trx: Knex.Transaction,
  identity: Identity,
  { projectId, body, origin }: { projectId: string; body: NewCycleBody; origin: string },
): Promise<{ cycle: Cycle; warnings: ProblemDetail[] }> {
  await oneAtATime(trx, projectId)
  const draft = draftOf(projectId, body)
  const { problems, warnings } = await checkCycle(trx, draft)
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  const cycle = await Cycle.query(trx)
    .insert({ ...draft, tenantId: identity.tenantId })
    .returning('*')
  await continueBoundary(trx, identity, cycle)
  await auditCycle(trx, identity, { cycle, action: 'cycle.create', before: null, after: told(draft), origin })
  return { cycle, warnings }
}

/** Of two who give a name or a period at once, the later one sees what the first has done. */
export async function oneAtATime(trx: Knex.Transaction, projectId: string): Promise<void> {
  await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`cycles of ${projectId}`])
}

/** What the log says of a cycle. */
export const told = ({ name, startsOn, endsOn, gwpSet, factorYear }: CycleDraft): Record<string, unknown> => ({
  name,
  starts_on: startsOn,
  ends_on: endsOn,
  gwp_set: gwpSet,
  factor_year: factorYear,
})

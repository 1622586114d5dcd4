import type { Knex } from 'knex'
import type { NewReductionTargetBody, ReductionTargetBody } from '#shared/api/reductionTargets.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { auditOf } from '../commands/auditOf.ts'
import { originalOf, yearOf } from '../emissions/yearSeries.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { Cycle } from '../models/Cycle.ts'
import { Denominator } from '../models/Denominator.ts'
import { ReductionTarget } from '../models/ReductionTarget.ts'
import type { Identity } from '../policies/Identity.ts'

const subject = (id: string) => ({ subjectKind: 'reduction_target', subjectId: id })

/** Sets a target. Throws ValidationError with every problem. */
export async function addReductionTarget(
  trx: Knex.Transaction,
  identity: Identity,
  { projectId, body, origin }: { projectId: string; body: NewReductionTargetBody; origin: string },
): Promise<ReductionTarget> {
  await oneTargetAtATime(trx, projectId)
  const base = await Cycle.query(trx).findById(body.base_cycle_id).whereNull('deleted_at')
  const problems = [
    ...baseProblems(base, projectId, body),
    ...(await denominatorProblems(trx, projectId, body)),
    ...(await nameProblems(trx, projectId, body.name, null)),
  ]
  if (problems.length > 0 || base === undefined) {
    throw new ValidationError(problems)
  }
  const { base_cycle_id: _, denominator_id, target_year, reduction_percent, ...same } = body
  const { tenantId, userId: madeBy } = identity
  const made = await ReductionTarget.query(trx)
    .insert({
      ...same,
      tenantId,
      projectId,
      madeBy,
      baseCycleId: originalOf(base),
      denominatorId: denominator_id,
      targetYear: target_year,
      reductionPercent: reduction_percent,
    })
    .returning('*')
  const after = { ...body, project_id: projectId }
  await auditOf(trx, identity, {
    action: 'reduction_target.create',
    ...subject(made.id),
    before: null,
    after,
    origin,
  })
  return made
}

/** Renames or describes a target; what was promised stays. Throws ValidationError. */
export async function changeReductionTarget(
  trx: Knex.Transaction,
  identity: Identity,
  { target, body, origin }: { target: ReductionTarget; body: ReductionTargetBody; origin: string },
): Promise<void> {
  await oneTargetAtATime(trx, target.projectId)
  const { name, description } = target
  const after = { name: body.name ?? name, description: body.description ?? description }
  if (after.name === name && after.description === description) {
    return
  }
  const problems = await nameProblems(trx, target.projectId, after.name, target.id)
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  await ReductionTarget.query(trx)
    .where({ tenant_id: identity.tenantId, id: target.id })
    .patch({ ...after, updatedAt: trx.raw('now()') })
  const before = { name, description }
  await auditOf(trx, identity, { action: 'reduction_target.change', ...subject(target.id), before, after, origin })
}

/** Takes a target away; the log keeps what it promised. */
export async function retireReductionTarget(
  trx: Knex.Transaction,
  identity: Identity,
  { target, origin }: { target: ReductionTarget; origin: string },
): Promise<void> {
  const { id, name, scopes, basis, kind, targetYear: target_year, reductionPercent: reduction_percent } = target
  await ReductionTarget.query(trx)
    .where({ tenant_id: identity.tenantId, id })
    .patch({ deletedAt: trx.raw('now()') })
  const before = { name, scopes, basis, kind, target_year, reduction_percent }
  await auditOf(trx, identity, { action: 'reduction_target.delete', ...subject(id), before, after: null, origin })
}

const oneTargetAtATime = async (trx: Knex.Transaction, projectId: string): Promise<void> => {
  await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`targets of ${projectId}`])
}

function baseProblems(
  base: Cycle | undefined,
  projectId: string,
  { target_year: targetYear }: NewReductionTargetBody,
): ProblemDetail[] {
  if (base === undefined || base.projectId !== projectId) {
    return [{ path: 'base_cycle_id', code: 'not-found', message: 'This is no cycle of the project. Choose one of it.' }]
  }
  const message = `The base, ${base.name}, is of ${yearOf(base)}. Choose a later year.`
  return targetYear > yearOf(base) ? [] : [{ path: 'target_year', code: 'out-of-order', message }]
}

async function denominatorProblems(
  trx: Knex.Transaction,
  projectId: string,
  { kind, denominator_id: id }: NewReductionTargetBody,
): Promise<ProblemDetail[]> {
  const problem = (code: ProblemDetail['code'], message: string): ProblemDetail[] => [
    { path: 'denominator_id', code, message },
  ]
  if (kind === 'absolute') {
    const message = 'An absolute target is divided by nothing. Leave the denominator out, or make it an intensity.'
    return id === null ? [] : problem('not-used', message)
  }
  if (id === null) {
    return problem('required', 'Say what the emissions are divided by.')
  }
  const found = await Denominator.query(trx).where({ project_id: projectId, id }).whereNull('deleted_at').first()
  return found === undefined ? problem('not-found', 'The project has no such denominator. Choose one of it.') : []
}

async function nameProblems(
  trx: Knex.Transaction,
  projectId: string,
  name: string,
  own: string | null,
): Promise<ProblemDetail[]> {
  const namesake = await ReductionTarget.query(trx)
    .where({ project_id: projectId })
    .whereNull('deleted_at')
    .whereRaw('lower(name) = lower(?)', [name])
    .first()
  const message = `The project has a target “${namesake?.name}” already. Choose another name.`
  return namesake === undefined || namesake.id === own ? [] : [{ path: 'name', code: 'taken', message }]
}

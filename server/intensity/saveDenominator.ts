import type { Knex } from 'knex'
import type { DenominatorValueBody, NewDenominatorBody } from '#shared/api/intensities.ts'
import { auditOf } from '../commands/auditOf.ts'
import { BlockedError } from '../errors/BlockedError.ts'
import { LockedError } from '../errors/LockedError.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { Cycle } from '../models/Cycle.ts'
import { Denominator } from '../models/Denominator.ts'
import { ReductionTarget } from '../models/ReductionTarget.ts'
import type { Identity } from '../policies/Identity.ts'
import { denominatorProblems } from './denominatorProblems.ts'

const subject = (id: string) => ({ subjectKind: 'denominator', subjectId: id })

/** Throws ValidationError with every problem. */
export async function addDenominator(
  trx: Knex.Transaction,
  identity: Identity,
  { projectId, body, origin }: { projectId: string; body: NewDenominatorBody; origin: string },
): Promise<Denominator> {
  await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`denominators of ${projectId}`])
  const problems = await denominatorProblems(trx, projectId, body)
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  const { tenantId, userId: madeBy } = identity
  const made = await Denominator.query(trx)
    .insert({ ...body, tenantId, projectId, madeBy })
    .returning('*')
  await auditOf(trx, identity, {
    action: 'denominator.create',
    ...subject(made.id),
    before: null,
    after: { ...body, project_id: projectId },
    origin,
  })
  return made
}

/** Takes a denominator away with its values; they stay in the database. Throws BlockedError while a target is measured by it. */
export async function retireDenominator(
  trx: Knex.Transaction,
  identity: Identity,
  { denominator, origin }: { denominator: Denominator; origin: string },
): Promise<void> {
  const { id, name, kind, unit } = denominator
  const target = await ReductionTarget.query(trx).where({ denominator_id: id }).whereNull('deleted_at').first()
  if (target !== undefined) {
    const message = `The target “${target.name}” is an intensity by it. Delete that first.`
    throw new BlockedError('Something is measured by it. Nothing was changed.', [{ path: '', code: 'in-use', message }])
  }
  await Denominator.query(trx)
    .where({ tenant_id: identity.tenantId, id })
    .patch({ deletedAt: trx.raw('now()') })
  await auditOf(trx, identity, {
    action: 'denominator.delete',
    ...subject(id),
    before: { name, kind, unit },
    after: null,
    origin,
  })
}

/**
 * What a denominator was in a cycle; null takes it away. Throws ValidationError for a cycle of another project, and LockedError for
 * what a locked cycle has already: add what is missing there, restate what is wrong.
 */
export async function saveDenominatorValue(
  trx: Knex.Transaction,
  identity: Identity,
  { denominator, body, origin }: { denominator: Denominator; body: DenominatorValueBody; origin: string },
): Promise<void> {
  const { cycle_id: cycleId, ...entered } = body
  const cycle = await Cycle.query(trx).findById(cycleId).whereNull('deleted_at').forNoKeyUpdate()
  if (cycle === undefined || cycle.projectId !== denominator.projectId) {
    const message = 'This is no cycle of the project. Choose one of it.'
    throw new ValidationError([{ path: 'cycle_id', code: 'not-found', message }])
  }
  const place = { tenant_id: identity.tenantId, denominator_id: denominator.id, cycle_id: cycleId }
  const before: typeof entered | undefined = await trx('denominator_values')
    .where(place)
    .first('value', 'source', 'evidence', 'evidence_url')
  const isSame = before === undefined ? entered.value === null : sameEntry(before, entered)
  if (isSame) {
    return
  }
  if (before !== undefined && cycle.status === 'locked') {
    throw new LockedError()
  }
  await trx('denominator_values').where(place).delete()
  if (entered.value !== null) {
    await trx('denominator_values').insert({ ...place, ...entered, entered_by: identity.userId })
  }
  await auditOf(trx, identity, {
    action: 'denominator.value',
    ...subject(denominator.id),
    before: before === undefined ? null : { cycle_id: cycleId, ...before },
    after: entered.value === null ? null : { cycle_id: cycleId, ...entered },
    origin,
  })
}

type Entry = Omit<DenominatorValueBody, 'cycle_id'>

const sameEntry = (one: Entry, other: Entry): boolean =>
  one.value === other.value &&
  one.source === other.source &&
  one.evidence === other.evidence &&
  one.evidence_url === other.evidence_url

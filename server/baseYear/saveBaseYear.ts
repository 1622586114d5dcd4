import type { Knex } from 'knex'
import type { BaseYearBody, BaseYearChangeBody, BaseYearDecisionBody } from '#shared/api/baseYear.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { auditOf } from '../commands/auditOf.ts'
import { originalOf } from '../emissions/yearSeries.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { Cycle } from '../models/Cycle.ts'
import type { Identity } from '../policies/Identity.ts'
import { type BaseYear, baseYearOf } from './baseYearOf.ts'

interface Ordered<Body> {
  projectId: string
  body: Body
  origin: string
}

const refuse = (problems: readonly ProblemDetail[]): void => {
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
}

const oneBaseYearAtATime = async (trx: Knex.Transaction, projectId: string): Promise<void> => {
  await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`base year of ${projectId}`])
}

/** Chooses the base year of a project, or another one with the reason. Throws ValidationError. */
export async function saveBaseYear(
  trx: Knex.Transaction,
  identity: Identity,
  { projectId, body, origin }: Ordered<BaseYearBody>,
): Promise<void> {
  await oneBaseYearAtATime(trx, projectId)
  const before = await baseYearOf(trx, projectId)
  const cycles = await Cycle.query(trx).where({ project_id: projectId }).whereNull('deleted_at')
  const chosen = cycles.filter(({ id }) => body.cycle_ids.includes(id))
  const after = bodyOf(body, new Set(chosen.map(originalOf)))
  const isSame = before !== null && JSON.stringify(told(before)) === JSON.stringify(told(after))
  if (isSame && chosen.length === new Set(body.cycle_ids).size) {
    return
  }
  const message = 'This is no cycle of the project. Choose one of it.'
  const unknown = body.cycle_ids.some((id) => !cycles.some((cycle) => cycle.id === id))
  refuse([
    ...(unknown ? [{ path: 'cycle_ids', code: 'not-found', message } as const] : []),
    ...(before !== null && body.reason === ''
      ? [{ path: 'reason', code: 'required', message: 'Say why the base year is another one than before.' } as const]
      : []),
  ])
  const place = { tenant_id: identity.tenantId, project_id: projectId }
  const { scopes, basis, policy, thresholdPercent } = after
  await trx('base_years')
    .insert({
      ...place,
      scopes,
      basis,
      policy,
      threshold_percent: thresholdPercent,
      made_by: identity.userId,
      updated_at: trx.fn.now(),
    })
    .onConflict(['tenant_id', 'project_id'])
    .merge()
  await trx('base_year_cycles').where(place).delete()
  await trx('base_year_cycles').insert([...after.cycleIds].map((id) => ({ ...place, cycle_id: id })))
  await auditOf(trx, identity, {
    action: 'base_year.set',
    subjectKind: 'project',
    subjectId: projectId,
    before: before === null ? null : told(before),
    after: { ...told(after), reason: body.reason },
    origin,
  })
}

function bodyOf(body: BaseYearBody, cycleIds: ReadonlySet<string>): BaseYear {
  const { scopes, basis, policy, threshold_percent: thresholdPercent } = body
  return { scopes, basis, policy, thresholdPercent, cycleIds }
}

const told = ({ cycleIds, ...base }: BaseYear): Record<string, unknown> => ({
  cycle_ids: [...cycleIds].sort(),
  scopes: base.scopes,
  basis: base.basis,
  threshold_percent: base.thresholdPercent,
  policy: base.policy,
})

/** Enters something that may ask for another base year. Sent again, the same is entered once. Throws ValidationError. */
export async function addBaseYearChange(
  trx: Knex.Transaction,
  identity: Identity,
  { projectId, body, origin }: Ordered<BaseYearChangeBody>,
): Promise<void> {
  await oneBaseYearAtATime(trx, projectId)
  await expectBaseYear(trx, projectId)
  const { effect_t: effectT, ...rest } = body
  const place = { tenant_id: identity.tenantId, project_id: projectId }
  const entry = { ...place, ...rest, effect_kg: effectT * 1000 }
  const known: unknown = await trx('base_year_changes').where(entry).whereNull('deleted_at').first('id')
  if (known !== undefined) {
    const message = 'The same change is entered already. Say in its description what makes this one another.'
    refuse([{ path: 'description', code: 'taken', message }])
  }
  const [made]: { id: string }[] = await trx('base_year_changes')
    .insert({ ...entry, made_by: identity.userId })
    .returning('id')
  await auditOf(trx, identity, {
    action: 'base_year.change',
    subjectKind: 'project',
    subjectId: projectId,
    before: null,
    after: { id: made!.id, ...body },
    origin,
  })
}

/**
 * What becomes of a change or a restatement: the base year was recalculated, or need not be, and why. Throws ValidationError when
 * there is no such thing, and when a recalculated base year has no restated cycle.
 */
export async function decideOnBaseYear(
  trx: Knex.Transaction,
  identity: Identity,
  { projectId, body, origin }: Ordered<BaseYearDecisionBody>,
): Promise<void> {
  await oneBaseYearAtATime(trx, projectId)
  const base = await expectBaseYear(trx, projectId)
  const { subject_id: id, decision, reason } = body
  const change: unknown = await trx('base_year_changes').where({ project_id: projectId, id }).first('id')
  const cycle = await Cycle.query(trx).where({ project_id: projectId, id }).whereNotNull('restates').first()
  const message = 'There is no such change, and no restatement. Choose one of the list.'
  const found = change !== undefined || (cycle !== undefined && !base.cycleIds.has(originalOf(cycle)))
  refuse([
    ...(found ? [] : [{ path: 'subject_id', code: 'not-found', message } as const]),
    ...(decision === 'recalculated' ? await notRestated(trx, projectId, base) : []),
  ])
  const place = { tenant_id: identity.tenantId, project_id: projectId }
  const subject = change === undefined ? { cycle_id: id } : { change_id: id }
  const same: unknown = await trx('base_year_decisions')
    .where({ ...place, ...subject, decision, reason })
    .first('id')
  if (same !== undefined) {
    return
  }
  await trx('base_year_decisions')
    .insert({ ...place, ...subject, decision, reason, decided_by: identity.userId, decided_at: trx.fn.now() })
    .onConflict(['tenant_id', change === undefined ? 'cycle_id' : 'change_id'])
    .merge(['decision', 'reason', 'decided_by', 'decided_at'])
  await auditOf(trx, identity, {
    action: 'base_year.decide',
    subjectKind: 'project',
    subjectId: projectId,
    before: null,
    after: body,
    origin,
  })
}

async function expectBaseYear(trx: Knex.Transaction, projectId: string): Promise<BaseYear> {
  const base = await baseYearOf(trx, projectId)
  if (base === null) {
    throw new ValidationError([{ path: '', code: 'missing', message: 'Choose the base year of the project first.' }])
  }
  return base
}

async function notRestated(trx: Knex.Transaction, projectId: string, base: BaseYear): Promise<ProblemDetail[]> {
  const own = await Cycle.query(trx)
    .where({ project_id: projectId })
    .whereNull('deleted_at')
    .whereIn('id', [...base.cycleIds])
  const names = own.map(({ name }) => name).join(', ')
  const message = `No cycle of the base year has been restated. Restate ${names} first.`
  return own.some(({ restatedBy }) => restatedBy !== null) ? [] : [{ path: 'decision', code: 'not-restated', message }]
}

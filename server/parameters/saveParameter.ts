import type { Knex } from 'knex'
import type { NewParameterBody, ParameterValueBody } from '#shared/api/parameters.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { keyFrom } from '#shared/fields/keyFrom.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { bumpEpochs } from '../commands/bumpEpochs.ts'
import { deriveAnew } from '../commands/deriveAnew.ts'
import { recordAudit } from '../commands/recordAudit.ts'
import { BlockedError } from '../errors/BlockedError.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { Parameter } from '../models/Parameter.ts'
import type { Identity } from '../policies/Identity.ts'
import { cyclesComputingWith, formulasNaming } from './formulasNaming.ts'

interface Change {
  parameter: Parameter
  origin: string
}

/** Parameters of a tenant are changed one after the other: keys, names and years are checked over all of them. */
export async function oneParameterAtATime(trx: Knex.Transaction): Promise<void> {
  await trx.raw('SELECT pg_advisory_xact_lock(hashtext(current_tenant()::text || ?))', ['parameters'])
}

/** Keeps a new parameter with its first values. Throws ValidationError with everything that is wrong with it. */
export async function addParameter(
  trx: Knex.Transaction,
  identity: Identity,
  { body, origin }: { body: NewParameterBody; origin: string },
): Promise<Parameter> {
  await oneParameterAtATime(trx)
  const { tenantId, userId: madeBy } = identity
  const others = await Parameter.query(trx).where({ tenant_id: tenantId }).whereNull('deleted_at')
  const problems = [...nameProblems(body.name, others), ...bodyProblems(body, others)]
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  const { name, kind, unit, values } = body
  const key = body.key ?? keyFrom(name, new Set(others.map((other) => other.key)), 'parameter')
  const parameter = await Parameter.query(trx).insert({ tenantId, key, name, kind, unit, madeBy }).returning('*')
  await record(trx, identity, { parameter, origin, action: 'parameter.create', after: { key, name, kind, unit } })
  for (const value of values) {
    await setParameterValue(trx, identity, { parameter, value, origin })
  }
  return parameter
}

/** Calls it otherwise; formulas name its key. Throws ValidationError. */
export async function renameParameter(
  trx: Knex.Transaction,
  identity: Identity,
  { parameter, name, origin }: Change & { name: string },
): Promise<void> {
  const { tenantId } = identity
  const others = await Parameter.query(trx)
    .where({ tenant_id: tenantId })
    .whereNull('deleted_at')
    .whereNot({ id: parameter.id })
  const problems = nameProblems(name, others)
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  if (name === parameter.name) {
    return
  }
  await Parameter.query(trx).where({ tenant_id: tenantId, id: parameter.id }).patch({ name })
  const [before, after] = [{ name: parameter.name }, { name }]
  await record(trx, identity, { parameter, origin, action: 'parameter.rename', before, after })
}

/**
 * The value of a year from now on; the one before stays for the cycles that were locked with it. Everything that open cycles
 * compute with it is derived anew. Returns these cycles, whose people the caller tells after the commit.
 */
export async function setParameterValue(
  trx: Knex.Transaction,
  identity: Identity,
  { parameter, value, origin }: Change & { value: ParameterValueBody },
): Promise<string[]> {
  const { tenantId, userId } = identity
  const ofYear = { tenant_id: tenantId, parameter_id: parameter.id, year: value.year, superseded_at: null }
  const current: ValueRow | undefined = await trx('parameter_values').where(ofYear).first()
  const before = current && toldValue(current)
  if (before !== undefined && JSON.stringify(before) === JSON.stringify(toldValue(value))) {
    return []
  }
  await trx('parameter_values').where(ofYear).update({ superseded_at: trx.fn.now() })
  const { year, value: number, source, source_url } = value
  const row = { tenant_id: tenantId, parameter_id: parameter.id, year, value: number, source, source_url }
  await trx('parameter_values').insert({ ...row, made_by: userId })
  const after = toldValue(value)
  await record(trx, identity, { parameter, origin, action: 'parameter.value', before: before ?? null, after })
  return recompute(trx, identity, parameter)
}

/** Takes the value of a year away; false when there is none. Formulas that ask for it have no result then, and say so. */
export async function removeParameterValue(
  trx: Knex.Transaction,
  identity: Identity,
  { parameter, year, origin }: Change & { year: number },
): Promise<string[] | null> {
  const ofYear = { tenant_id: identity.tenantId, parameter_id: parameter.id, year, superseded_at: null }
  const current: ValueRow | undefined = await trx('parameter_values').where(ofYear).first()
  if (current === undefined) {
    return null
  }
  await trx('parameter_values').where(ofYear).update({ superseded_at: trx.fn.now() })
  const before = toldValue(current)
  await record(trx, identity, { parameter, origin, action: 'parameter.value', before, after: null })
  return recompute(trx, identity, parameter)
}

/** Takes a parameter away that no formula names. Throws BlockedError when one does. */
export async function retireParameter(
  trx: Knex.Transaction,
  identity: Identity,
  { parameter, origin }: Change,
): Promise<void> {
  const { tenantId } = identity
  const { id, key, name, kind, unit } = parameter
  const formulas = (await formulasNaming(trx, tenantId, [id])).get(id) ?? 0
  if (formulas > 0) {
    const message = `${formulas === 1 ? 'A formula names' : `${formulas} formulas name`} it: parameter("${key}"). Change ${formulas === 1 ? 'that' : 'those'} first.`
    throw new BlockedError('Only a parameter that no formula names can be deleted. Nothing was changed.', [
      { path: '', code: 'in-use', message },
    ])
  }
  await trx('parameter_values')
    .where({ tenant_id: tenantId, parameter_id: id, superseded_at: null })
    .update({ superseded_at: trx.fn.now() })
  await Parameter.query(trx)
    .where({ tenant_id: tenantId, id })
    .patch({ deletedAt: trx.raw('now()') })
  await record(trx, identity, { parameter, origin, action: 'parameter.delete', before: { key, name, kind, unit } })
}

async function recompute(trx: Knex.Transaction, { tenantId }: Identity, { id }: Parameter): Promise<string[]> {
  const cycleIds = await cyclesComputingWith(trx, tenantId, id)
  if (cycleIds.length > 0) {
    const ofCycles = (documents: Knex.QueryBuilder): Knex.QueryBuilder => documents.whereIn('d.cycle_id', cycleIds)
    await bumpEpochs(trx, tenantId, ofCycles)
    await deriveAnew(trx, tenantId, 'amounts', ofCycles)
  }
  return cycleIds
}

function nameProblems(name: string, others: readonly Parameter[]): ProblemDetail[] {
  const message = `There is a parameter “${name}” already. Choose another name.`
  const isTaken = others.some((other) => other.name.toLowerCase() === name.toLowerCase())
  return isTaken ? [{ path: 'name', code: 'taken', message }] : []
}

function bodyProblems({ key, unit: text, values }: NewParameterBody, others: readonly Parameter[]): ProblemDetail[] {
  const problems: ProblemDetail[] = []
  if (others.some((other) => other.key === key)) {
    problems.push({ path: 'key', code: 'taken', message: `There is a parameter with the key ${key} already.` })
  }
  const unit = parseUnit(text)
  if (!unit.ok) {
    problems.push({ path: 'unit', code: 'wrong-unit', message: unit.error.message })
  }
  values.forEach(({ year }, index) => {
    if (values.findIndex((value) => value.year === year) !== index) {
      const message = `There is a value for ${year} above already. Keep one of them.`
      problems.push({ path: `values[${index}].year`, code: 'twice', message })
    }
  })
  return problems
}

type ValueRow = Pick<ParameterValueBody, 'year' | 'value' | 'source' | 'source_url'>

const toldValue = ({ year, value, source, source_url }: ValueRow): ValueRow => ({ year, value, source, source_url })

function record(
  trx: Knex.Transaction,
  { tenantId, userId, sessionId }: Identity,
  {
    parameter,
    before = null,
    after = null,
    ...entry
  }: Change & { action: string; before?: object | null; after?: object | null },
): Promise<void> {
  const by = { tenantId, actorId: userId, actorKind: 'user', sessionId } as const
  return recordAudit(trx, {
    ...by,
    action: entry.action,
    origin: entry.origin,
    subjectKind: 'parameter',
    subjectId: parameter.id,
    before: before && { ...before },
    after: after && { ...after },
  })
}

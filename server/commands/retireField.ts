import type { Knex } from 'knex'
import type { ProblemDetail } from '#shared/api/problem.ts'
import type { Field, FieldRole } from '#shared/fields/field.ts'
import { inputsOf, inputsOfRule } from '#shared/fields/inputsOf.ts'
import { fieldsInCycle } from '../emissions/fieldsByTable.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { SheetField } from '../models/SheetField.ts'
import type { Identity } from '../policies/Identity.ts'
import { readersOf } from './brokenElsewhere.ts'
import { fieldChanged } from './fieldChanged.ts'
import { tableAssessments } from '../uncertainty/assessments.ts'

interface FieldStanding {
  /** Locked by the caller's transaction. */
  field: SheetField
  /** The fields of the table, without those that are retired. */
  fields: readonly Field[]
  origin: string
}

export interface Retirement extends FieldStanding {
  /** Of `fields`: what this person may read. */
  readable: readonly Field[]
}

const MEANINGS: Readonly<Record<FieldRole, string>> = {
  site: 'It says to which site a row belongs, and the totals need that.',
  month: 'It says to which month a row belongs, and the totals need that.',
  emissions: 'It is the result that counts in the totals.',
}

/**
 * Takes a field out of its table, in all cycles. What stands in its cells and their history stay, and come back with it.
 * Connected people are told by the caller, after the commit. Throws ValidationError.
 */
export async function retireField(trx: Knex.Transaction, identity: Identity, retirement: Retirement): Promise<void> {
  const { field, fields, readable, origin } = retirement
  const problems = [
    ...reasonsToStay(field, fields, readable),
    ...(await shownElsewhere(trx, field)),
    ...(await neededByLocked(trx, field)),
    ...(await saysQuality(trx, field)),
  ]
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  await setRetired(trx, identity, { field, isRetired: true, origin })
}

/** The contrary. Its key may be taken by now: then it cannot come back under it. Throws ValidationError. */
export async function bringFieldBack(
  trx: Knex.Transaction,
  identity: Identity,
  { field, fields, origin }: FieldStanding,
): Promise<void> {
  if (fields.some(({ key }) => key === field.key)) {
    const message = `Another field has the key “${field.key}” now. Retire that one first.`
    throw new ValidationError([{ path: 'key', code: 'taken', message }])
  }
  await setRetired(trx, identity, { field, isRetired: false, origin })
}

async function setRetired(
  trx: Knex.Transaction,
  identity: Identity,
  { field, isRetired, origin }: { field: SheetField; isRetired: boolean; origin: string },
): Promise<void> {
  const now = trx.raw('clock_timestamp()')
  await SheetField.query(trx)
    .where({ tenant_id: identity.tenantId, id: field.id })
    .patch({ deletedAt: isRetired ? now : null, updatedAt: now })
  await fieldChanged(trx, identity, field, {
    action: isRetired ? 'field.retire' : 'field.restore',
    before: { retired: !isRetired },
    after: { retired: isRetired },
    origin,
    anew: 'rows',
  })
}

/** Without it nobody could tell which row a reference points at, and formulas of other tables would not work. */
async function shownElsewhere(trx: Knex.Transaction, { id, tenantId, tableId }: SheetField): Promise<ProblemDetail[]> {
  if ((await readersOf(trx, { id, tenantId, tableId })).length > 0) {
    const message = 'A formula of another table reads it. Change that first.'
    return [{ path: 'key', code: 'in-use', message }]
  }
  const references = await SheetField.query(trx)
    .where({ tenant_id: tenantId, target_field_id: id })
    .whereNull('deleted_at')
    .limit(1)
  const message = 'A column of another table shows it, to say which row it points at. Retire that column first.'
  return references.length === 0 ? [] : [{ path: 'key', code: 'in-use', message }]
}

/** Without it rows would say nothing of how sure they are any more. */
async function saysQuality(trx: Knex.Transaction, { id, tableId }: SheetField): Promise<ProblemDetail[]> {
  const assessment = (await tableAssessments(trx, [tableId])).get(tableId)
  const message = 'It says how sure the rows are. Choose another column for that first, under “How sure the rows are”.'
  return Object.values(assessment?.columns ?? {}).includes(id) ? [{ path: 'key', code: 'in-use', message }] : []
}

/** A locked cycle computes with its fields as they were, whatever became of them since. */
async function neededByLocked(trx: Knex.Transaction, field: SheetField): Promise<ProblemDetail[]> {
  const locked: { id: string; name: string }[] = await trx('cycle_fields as k')
    .join('fields as f', { 'f.tenant_id': 'k.tenant_id', 'f.id': 'k.field_id' })
    .join('cycles as c', { 'c.tenant_id': 'k.tenant_id', 'c.id': 'k.cycle_id' })
    .where({ 'k.tenant_id': field.tenantId, 'f.table_id': field.tableId, 'c.status': 'locked' })
    .whereNull('c.deleted_at')
    .distinct('c.id', 'c.name')
  const problems: ProblemDetail[] = []
  for (const { id, name } of locked) {
    const kept = await fieldsInCycle(trx, [field.tableId], id)
    const byKey = new Map(kept.map((one) => [one.key, one]))
    const isRead = kept.some((one) => inputsOf(one, byKey).some((input) => input.id === field.id))
    if (isRead || kept.some((one) => one.id === field.id && one.role !== null)) {
      const message = `The totals of ${name}, which is locked, are computed with it. Leave it in the table.`
      problems.push({ path: 'key', code: 'in-locked-cycle', message })
    }
  }
  return problems
}

function reasonsToStay(field: Field, fields: readonly Field[], readable: readonly Field[]): ProblemDetail[] {
  const problems: ProblemDetail[] = []
  const isReadable = ({ id }: Field): boolean => readable.some((one) => one.id === id)
  if (!isReadable(field)) {
    const message = 'You may not read this field. Add a role of yours to its readers first.'
    problems.push({ path: 'readers', code: 'cannot-read', message })
  }
  if (field.role !== null) {
    problems.push({ path: 'role', code: 'needed', message: MEANINGS[field.role] })
  }
  const byKey = new Map(fields.map((one) => [one.key, one]))
  const users = fields.filter((one) => inputsOf(one, byKey).some(({ id }) => id === field.id))
  if (users.length > 0) {
    const names = users.map((one) => (isReadable(one) ? `“${one.name}”` : 'a field that you may not read'))
    const message = `The formula of ${[...new Set(names)].join(', ')} reads it. Change that first.`
    problems.push({ path: 'key', code: 'in-use', message })
  }
  const ruled = fields.filter(
    (one) => one.id !== field.id && inputsOfRule(one, byKey).some(({ id }) => id === field.id),
  )
  if (ruled.length > 0) {
    // of a condition that reads a hidden field its reader has nothing
    const names = ruled.map(({ id }) => {
      const known = readable.find((one) => one.id === id)
      return known?.rules?.formula === undefined ? 'a field that you may not read whole' : `“${known.name}”`
    })
    const message = `The condition of ${[...new Set(names)].join(', ')} reads it. Change that first.`
    problems.push({ path: 'key', code: 'in-condition', message })
  }
  return problems
}

import type { Knex } from 'knex'
import type { FieldRightsBody } from '#shared/api/tables.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { partOf } from '#shared/fields/partOf.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { SheetField } from '../models/SheetField.ts'
import type { Identity } from '../policies/Identity.ts'
import { fieldChanged } from './fieldChanged.ts'

export interface FieldRightsChange {
  /** Locked by the caller's transaction. */
  field: SheetField
  change: FieldRightsBody
  origin: string
}

/**
 * Changes who reads and writes a field, in all cycles. What was judged under the rights before is refused from the commit
 * on; connected people are told by the caller, after it. Null: the cells have to go to another part for it, which
 * `moveField` does. Throws ValidationError.
 */
export async function setFieldRights(
  trx: Knex.Transaction,
  identity: Identity,
  { field, change, origin }: FieldRightsChange,
): Promise<SheetField | null> {
  const before = rightsOf(field)
  const { readers = before.readers, writers = before.writers, released = before.released } = change
  const after = { readers, writers, released }
  const problems = problemsOf(field, after)
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  if (field.type !== 'formula' && partOf({ readers }) !== partOf(field)) {
    return null
  }
  if (JSON.stringify(after) === JSON.stringify(before)) {
    return field
  }
  const [changed] = await SheetField.query(trx)
    .where({ tenant_id: identity.tenantId, id: field.id })
    .patch({ ...after, updatedAt: trx.raw('clock_timestamp()') })
    .returning('*')
  await fieldChanged(trx, identity, field, {
    action: 'field.access',
    before,
    after,
    origin,
    anew: null,
  })
  return changed!
}

type Rights = Pick<SheetField, 'readers' | 'writers' | 'released'>

const rightsOf = ({ readers, writers, released }: SheetField): Rights => ({ readers, writers, released })

function problemsOf(field: SheetField, { readers, writers, released }: Rights): ProblemDetail[] {
  const problems: ProblemDetail[] = []
  const add = (path: string, code: ProblemDetail['code'], message: string): void =>
    void problems.push({ path, code, message })
  const isFormula = field.type === 'formula'
  if (released && !isFormula) {
    add(
      'released',
      'no-formula',
      'Only the result of a formula can be released. Name the readers of this field instead.',
    )
  }
  if (writers !== null && isFormula) {
    add('writers', 'formula-field', 'Nobody writes a formula. Leave writers out.')
  }
  const blind = writers?.filter((role) => readers !== null && !readers.includes(role)) ?? []
  if (blind.length > 0) {
    add('writers', 'cannot-read', `${blind.join(', ')} may not read this field. Add them to its readers first.`)
  }
  return problems
}

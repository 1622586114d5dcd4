import type { Knex } from 'knex'
import { ValidationError } from '../errors/ValidationError.ts'
import { SheetField } from '../models/SheetField.ts'
import type { Identity } from '../policies/Identity.ts'
import { fieldChanged } from './fieldChanged.ts'

/**
 * Puts a field behind another one, or before all, for everybody who has not put it elsewhere in a view of their own. No value
 * and no right changes by it. Connected people are told by the caller, after the commit. Throws ValidationError.
 */
export async function placeField(
  trx: Knex.Transaction,
  identity: Identity,
  /** `fields`: of the table in their order, locked by the caller's transaction. `behind`: null is before all. */
  {
    fields,
    fieldId,
    behind,
    origin,
  }: { fields: readonly SheetField[]; fieldId: string; behind: string | null; origin: string },
): Promise<void> {
  const others = fields.filter(({ id }) => id !== fieldId)
  const before = fields.findIndex(({ id }) => id === fieldId)
  const field = fields[before]!
  const at = behind === null ? 0 : others.findIndex(({ id }) => id === behind) + 1
  if (behind !== null && at === 0) {
    const message = 'There is no such field in this table, besides the one that is to be put behind it.'
    throw new ValidationError([{ path: 'behind', code: 'not-found', message }])
  }
  if (at === before) {
    return
  }
  const ordered = [...others.slice(0, at), field, ...others.slice(at)]
  for (const [position, { id, position: old }] of ordered.entries()) {
    if (old !== position) {
      await SheetField.query(trx)
        .where({ tenant_id: identity.tenantId, id })
        .patch({ position, updatedAt: trx.raw('clock_timestamp()') })
    }
  }
  await fieldChanged(trx, identity, field, {
    action: 'field.place',
    before: { place: before + 1 },
    after: { place: at + 1 },
    origin,
    anew: null,
  })
}

import type { Knex } from 'knex'
import type { FieldConversion, FieldDefinition } from '../collaboration/folding/convertField.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { readableFields } from '../policies/field.ts'
import type { Identity } from '../policies/Identity.ts'
import { isSameDefinition, planRedefinition, type Redefinition, type RedefinitionPlan } from './planRedefinition.ts'

/**
 * What has to happen so that a field means something else; null when it does so already. It is carried out by
 * `Collaboration.convertField`, and only when the fields of the table are still as they are now. Throws ValidationError.
 */
export async function redefineField(
  trx: Knex.Transaction,
  { tenantId, userId, sessionId }: Identity,
  redefinition: Redefinition,
  origin: string,
): Promise<FieldConversion | null> {
  const { field } = redefinition
  const { tableId, id, ordinal, readers } = field
  const plan = await planRedefinition(trx, redefinition)
  if (plan.problems.length > 0) {
    throw new ValidationError(plan.problems)
  }
  const { from, to, isConverted, reading } = plan
  return isSameDefinition(plan)
    ? null
    : {
        tenantId,
        tableId,
        field: { id, ordinal, readers },
        from,
        to,
        isConverted,
        reading,
        version: redefinition.version,
        actor: { userId, sessionId, origin },
        audit: {
          action: 'field.redefine',
          before: told(plan, from, redefinition),
          after: { ...told(plan, to, redefinition), converted: isConverted },
        },
      }
}

/**
 * The log is read by people who may not read the field: of choices it says how many there are, and what a formula says only
 * when everybody may read all of it.
 */
function told({ from, to }: RedefinitionPlan, now: FieldDefinition, { field, fields }: Redefinition): object {
  const { type, unit, options, formula } = now
  const table = fields.map((one) => (one.id === field.id ? { ...one, ...now } : one))
  const isOpen = readableFields(table, new Set()).some(({ id }) => id === field.id)
  return {
    type,
    unit,
    ...(from.options.length + to.options.length > 0 && { options: options.length }),
    ...(from.formula !== to.formula && { formula: isOpen ? formula : 'changed' }),
  }
}

import { FORMULA_ERRORS } from '#formulas/evaluate/formulaErrors.ts'
import { cellProblem } from '#shared/cells/cellProblem.ts'
import type { Field } from '#shared/fields/field.ts'
import type { ComputedSheet } from './computeSheet.ts'
import type { EnteredColumns } from './EnteredColumns.ts'
import type { TablePlans } from './tablePlans.ts'

const [EMPTY, NUMBER, TEXT, BOOLEAN] = [0, 1, 2, 3]

/**
 * How many cells of each row show an error, of the fields that count: what does not fit the type or breaks a rule of its
 * field, and formulas that fail for another reason than a gap. Whether a value is unique only the whole sheet tells: that
 * is not in it.
 */
export function errorsOf(
  plans: TablePlans,
  entered: EnteredColumns,
  sheet: ComputedSheet,
  slots: Uint32Array,
): Uint32Array {
  const errors = new Uint32Array(slots.length)
  const conditions = new Map(
    plans.conditions.map(({ field, plan }) => [field.key, plan.evaluate(sheet.columns, slots)] as const),
  )
  for (const field of plans.fields) {
    if (field.type === 'formula' || !plans.counted.has(field.key)) {
      continue
    }
    const condition = conditions.get(field.key)
    const hasProblem = problemsOf(field, entered)
    slots.forEach((slot, position) => {
      const isBroken = condition?.errors[position] === 0 && condition.numbers[position] === 0
      errors[position]! += hasProblem(slot) || isBroken ? 1 : 0
    })
  }
  for (const { field, plan } of plans.computed.filter((one) => plans.counted.has(one.field.key))) {
    const column = sheet.results.get(field.key)
    slots.forEach((_, position) => {
      const error = column?.errors[position] ?? 0
      errors[position]! += plan === null || (error !== 0 && error !== FORMULA_ERRORS.missing) ? 1 : 0
    })
  }
  return errors
}

/** Whether the cell of a slot does not fit its field; each text and each yes or no is looked at once. */
function problemsOf(field: Field, entered: EnteredColumns): (slot: number) => boolean {
  const kinds = entered.kinds(field.ordinal)
  const numbers = entered.numbers(field.ordinal)
  const { dictionary, index } = entered.codes(field.ordinal)
  const ofText = new Map<number, boolean>()
  const ofBoolean = [false, true].map((value) => cellProblem(field, value) !== null)
  return (slot) => {
    switch (kinds[slot] ?? EMPTY) {
      case NUMBER:
        return cellProblem(field, numbers[slot] ?? Number.NaN) !== null
      case TEXT: {
        const code = index[slot] ?? 0
        const known = ofText.get(code) ?? cellProblem(field, dictionary[code - 1] ?? '') !== null
        ofText.set(code, known)
        return known
      }
      case BOOLEAN:
        return ofBoolean[numbers[slot] === 1 ? 1 : 0] === true
      default:
        return false
    }
  }
}

import type { FormulaContext } from '#formulas/FormulaContext.ts'
import type { FieldRules } from '#shared/fields/fieldRules.ts'
import { compileFormula } from './compileFormula.ts'
import type { Plan } from './Plan.ts'

interface RuledField {
  key: string
  rules?: FieldRules | null
}

/**
 * The conditions that are rules of fields, ready to run. One that is not understood (a field that it read is gone, or may
 * not be read), looks at more than its row or is no condition is left out: it breaks nothing.
 */
export function conditionsOf<Field extends RuledField>(
  fields: readonly Field[],
  context: FormulaContext,
): { field: Field; plan: Plan }[] {
  return fields.flatMap((field) => {
    const formula = field.rules?.formula
    const compiled = formula === undefined ? null : compileFormula(formula, context)
    return compiled?.ok === true && isCondition(compiled.value) ? [{ field, plan: compiled.value }] : []
  })
}

/** True or false of one row. */
const isCondition = ({ type, gathers }: Plan): boolean => type === 'boolean' && gathers.length === 0

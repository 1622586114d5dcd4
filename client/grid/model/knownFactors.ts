import type { FormulaContext } from '#formulas/FormulaContext.ts'
import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import type { Field } from '#shared/fields/field.ts'

/**
 * The factors that came with the sheet, and those that its cells name since then: these are asked for when a formula first
 * reads one, and until then there is no factor.
 */
export function knownFactors(
  given: readonly EmissionFactor[],
  fields: readonly Pick<Field, 'type' | 'unit' | 'targets'>[],
): FormulaContext['factors'] {
  const byId = new Map(given.map((factor) => [factor.id, factor]))
  const others = fields.flatMap(({ type, unit, targets }) =>
    type === 'factor' && unit !== null ? (targets ?? []) : [],
  )
  return {
    get(id) {
      const known = byId.get(id)
      if (known !== undefined || others.length === 0) {
        return known
      }
      return others.map((targets) => targets.get(id)?.factor).find((factor) => factor !== undefined)
    },
  }
}

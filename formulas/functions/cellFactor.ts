import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import { type Conversion, conversion } from '#shared/quantities/convert.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import type { Unit } from '#shared/quantities/unit.ts'
import type { Lookup, Step } from '#formulas/check/Step.ts'
import type { FormulaError } from '#formulas/evaluate/formulaErrors.ts'
import type { FormulaContext } from '#formulas/FormulaContext.ts'
import { emissionsOfFactor } from '#formulas/emissions/emissionsOfFactor.ts'
import { factorAmount, scaledShares } from './factorAmount.ts'
import { factorRefusal } from './factorRefusal.ts'

/** A factor of a cell, brought to the unit of its column. */
interface CellFactor {
  factor: EmissionFactor
  per: Conversion
}

/**
 * The factors that the cells of a column name, each brought to what the column says that factors are `per`. They are looked
 * up when the formula runs: cells get other factors, and some are still on their way to a browser. A factor per another
 * kind of unit is `wrong-unit`; one that is not for the scopes of an inventory, or not approved, is never computed with.
 */
export function cellFactorStep(key: string, gas: string, per: Unit, context: FormulaContext): Step {
  const { gwp, gwpSet } = context
  const found = (id: string): CellFactor | FormulaError => {
    const factor = context.factors.get(id)
    if (factor === undefined) {
      return 'no-factor'
    }
    const refusal = factorRefusal(factor)
    if (refusal !== null) {
      return refusal.code
    }
    const unit = parseUnit(factor.unit)
    const constant = unit.ok ? conversion(per, unit.value) : null
    return constant?.ok ? { factor, per: constant.value } : 'wrong-unit'
  }
  const values = remembering((id) => {
    const cell = found(id)
    return typeof cell === 'string' ? undefined : (factorAmount(cell.factor, gas, cell.per, context) ?? undefined)
  })
  const components = remembering((id) => {
    const cell = found(id)
    const emissions = typeof cell === 'string' ? null : emissionsOfFactor(cell.factor, gwp, gwpSet)
    return typeof cell === 'string' || emissions === null ? undefined : scaledShares(emissions.components, cell.per)
  })
  const reason = (id: string): FormulaError => {
    const cell = found(id)
    return typeof cell === 'string' ? cell : 'no-factor'
  }
  return { op: 'lookup', key, values, reason, ...(gas === 'CO2e' ? { components } : {}) }
}

/** What is known of a factor never changes, so it is worked out once. What is not known may be later. */
function remembering<T>(work: (id: string) => T | undefined): Lookup<T> {
  const known = new Map<string, T>()
  return {
    get(id) {
      const value = known.get(id) ?? work(id)
      if (value !== undefined) {
        known.set(id, value)
      }
      return value
    },
  }
}

import { gasFamily, gwpSpecies } from '#shared/emissions/species.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { typedNumber } from '#formulas/check/Typed.ts'
import { componentOf } from '#formulas/emissions/emissionComponents.ts'
import { gwpOf } from '#formulas/emissions/gwpOf.ts'
import type { FormulaFunction } from './FormulaFunction.ts'

/** Kilograms of CO2e per kilogram of the gas: the only way from the mass of a gas to CO2e. */
export const gwpFunction: FormulaFunction = {
  name: 'gwp',
  signature: 'gwp("SF6")',
  summary: "Global warming potential over 100 years of a gas, of the cycle's GWP set.",
  arity: [1, 1],
  check(call, scope) {
    const name = call.args[0]!
    const species = name.kind === 'literal' && typeof name.value === 'string' ? gwpSpecies(name.value) : null
    const value = species === null ? null : gwpOf(species, scope.context.gwp, scope.context.gwpSet)
    const unit = species === null ? null : parseUnit(`kgCO2e/kg${gasFamily(species)!}`)
    if (species === null || value === null || !unit?.ok) {
      return scope.refuse(
        'unknown-gas',
        `${scope.label(name)} has no GWP in ${scope.context.gwpSet}. Write a gas such as "SF6" or "HFC-134a".`,
        name,
      )
    }
    return typedNumber({ op: 'constant', value, component: componentOf(species) }, unit.value)
  },
}

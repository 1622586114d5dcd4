import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import { gasFamily } from '#shared/emissions/species.ts'
import { type Conversion, conversion } from '#shared/quantities/convert.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { divideUnits, type Unit } from '#shared/quantities/unit.ts'
import type { ComponentShares } from '#formulas/check/Step.ts'
import { type Typed, typedNumber } from '#formulas/check/Typed.ts'
import { EMISSION_COMPONENTS, OTHER_GWP_COMPONENTS } from '#formulas/emissions/emissionComponents.ts'
import { emissionsOfFactor, gasMass, noEmissions } from '#formulas/emissions/emissionsOfFactor.ts'
import type { FormulaContext, FormulaField } from '#formulas/FormulaContext.ts'
import type { Call } from '#formulas/syntax/Ast.ts'
import type { CheckScope, FormulaFunction } from './FormulaFunction.ts'

/** A factor of one option, and how to bring it to the common denominator. */
interface OptionFactor {
  option: string
  factor: EmissionFactor
  per: Conversion
}

/**
 * The published factor of the row's choice, of the cycle's factor year: kilograms of CO2e (by the cycle's GWP set) or of
 * a gas, per unit of the factor. All factors of the options are brought to the unit of the first.
 */
export const factorFunction: FormulaFunction = {
  name: 'factor',
  signature: 'factor(choice, "CO2e")',
  summary: 'The emission factor of the chosen option, for "CO2e", "CO2", "CH4", "N2O", "biogenicCO2" or another gas.',
  arity: [2, 2],
  check(call, scope) {
    const [choice, gasAst] = [call.args[0]!, call.args[1]!]
    const field = choice.kind === 'field' ? scope.field(choice.key) : undefined
    if (choice.kind === 'field' && !field) {
      return scope.check(choice)
    }
    if (!field || field.type !== 'option') {
      return scope.refuse(
        'arguments',
        'The first part of factor is a field with options, for example factor(fuel, "CO2e").',
        choice,
      )
    }
    const gas = gasAst.kind === 'literal' && typeof gasAst.value === 'string' ? gasName(gasAst.value) : null
    if (gas === null) {
      return scope.refuse(
        'unknown-gas',
        `${scope.label(gasAst)} is not a gas. Write "CO2e", "CO2", "CH4", "N2O" or "biogenicCO2".`,
        gasAst,
      )
    }
    return lookup(call, scope, field, gas)
  },
}

const gasName = (text: string): string | null => (text === 'biogenicCO2' ? text : gasFamily(text))

function lookup(call: Call, scope: CheckScope, field: FormulaField, gas: string): Typed | null {
  const found = optionFactors(call, scope, field)
  if (!found) {
    return null
  }
  const numerator = parseUnit(gas === 'biogenicCO2' ? 'kgCO2(biogenic)' : `kg${gas}`)
  if (!numerator.ok) {
    return scope.refuse('unknown-gas', numerator.error.message, call)
  }
  const values = new Map<string, number>()
  const components = new Map<string, ComponentShares>()
  for (const { option, factor, per } of found.factors) {
    const emissions = gas === 'CO2e' ? emissionsOfFactor(factor, scope.context.gwp, scope.context.gwpSet) : null
    const value = gas === 'CO2e' ? emissions?.co2eKg : gasMass(factor, gas)
    if (value !== null && value !== undefined) {
      values.set(option, scaled(value, per))
    }
    if (emissions) {
      components.set(option, scaledShares(emissions.components, per))
    }
  }
  if (values.size === 0) {
    return scope.refuse(
      'no-factor',
      `No option of ${field.name ?? field.key} has a published factor for ${gas} in ${scope.context.factorYear}.`,
      call,
    )
  }
  const step = { op: 'lookup', key: field.key, values, ...(gas === 'CO2e' ? { components } : {}) } as const
  return typedNumber(step, divideUnits(numerator.value, found.unit))
}

/** The factors of the options in the cycle's year, with the unit of the first as common denominator. */
function optionFactors(
  call: Call,
  scope: CheckScope,
  field: FormulaField,
): { factors: OptionFactor[]; unit: Unit } | null {
  const factors: OptionFactor[] = []
  let first: { unit: Unit; factor: EmissionFactor } | null = null
  for (const [option, factor] of factorsOfYear(field, scope.context)) {
    const unit = parseUnit(factor.unit)
    if (!unit.ok) {
      return scope.refuse(
        'unknown-unit',
        `The factor "${factor.name}" has a unit that is not known: ${unit.error.message}`,
        call,
      )
    }
    first ??= { unit: unit.value, factor }
    const per = conversion(first.unit, unit.value)
    if (!per.ok) {
      const message = `The options of ${field.name ?? field.key} have factors of different kinds. "${first.factor.name}" is per ${first.factor.unit}, "${factor.name}" is per ${factor.unit}.`
      return scope.refuse('mixed-factors', message, call, [first.factor.unit, factor.unit])
    }
    factors.push({ option, factor, per: per.value })
  }
  return first
    ? { factors, unit: first.unit }
    : scope.refuse(
        'no-factor',
        `No option of ${field.name ?? field.key} has a factor for ${scope.context.factorYear}.`,
        call,
      )
}

function factorsOfYear(field: FormulaField, context: FormulaContext): [string, EmissionFactor][] {
  const year = String(context.factorYear)
  return field.options.flatMap((option): [string, EmissionFactor][] => {
    const id = option.factors && Object.hasOwn(option.factors, year) ? option.factors[year] : undefined
    const factor = id === undefined ? undefined : context.factors.get(id)
    return factor ? [[option.id, factor]] : []
  })
}

const scaled = (value: number, per: Conversion): number => (value * per.multiply) / per.divide

function scaledShares(shares: ComponentShares, per: Conversion): ComponentShares {
  const result = noEmissions()
  for (const component of [...EMISSION_COMPONENTS, ...OTHER_GWP_COMPONENTS]) {
    const share = shares[component]
    if (share !== undefined) {
      result[component] = scaled(share, per)
    }
  }
  return result
}

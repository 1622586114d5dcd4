import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import { gasFamily } from '#shared/emissions/species.ts'
import { type Conversion, conversion } from '#shared/quantities/convert.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { divideUnits, type Unit } from '#shared/quantities/unit.ts'
import type { ComponentShares, Step } from '#formulas/check/Step.ts'
import { typedNumber } from '#formulas/check/Typed.ts'
import { emissionsOfFactor } from '#formulas/emissions/emissionsOfFactor.ts'
import type { FormulaContext, FormulaField } from '#formulas/FormulaContext.ts'
import type { Ast, Call } from '#formulas/syntax/Ast.ts'
import { cellFactorStep } from './cellFactor.ts'
import { factorAmount, scaledShares } from './factorAmount.ts'
import { factorRefusal } from './factorRefusal.ts'
import type { CheckScope, FormulaFunction } from './FormulaFunction.ts'

/** A factor of one option, and how to bring it to the common denominator. */
interface OptionFactor {
  option: string
  factor: EmissionFactor
  per: Conversion
}

/**
 * The published factor of the row: kilograms of CO2e (by the cycle's GWP set) or of a gas, per unit. Of a field with options
 * it is that of the chosen option in the cycle's factor year, and all options are brought to the unit of the first. Of a
 * factor field it is the one in the cell, brought to what the field says that its factors are per.
 */
export const factorFunction: FormulaFunction = {
  name: 'factor',
  signature: 'factor(choice, "CO2e")',
  summary:
    'The emission factor of the chosen option or factor, for "CO2e", "CO2", "CH4", "N2O", "biogenicCO2" or another gas.',
  arity: [2, 2],
  check(call, scope) {
    const [choice, gasAst] = [call.args[0]!, call.args[1]!]
    const field = choice.kind === 'field' ? scope.field(choice.key) : undefined
    if (choice.kind === 'field' && !field) {
      return scope.check(choice)
    }
    if (!field || (field.type !== 'option' && field.type !== 'factor')) {
      return scope.refuse(
        'arguments',
        'The first part of factor is a field with options or of factors, for example factor(fuel, "CO2e").',
        choice,
      )
    }
    const gas = gasAst.kind === 'literal' && typeof gasAst.value === 'string' ? gasName(gasAst.value) : null
    const mass = gas === null ? null : parseUnit(gas === 'biogenicCO2' ? 'kgCO2(biogenic)' : `kg${gas}`)
    if (gas === null || mass?.ok !== true) {
      return scope.refuse(
        'unknown-gas',
        `${scope.label(gasAst)} is not a gas. Write "CO2e", "CO2", "CH4", "N2O" or "biogenicCO2".`,
        gasAst,
      )
    }
    const found = field.type === 'factor' ? ofCell(choice, scope, field, gas) : ofOption(call, scope, field, gas)
    return found && typedNumber(found.step, divideUnits(mass.value, found.per))
  },
}

const gasName = (text: string): string | null => (text === 'biogenicCO2' ? text : gasFamily(text))

/** Kilograms of a gas, or of CO2e, per unit of activity. */
interface Found {
  step: Step
  per: Unit
}

function ofCell(choice: Ast, scope: CheckScope, field: FormulaField, gas: string): Found | null {
  const name = field.name ?? field.key
  if (field.unit === null) {
    const message = `${name} does not say what its factors are per. Give the field a unit, for example kWh or L.`
    return scope.refuse('arguments', message, choice)
  }
  const per = parseUnit(field.unit)
  if (!per.ok) {
    return scope.refuse('unknown-unit', `The unit of ${name} is not known: ${per.error.message}`, choice)
  }
  return { step: cellFactorStep(field.key, gas, per.value, scope.context), per: per.value }
}

function ofOption(call: Call, scope: CheckScope, field: FormulaField, gas: string): Found | null {
  const found = optionFactors(call, scope, field)
  if (!found) {
    return null
  }
  const values = new Map<string, number>()
  const components = new Map<string, ComponentShares>()
  for (const { option, factor, per } of found.factors) {
    const amount = factorAmount(factor, gas, per, scope.context)
    if (amount !== null) {
      values.set(option, amount)
    }
    const emissions = gas === 'CO2e' ? emissionsOfFactor(factor, scope.context.gwp, scope.context.gwpSet) : null
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
  return {
    step: { op: 'lookup', key: field.key, values, ...(gas === 'CO2e' ? { components } : {}) },
    per: found.unit,
  }
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
    const refusal = factorRefusal(factor)
    if (refusal !== null) {
      return scope.refuse(refusal.code, refusal.message, call)
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

import { valueInYear } from '#shared/parameters/parameter.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import type { Step } from '#formulas/check/Step.ts'
import { typedNumber } from '#formulas/check/Typed.ts'
import type { FormulaFunction } from './FormulaFunction.ts'

const MOST_NAMED = 12

/** A density, heating value, exchange rate or price index of the company's library, with its unit. */
export const parameterFunction: FormulaFunction = {
  name: 'parameter',
  signature: 'parameter("diesel_density")',
  summary:
    "A density, heating value, exchange rate or price index with its source, of the cycle's factor year or of a year that is given.",
  arity: [1, 2],
  check(call, scope) {
    const [keyAst, yearAst] = [call.args[0]!, call.args[1]]
    if (keyAst.kind !== 'literal' || typeof keyAst.value !== 'string') {
      return scope.refuse(
        'arguments',
        'Write the parameter in quotes, for example parameter("diesel_density").',
        keyAst,
      )
    }
    const year = yearAst === undefined ? scope.context.factorYear : yearIn(yearAst)
    if (year === null) {
      return scope.refuse(
        'arguments',
        'Write the year as a number, for example parameter("usd_per_eur", 2024).',
        yearAst!,
      )
    }
    const { parameters } = scope.context
    const parameter = parameters?.get(keyAst.value)
    if (parameter === undefined) {
      const known = [...(parameters?.values() ?? [])].map(({ key, unit }) => `${key} (${unit})`)
      const there =
        known.length === 0
          ? 'The library has none yet.'
          : `There are: ${known.slice(0, MOST_NAMED).join(', ')}${known.length > MOST_NAMED ? ' …' : ''}.`
      const message = `There is no parameter "${keyAst.value}". ${there} Add it to the parameters, with its source.`
      return scope.refuse('no-parameter', message, keyAst)
    }
    const unit = parseUnit(parameter.unit)
    if (!unit.ok) {
      return scope.refuse('unknown-unit', `The unit of "${parameter.name}" is not known: ${unit.error.message}`, keyAst)
    }
    if (yearAst === undefined) {
      const value = valueInYear(parameter, year)?.value ?? null
      // it may come later: the formula is right, and its cells say what is missing
      const step: Step =
        value === null
          ? { op: 'apply', parts: [], compute: () => null, reason: 'no-parameter' }
          : { op: 'constant', value }
      return typedNumber(step, unit.value)
    }
    const found = parameter.values.find((value) => value.year === year)
    if (found === undefined) {
      const years = parameter.values.map((value) => value.year).toSorted((a, b) => a - b)
      const has = years.length === 0 ? 'It has no value yet.' : `It has one for ${years.join(', ')}.`
      const message = `The parameter "${parameter.name}" has no value for ${year}. ${has} Add it, with its source.`
      return scope.refuse('no-parameter', message, call)
    }
    return typedNumber({ op: 'constant', value: found.value }, unit.value)
  },
}

function yearIn(ast: { kind: string; value?: unknown }): number | null {
  const { kind, value } = ast
  return kind === 'literal' && typeof value === 'number' && Number.isInteger(value) ? value : null
}

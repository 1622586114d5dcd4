import type { FormulaContext } from '#formulas/FormulaContext.ts'
import type { ParameterKind } from '#shared/parameters/parameter.ts'
import { type Dimension, isSameDimension } from '#shared/quantities/dimension.ts'
import { formatUnit } from '#shared/quantities/formatUnit.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { divideUnits, type Unit } from '#shared/quantities/unit.ts'

const MOST_OFFERED = 5

const NAMES: Readonly<Record<Exclude<ParameterKind, 'other'>, string>> = {
  density: 'a density',
  heating_value: 'a heating value',
  exchange_rate: 'an exchange rate',
  price_index: 'a price index',
}

/**
 * The sentence that goes with two units of different dimensions: which parameter is missing between them, and those of the
 * library that lead across. Empty when no parameter does that.
 */
export function wayAcross(from: Unit, to: Unit, { parameters }: Pick<FormulaContext, 'parameters'>): string {
  const lacking = divideUnits(to, from)
  const back = divideUnits(from, to)
  const offers = [...(parameters?.values() ?? [])].flatMap(({ key, name, unit: text }) => {
    const unit = parseUnit(text)
    const dimension = unit.ok ? unit.value.dimension : {}
    const by = isSameDimension(dimension, lacking.dimension)
      ? '*'
      : isSameDimension(dimension, back.dimension)
        ? '/'
        : null
    return by === null ? [] : [`${by} parameter("${key}") (${name}, ${text})`]
  })
  const kind = kindOf(lacking.dimension)
  if (offers.length > 0) {
    return ` The library of parameters has a way across: ${offers.slice(0, MOST_OFFERED).join('; ')}.`
  }
  return kind === null
    ? ''
    : ` ${NAMES[kind]} is missing, such as a parameter in ${formatUnit(lacking)}; it is never assumed. Add it to the parameters, with its source.`.replace(
        /^ a/,
        ' A',
      )
}

/** Which kind of parameter has this dimension, by its two sides. */
function kindOf(dimension: Dimension): Exclude<ParameterKind, 'other'> | null {
  const sides = Object.entries(dimension)
  const over = sides.find(([, exponent]) => exponent === 1)?.[0]
  const under = sides.find(([, exponent]) => exponent === -1)?.[0]
  if (sides.length !== 2 || over === undefined || under === undefined) {
    return null
  }
  const pair = [over, under]
  if (pair.every((side) => side.startsWith(MONEY))) {
    return currencyOf(over) === currencyOf(under) ? 'price_index' : 'exchange_rate'
  }
  if (pair.some((side) => side.startsWith('energy('))) {
    return pair.every((side) => HOLDS_ENERGY.test(side)) ? 'heating_value' : null
  }
  return pair.includes('mass') && pair.some((side) => VOLUME.test(side)) ? 'density' : null
}

const MONEY = 'money in '
const VOLUME = /^(gas )?volume/
const HOLDS_ENERGY = /^(energy|mass$|(gas )?volume)/

const currencyOf = (side: string): string => side.slice(MONEY.length).split('@')[0] ?? ''

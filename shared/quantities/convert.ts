import { fail, ok, type Result } from '../result/result.ts'
import { describeDimension, isSameDimension } from './dimension.ts'
import { formatUnit } from './formatUnit.ts'
import { divideUnits, type Unit } from './unit.ts'

/** How to turn numbers of one unit into another: `value * multiply / divide`; one of the two is 1. */
export interface Conversion {
  multiply: number
  divide: number
}

/** Why two units do not convert, with both named. */
export interface ConversionProblem {
  message: string
  units: [string, string]
}

/** The constant between two units of one dimension. Going to the larger unit divides, so that exact sizes stay exact. */
export function conversion(from: Unit, to: Unit): Result<Conversion, ConversionProblem> {
  if (!isSameDimension(from.dimension, to.dimension)) {
    const units: [string, string] = [formatUnit(from) || '1', formatUnit(to) || '1']
    const message = `${units[0]} does not convert to ${units[1]}: one is ${describeDimension(from.dimension)}, the other ${describeDimension(to.dimension)}.`
    return fail({ message, units })
  }
  const ratio = divideUnits(from, to).scale
  return ok(ratio >= 1 ? { multiply: ratio, divide: 1 } : { multiply: 1, divide: divideUnits(to, from).scale })
}

/** A product of two decimals has noise behind this many digits: 1.005 MWh are 1005 kWh. */
const SIGNIFICANT_DIGITS = 15

/** A written number in another unit, to be stored: without the noise that a computation may have. */
export const convertWritten = (value: number, { multiply, divide }: Conversion): number =>
  multiply === divide ? value : Number(((value * multiply) / divide).toPrecision(SIGNIFICANT_DIGITS))

/** `value` of unit `from` in unit `to`, unrounded. */
export function convert(value: number, from: Unit, to: Unit): Result<number, ConversionProblem> {
  const constant = conversion(from, to)
  return constant.ok ? ok((value * constant.value.multiply) / constant.value.divide) : constant
}

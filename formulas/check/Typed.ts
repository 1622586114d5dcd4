import { ONE, type Unit } from '#shared/quantities/unit.ts'
import { conversion } from '#shared/quantities/convert.ts'
import type { Step, Time } from './Step.ts'

/** A checked part of a formula: what it gives, in which unit, and how to compute it. */
export interface Typed {
  type: 'number' | 'text' | 'boolean'
  /** Unit of the number; of plain numbers, texts and booleans ONE. */
  unit: Unit
  step: Step
  /** A number as written in the formula, without a unit. It takes the unit of what it is compared with. */
  bare?: number
  /** A text that is a date or a month: it has an order. */
  time?: Time
}

export const typedNumber = (step: Step, unit: Unit): Typed => ({ type: 'number', unit, step })
export const typedBoolean = (step: Step): Typed => ({ type: 'boolean', unit: ONE, step })

/** The same number in another unit of the same dimension; null when the dimension differs. */
export function inUnit(typed: Typed, unit: Unit): Typed | null {
  const constant = conversion(typed.unit, unit)
  if (!constant.ok) {
    return null
  }
  const { multiply, divide } = constant.value
  return multiply === 1 && divide === 1
    ? { ...typed, unit }
    : typedNumber({ op: 'scale', of: typed.step, multiply, divide }, unit)
}

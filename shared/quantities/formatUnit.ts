import type { Unit, UnitPart } from './unit.ts'

/** The text of a unit, in the syntax that `parseUnit` reads. Empty for a plain number. */
export function formatUnit(unit: Unit): string {
  const over = unit.parts.filter((part) => part.exponent > 0).map(power)
  const under = unit.parts.filter((part) => part.exponent < 0).map(power)
  if (under.length === 0) {
    return over.join('*')
  }
  return `${over.join('*') || '1'}/${under.length === 1 ? under[0]! : `(${under.join('*')})`}`
}

function power(part: UnitPart): string {
  const size = Math.abs(part.exponent)
  return size === 1 ? part.symbol : `${part.symbol}^${size}`
}

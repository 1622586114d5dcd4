import { type Dimension, multiplyDimensions } from './dimension.ts'

/** One named unit inside a compound unit, with its power: `kWh(HHV)` to the -1. */
export interface UnitPart {
  symbol: string
  exponent: number
  /** Size of the named unit in the base unit of its dimension. */
  scale: number
  dimension: Dimension
}

/** A unit of measure. Parts are sorted by symbol and never have exponent 0, so equal units have equal parts. */
export interface Unit {
  readonly parts: readonly UnitPart[]
  readonly dimension: Dimension
  /** Size in base units. */
  readonly scale: number
}

/** The unit of a plain number. */
export const ONE: Unit = { parts: [], dimension: {}, scale: 1 }

/** A unit from its parts; the same symbol met twice is merged and what cancels is dropped (kWh × kg/kWh is exactly kg). */
export function unitOf(parts: readonly UnitPart[]): Unit {
  const merged = new Map<string, UnitPart>()
  for (const part of parts) {
    const exponent = (merged.get(part.symbol)?.exponent ?? 0) + part.exponent
    if (exponent === 0) {
      merged.delete(part.symbol)
    } else {
      merged.set(part.symbol, { ...part, exponent })
    }
  }
  const sorted = [...merged.values()].sort((a, b) => (a.symbol < b.symbol ? -1 : 1))
  return {
    parts: sorted,
    dimension: sorted.reduce((sum, part) => multiplyDimensions(sum, part.dimension, part.exponent), {} as Dimension),
    scale: scaleOf(sorted),
  }
}

export const multiplyUnits = (a: Unit, b: Unit): Unit => unitOf([...a.parts, ...b.parts])

export const divideUnits = (a: Unit, b: Unit): Unit => unitOf([...a.parts, ...raised(b, -1)])

/** `unit` to a whole power. */
export const raiseUnit = (unit: Unit, power: number): Unit => unitOf(raised(unit, power))

const raised = (unit: Unit, power: number): UnitPart[] =>
  unit.parts.map((part) => ({ ...part, exponent: part.exponent * power }))

/** Positive powers are multiplied first and divided once, so that whole sizes stay exact. */
function scaleOf(parts: readonly UnitPart[]): number {
  let over = 1
  let under = 1
  for (const part of parts) {
    if (part.exponent > 0) {
      over *= part.scale ** part.exponent
    } else {
      under *= part.scale ** -part.exponent
    }
  }
  return over / under
}

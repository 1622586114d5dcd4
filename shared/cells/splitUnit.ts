import { latinDigits } from './latinDigits.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import type { Unit } from '#shared/quantities/unit.ts'

/** A number and the unit behind it. */
export interface NumberWithUnit {
  /** As it was written. */
  number: string
  unit: Unit
  /** The unit as it was written. */
  unitText: string
}

/** A number with signs, brackets or a currency before it, then a unit, which starts with a letter or is a per cent sign. */
const WITH_UNIT = /^([^\d\p{L}]*\d[\d.,'’\s]*(?:e[+-]?\d{1,3})?)\s*(\p{L}.*|%)$/iu
/** Most cells are plain numbers: neither a letter nor a per cent sign in them. */
const WITHOUT_UNIT = /^[^\p{L}%]*$/u
const MAX_LENGTH = 150

/** A text like `1.2 MWh` in its two parts; null when no unit that we know stands behind a number. */
export function splitUnit(text: string): NumberWithUnit | null {
  const clean = text.trim()
  if (clean.length > MAX_LENGTH || WITHOUT_UNIT.test(clean)) {
    return null
  }
  // the same length as `clean`: digits and marks are exchanged one for one
  const [, number, unitText = ''] = WITH_UNIT.exec(latinDigits(clean)) ?? []
  if (number === undefined) {
    return null
  }
  const unit = parseUnit(unitText)
  return unit.ok ? { number: clean.slice(0, number.length).trim(), unit: unit.value, unitText } : null
}

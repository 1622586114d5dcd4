import type { Field } from '#shared/fields/field.ts'
import { type Conversion, conversion, convertWritten } from '#shared/quantities/convert.ts'
import { formatUnit } from '#shared/quantities/formatUnit.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import type { Unit } from '#shared/quantities/unit.ts'
import { type CellRead, plain } from './CellRead.ts'
import type { CellValue } from './cellValue.ts'
import { coerceCell } from './coerceCell.ts'
import { splitUnit } from './splitUnit.ts'

/** A written number with or without a unit; `numberOf` reads what stands before the unit. */
export function readNumber(text: string, own: OwnUnit | null, numberOf: (text: string) => number | null): CellRead {
  const split = own === null ? null : splitUnit(text)
  const number = numberOf(split?.number ?? text)
  if (number === null) {
    return plain(keepText(text))
  }
  if (split === null || own === null) {
    return plain(number)
  }
  const constant = own.from(split.unit)
  if (constant === null) {
    return { value: keepText(text), convertedFrom: null, otherUnit: split.unitText }
  }
  if (constant.multiply === constant.divide) {
    return plain(number)
  }
  return { value: convertWritten(number, constant), convertedFrom: constant.name, otherUnit: null }
}

/** The unit of a field; finds each constant once, because a column has many cells and few units. */
export class OwnUnit {
  readonly #unit: Unit
  readonly #constants = new Map<Unit, (Conversion & { name: string }) | null>()

  constructor(unit: Unit) {
    this.#unit = unit
  }

  /** How numbers of another unit become numbers of this one, and what the other is called; null: they do not. */
  from(unit: Unit): (Conversion & { name: string }) | null {
    let constant = this.#constants.get(unit)
    if (constant === undefined) {
      const found = conversion(unit, this.#unit)
      constant = found.ok ? { ...found.value, name: formatUnit(unit) } : null
      this.#constants.set(unit, constant)
    }
    return constant
  }
}

/** Text that is no number stays as it was written. */
function keepText(text: string): CellValue {
  return coerceCell({ type: 'text', options: [] }, text.trim())
}

/** The unit of a field; null when it has none that we know. */
export function ownUnitOf({ unit }: Pick<Field, 'unit'>): OwnUnit | null {
  const own = unit === null ? null : parseUnit(unit)
  return own?.ok === true ? new OwnUnit(own.value) : null
}

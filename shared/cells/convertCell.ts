import type { Field } from '#shared/fields/field.ts'
import { conversion, convertWritten, type Conversion } from '#shared/quantities/convert.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import type { Unit } from '#shared/quantities/unit.ts'
import type { CellValue } from './cellValue.ts'
import { coerceCell } from './coerceCell.ts'
import { dateOf, dateOrderOf, hasOpenOrder } from './dateOrder.ts'
import { decimalMarkOf, hasOpenMark, numberOf } from './decimalMark.ts'
import { rawCellText } from './formatCell.ts'
import type { DateOrder } from './parseDate.ts'
import type { DecimalMark } from './parseNumber.ts'
import { splitUnit } from './splitUnit.ts'
import { CELL_TYPES } from './types/cellTypes.ts'
import { isOptionOf } from './types/optionNames.ts'

/** What a value of a field means. */
export type CellMeaning = Pick<Field, 'type' | 'unit' | 'options'>

/** How texts that could be two things are read. `open`: nothing decides, and they stay texts. */
export interface TextReading {
  decimals: DecimalMark | 'open'
  dates: DateOrder | 'open'
}

/** How the texts of a column are to be read: one that can only be read in one way decides. */
export const readingOf = (texts: readonly string[], type: Field['type']): TextReading => ({
  decimals: type === 'number' ? decimalMarkOf(texts.map((text) => splitUnit(text)?.number ?? text)) : 'point',
  dates: type === 'date' || type === 'month' ? dateOrderOf(texts, type) : 'day-first',
})

/**
 * How the cells of a field become those of the same field with another type or in another unit. What does not fit the new
 * type stays as its text, which `typeProblem` marks; nothing is guessed at and nothing is lost.
 */
export function cellConverter(
  from: CellMeaning,
  to: CellMeaning,
  reading: TextReading,
): (value: CellValue) => CellValue {
  if (from.type === to.type) {
    const constant = from.type === 'number' ? constantBetween(from.unit, to.unit) : null
    return (value) => (constant === null || typeof value !== 'number' ? value : convertWritten(value, constant))
  }
  const read = readerOf(to, reading)
  return (value) => {
    if (value === null || (Array.isArray(value) && CELL_TYPES[to.type].isList)) {
      return value
    }
    const kept = CELL_TYPES[from.type].hasOptions ? sameChoices(to, value) : null
    if (kept !== null) {
      return kept
    }
    const text = wordsOf(from, value)
    return CELL_TYPES[to.type].isFree || text.trim() === ''
      ? coerceCell(to, text)
      : (read(text.trim()) ?? coerceKept(text))
  }
}

/** Choices by their ids, where the field keeps them: another one may have got such a label. Null: not all of them, or too many. */
function sameChoices({ type, options }: CellMeaning, value: Exclude<CellValue, null>): CellValue {
  const ids = Array.isArray(value) ? value : [String(value)]
  const { hasOptions, isList } = CELL_TYPES[type]
  if (!hasOptions || !ids.every((id) => isOptionOf(options, id))) {
    return null
  }
  return isList ? [...ids] : ids.length === 1 ? ids[0]! : null
}

/** The limits of a range in another unit. */
export function scaleBetween(from: string | null, to: string | null): (value: number) => number {
  const constant = constantBetween(from, to)
  return (value) => (constant === null ? value : convertWritten(value, constant))
}

/** A text as it stays in a cell that it does not fit. */
const coerceKept = (text: string): CellValue => coerceCell({ type: 'text', options: [] }, text.trim())

/** What a text is in such a field; null: it is none of its values. */
function readerOf(to: CellMeaning, { decimals, dates }: TextReading): (text: string) => CellValue {
  switch (to.type) {
    case 'number': {
      const own = unitOf(to.unit)
      const number = (text: string): number | null =>
        decimals === 'open' && hasOpenMark(text) ? null : numberOf(text, decimals === 'open' ? 'point' : decimals)
      return (text) => number(text) ?? (own === null ? null : withUnit(text, own, number))
    }
    case 'date':
    case 'month': {
      const { type } = to
      return (text) =>
        dates === 'open' && hasOpenOrder(text, type) ? null : dateOf(text, type, dates === 'open' ? 'day-first' : dates)
    }
    default:
      return (text) => coerceCell(to, text)
  }
}

/** A word that is read back: as `coerceCell` understands it. */
const wordsOf = (from: CellMeaning, value: Exclude<CellValue, null>): string => {
  if (typeof value === 'boolean') {
    return value ? 'Yes' : 'No'
  }
  return CELL_TYPES[from.type].hasOptions ? rawCellText(from, value) : String(value)
}

function unitOf(text: string | null): Unit | null {
  const unit = text === null ? null : parseUnit(text)
  return unit?.ok === true ? unit.value : null
}

function constantBetween(from: string | null, to: string | null): Conversion | null {
  const [a, b] = [unitOf(from), unitOf(to)]
  const found = from === to || a === null || b === null ? null : conversion(a, b)
  return found?.ok === true ? found.value : null
}

/** `1.2 MWh` in a field of kWh; null for a unit that is none of ours. */
function withUnit(text: string, own: Unit, numberIn: (text: string) => number | null): number | null {
  const split = splitUnit(text)
  const number = split === null ? null : numberIn(split.number)
  const constant = split === null ? null : conversion(split.unit, own)
  return number !== null && constant?.ok === true ? convertWritten(number, constant.value) : null
}

import { atOnce } from '#collab/schema/inSlices.ts'
import { coerceCell } from '#shared/cells/coerceCell.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { DateOrder } from '#shared/cells/parseDate.ts'
import type { DecimalMark } from '#shared/cells/parseNumber.ts'
import type { Field } from '#shared/fields/field.ts'
import { type DatedType, dateOf, dateOrderOf, dateWays, hasOpenOrder } from '#shared/cells/dateOrder.ts'
import { decimalMarkOf, hasOpenMark, numberOf, numberWays } from '#shared/cells/decimalMark.ts'
import { splitUnit } from '#shared/cells/splitUnit.ts'
import { type CellRead, plain } from '#shared/cells/CellRead.ts'
import type { PastedBlock } from './PastedBlock.ts'
import { type OwnUnit, ownUnitOf, readNumber } from '#shared/cells/readNumber.ts'

/** A text that means two things, with both. */
export interface Sample<Form extends string> {
  text: string
  ways: Readonly<Record<Form, CellValue>>
}

/** A column of the paste in which nothing tells how it is written. */
export interface OpenColumn<Form extends string> {
  field: Field
  /** Some of the texts that mean two things. */
  samples: readonly Sample<Form>[]
}

/** What only a person can tell about a paste. At least one of the two lists has a column. */
export interface PasteQuestion {
  numbers: readonly OpenColumn<DecimalMark>[]
  dates: readonly OpenColumn<DateOrder>[]
}

/** How the open columns are written. What was not asked is not looked at. */
export interface PasteAnswer {
  mark: DecimalMark
  order: DateOrder
}

/** Reads one cell: the position among the columns that are pasted into, and the row of the block. */
export type ReadCell = (column: number, row: number) => CellRead

export interface BlockReading {
  /** Null: everything can be read in one way only. */
  question: PasteQuestion | null
  read: (answer: PasteAnswer) => ReadCell
}

/** Where nothing is open, every answer reads the same. This is how a typed cell is read. */
export const AS_TYPED: PasteAnswer = { mark: 'point', order: 'day-first' }

/** Enough to see what the question is about. */
const SAMPLES = 3

/**
 * Finds out column by column how numbers and dates are written. `columns`: the fields that are pasted into, in the order
 * of display, null for one that is not written; the block repeats over them. Complexity: the number of cells.
 */
export const readBlock = (block: PastedBlock, columns: readonly (Field | null)[]): BlockReading =>
  atOnce(readInSteps(block, columns))

/** The same, a column a step. */
export function* readInSteps(block: PastedBlock, columns: readonly (Field | null)[]): Generator<void, BlockReading> {
  const width = block.texts[0]?.length ?? 0
  const readings: (ColumnReading | null)[] = []
  for (const [c, field] of columns.entries()) {
    readings.push(field === null ? null : readColumn(block, c % width, field))
    yield
  }
  const numbers = readings.flatMap((reading) => reading?.openNumbers ?? [])
  const dates = readings.flatMap((reading) => reading?.openDates ?? [])
  return {
    question: numbers.length + dates.length === 0 ? null : { numbers, dates },
    read: (answer) => {
      const readers = readings.map((reading) => reading?.read(answer))
      return (column, row) => readers[column]?.(row) ?? plain(null)
    },
  }
}

interface ColumnReading {
  openNumbers?: OpenColumn<DecimalMark>
  openDates?: OpenColumn<DateOrder>
  read: (answer: PasteAnswer) => (row: number) => CellRead
}

function readColumn(block: PastedBlock, column: number, field: Field): ColumnReading {
  const textAt = (row: number): string => block.texts[row]?.[column] ?? ''
  const exactAt = (row: number): string | null => block.exact[row]?.[column] ?? null
  const inexact = (): string[] => [...block.texts.keys()].filter((row) => exactAt(row) === null).map(textAt)
  switch (field.type) {
    case 'number':
      return readNumbers(field, inexact(), (row) => exactAt(row) !== null, textAt)
    case 'date':
    case 'month':
      return readDates(field, field.type, inexact(), exactAt, textAt)
    default:
      return {
        read: () => (row) => plain(ownTarget(field, block.ids?.[row]?.[column]) ?? coerceCell(field, textAt(row))),
      }
  }
}

/** What a cell of ours pointed at, when it is something that this field can point at, too. */
const ownTarget = ({ targets }: Field, id: string | null | undefined): string | null => {
  const state = id ? targets?.get(id)?.state : undefined
  return id && (state === 'here' || state === 'gone' || state === 'hidden') ? id : null
}

function readNumbers(
  field: Field,
  inexact: readonly string[],
  isExact: (row: number) => boolean,
  textAt: (row: number) => string,
): ColumnReading {
  const unit = ownUnitOf(field)
  const numbers = inexact.map((text) => numberPart(text, unit))
  const found = decimalMarkOf(numbers)
  const read = (answer: PasteAnswer) => {
    const mark = found === 'open' ? answer.mark : found
    return (row: number) => readNumber(textAt(row), unit, (text) => numberOf(text, isExact(row) ? 'point' : mark))
  }
  if (found !== 'open') {
    return { read }
  }
  return { openNumbers: { field, samples: samplesOf(numbers.filter(hasOpenMark), numberWays) }, read }
}

function readDates(
  field: Field,
  type: DatedType,
  inexact: readonly string[],
  exactAt: (row: number) => string | null,
  textAt: (row: number) => string,
): ColumnReading {
  const found = dateOrderOf(inexact, type)
  const read = (answer: PasteAnswer) => {
    const order = found === 'open' ? answer.order : found
    return (row: number) => {
      const exact = exactAt(row)
      return plain(
        exact === null
          ? (dateOf(textAt(row), type, order) ?? coerceCell(field, textAt(row)))
          : coerceCell(field, exact),
      )
    }
  }
  if (found !== 'open') {
    return { read }
  }
  const open = inexact.filter((text) => hasOpenOrder(text, type))
  return { openDates: { field, samples: samplesOf(open, (text) => dateWays(text, type)) }, read }
}

function samplesOf<Form extends string>(
  texts: readonly string[],
  waysOf: (text: string) => Record<Form, CellValue>,
): Sample<Form>[] {
  return [...new Set(texts.map((text) => text.trim()))].slice(0, SAMPLES).map((text) => ({ text, ways: waysOf(text) }))
}

/** Units are looked for only where the field has one: elsewhere `5 t` is not five of anything. */
const numberPart = (text: string, unit: OwnUnit | null): string =>
  unit === null ? text : (splitUnit(text)?.number ?? text)

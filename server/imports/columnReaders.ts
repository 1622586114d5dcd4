import type { FileCell, ImportColumn, ImportRecipe } from '#shared/api/imports.ts'
import { type CellRead, plain } from '#shared/cells/CellRead.ts'
import { coerceCell } from '#shared/cells/coerceCell.ts'
import { dateOf } from '#shared/cells/dateOrder.ts'
import { numberOf } from '#shared/cells/decimalMark.ts'
import type { DateOrder } from '#shared/cells/parseDate.ts'
import type { DecimalMark } from '#shared/cells/parseNumber.ts'
import { ownUnitOf, readNumber } from '#shared/cells/readNumber.ts'
import { splitUnit } from '#shared/cells/splitUnit.ts'
import type { Field } from '#shared/fields/field.ts'
import { convertWritten } from '#shared/quantities/convert.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { unguardFormula } from '#shared/cells/guardFormula.ts'
import type { SheetLayout } from './FileLayout.ts'

/** A column of a file and the field that it goes into. */
export interface ColumnReader {
  /** From 0. */
  at: number
  field: Field
  /** The text that the cell stands for, without what guards it. */
  textOf: (cell: FileCell) => FileCell
  /** A cell that holds something, as a value of the field; what does not fit stays the text that it is. */
  read: (cell: FileCell, field: Field) => CellRead
}

/** How the columns of a recipe are read, in its order; ids of rows are none of them. */
export function columnReaders(recipe: ImportRecipe, sheet: SheetLayout, fields: readonly Field[]): ColumnReader[] {
  const byId = new Map(fields.map((field) => [field.id, field]))
  const textOf = (cell: FileCell): FileCell =>
    recipe.guarded && typeof cell === 'string' ? unguardFormula(cell) : cell
  return recipe.columns.flatMap((column): ColumnReader[] => {
    const field = byId.get(column.target)
    const found = sheet.columns[column.column - 1]
    return field === undefined ? [] : [{ at: column.column - 1, field, textOf, read: readerOf(field, column, found) }]
  })
}

function readerOf(
  field: Field,
  { unit, decimals, dates }: ImportColumn,
  found: SheetLayout['columns'][number] | undefined,
): ColumnReader['read'] {
  switch (field.type) {
    case 'number':
      return numberReader(field, unit, decimals ?? known(found?.decimals, 'point'))
    case 'date':
    case 'month': {
      const { type } = field
      const order = ORDERS[dates ?? ''] ?? known(found?.dates, 'day-first')
      return (cell) => plain((typeof cell === 'string' ? dateOf(cell, type, order) : null) ?? coerceCell(field, cell))
    }
    default:
      return (cell, withTargets) => plain(coerceCell(withTargets, cell))
  }
}

/** As the contract calls them. */
const ORDERS: Readonly<Record<string, DateOrder>> = { day_first: 'day-first', month_first: 'month-first' }

/** Where nothing is open, every answer reads the same. */
const known = <Form extends string>(found: Form | 'open' | null | undefined, otherwise: Form): Form =>
  found === 'open' || found === null || found === undefined ? otherwise : found

/** Numbers without a unit of their own are in the unit of the column. */
function numberReader(field: Field, columnUnit: string | null, mark: DecimalMark): ColumnReader['read'] {
  const own = ownUnitOf(field)
  const named = columnUnit === null ? null : parseUnit(columnUnit)
  const constant = named?.ok === true ? (own?.from(named.value) ?? null) : null
  const inUnit = (read: CellRead): CellRead =>
    constant === null || typeof read.value !== 'number'
      ? read
      : { value: convertWritten(read.value, constant), convertedFrom: constant.name, otherUnit: null }
  return (cell) => {
    if (typeof cell === 'number') {
      return inUnit(plain(cell))
    }
    if (typeof cell !== 'string') {
      return plain(coerceCell({ type: 'text', options: [] }, cell))
    }
    const read = readNumber(cell, own, (text) => numberOf(text, mark))
    return own !== null && splitUnit(cell) !== null ? read : inUnit(read)
  }
}

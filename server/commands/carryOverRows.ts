import type { Field, FieldType } from '#shared/fields/field.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { shiftMonths } from '#shared/cycles/monthShift.ts'
import type { RowWrite } from '../collaboration/ports.ts'
import type { StoredRow } from '../emissions/storedRows.ts'

/** What says of which source a row is; amounts, dates, files and notes are of their period alone. */
const KINDS: readonly FieldType[] = ['option', 'options', 'person', 'reference', 'factor', 'month']
/** The texts that name a row: a code and a name. Later ones are notes. */
const NAMING_TEXTS = 2

/** The fields that a new period takes over from the one before, of those that are given, in their order. */
export function carriedFields(fields: readonly Field[]): Field[] {
  const naming = fields.filter(({ type }) => type === 'text').slice(0, NAMING_TEXTS)
  return fields.filter((field) => KINDS.includes(field.type) || naming.includes(field))
}

/** The rows of another period under the same ids, so that they can be compared; months are so much later. */
export function carriedRows(rows: readonly StoredRow[], fields: readonly Field[], months: number): RowWrite[] {
  return rows.map(({ row_id: id, values }) => ({
    id,
    values: new Map(
      fields.flatMap(({ ordinal, type }): [number, CellValue][] => {
        const value = values[ordinal] ?? null
        const isMonth = type === 'month' && typeof value === 'string'
        return value === null ? [] : [[ordinal, isMonth ? shiftMonths(value, months) : value]]
      }),
    ),
  }))
}

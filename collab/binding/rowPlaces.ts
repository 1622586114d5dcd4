import type { SheetColumns } from '../schema/JoinedColumns.ts'
import { ORDER } from '../schema/layout.ts'
import { orderKeysBetween } from '../schema/orderKey.ts'
import type { CellWrite } from './cellWrites.ts'

/** Where rows go. A row that is not there (any more) means the end. */
export type RowPlace = 'start' | 'end' | { behind: string } | { before: string }

/** Rows that go somewhere together, in this order. */
export interface PlacedRows {
  rows: readonly string[]
  place: RowPlace
}

/**
 * Order keys that put rows at a place, new ones as well as some that stand elsewhere now; empty when they stand there
 * already. Rows that nobody moves keep their keys. Complexity: the rows of the sheet.
 */
export function placeRows(columns: SheetColumns, { rows, place }: PlacedRows): CellWrite[] {
  if (rows.length === 0) {
    return []
  }
  const going = new Set(rows.flatMap((row) => columns.slotOf(row) ?? []))
  const live = [...columns.liveSlots()]
  const staying = going.size === 0 ? live : live.filter((slot) => !going.has(slot))
  const orderAt = (position: number): string | null => {
    const slot = staying[position]
    const key = slot === undefined ? null : columns.value(slot, ORDER)
    return typeof key === 'string' ? key : null
  }
  const positionOf = (row: string): number => {
    const slot = columns.slotOf(row)
    return slot === undefined ? -1 : staying.indexOf(slot)
  }
  const position = positionBehind(place, staying.length - 1, positionOf)
  if (standsThere(rows, position + 1, live, columns)) {
    return []
  }
  const keys = orderKeysBetween(orderAt(position), orderAt(position + 1), rows.length)
  return rows.map((row, i) => ({ row, ordinal: ORDER, value: keys[i] ?? null }))
}

/** Whether these rows are the ones that begin at a position already. */
const standsThere = (
  rows: readonly string[],
  from: number,
  live: readonly number[],
  columns: Pick<SheetColumns, 'rowIds'>,
): boolean => rows.every((row, i) => columns.rowIds[live[from + i] ?? -1] === row)

/** The position of the row that rows stand behind; -1: before the first. `positionOf` gives -1 for no such row. */
function positionBehind(place: RowPlace, last: number, positionOf: (row: string) => number): number {
  if (place === 'start') {
    return -1
  }
  if (place === 'end') {
    return last
  }
  const found = positionOf('behind' in place ? place.behind : place.before)
  return found < 0 ? last : 'behind' in place ? found : found - 1
}

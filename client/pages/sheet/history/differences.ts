import { isSameValue, type CellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import { isThere } from './isThere.ts'

/** How one entered cell of a past sheet stands now. */
export type Difference = { kind: 'value'; now: CellValue } | { kind: 'row-gone' }

/** Null: the cell holds now what it held then, or it is computed. */
export function differenceOf(past: SheetModel, now: SheetModel, row: string, key: string): Difference | null {
  const field = past.field(key)
  if (field === undefined || field.type === 'formula') {
    return null
  }
  if (!isThere(now.store, row)) {
    return { kind: 'row-gone' }
  }
  const value = now.value(row, key)
  return isSameValue(past.value(row, key), value) ? null : { kind: 'value', now: value }
}

export interface DifferenceCount {
  /** Entered cells of rows that are there then and now. */
  cells: number
  /** Rows that were there then and are not now. */
  gone: number
  /** Rows that are there now and were not then. */
  added: number
}

const ROWS_PER_STEP = 2000

/** Counts in steps of some milliseconds. Complexity: all cells. */
export function* countDifferences(past: SheetModel, now: SheetModel): Generator<void, DifferenceCount> {
  const entered = past.fields.filter(({ type }) => type !== 'formula')
  const count: DifferenceCount = { cells: 0, gone: 0, added: 0 }
  const here = new Set<number>()
  const slots = past.store.liveSlots()
  const live = new Set(now.store.liveSlots())
  for (const [i, slot] of slots.entries()) {
    const current = now.store.slotOf(past.store.rowIds[slot] ?? '')
    if (current === undefined || !live.has(current)) {
      count.gone++
    } else {
      here.add(current)
      count.cells += changedIn(entered, past, slot, now, current)
    }
    if (i % ROWS_PER_STEP === ROWS_PER_STEP - 1) {
      yield
    }
  }
  count.added = live.size - here.size
  return count
}

function changedIn(fields: readonly Field[], past: SheetModel, slot: number, now: SheetModel, current: number): number {
  let count = 0
  for (const { ordinal } of fields) {
    count += isSameValue(past.store.value(slot, ordinal), now.store.value(current, ordinal)) ? 0 : 1
  }
  return count
}

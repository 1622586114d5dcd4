/** What has to be written to bring earlier values back. Pure; whoever has the plan writes it as one ordinary gesture. */
import type { CellWrite } from '#collab/binding/cellWrites.ts'
import type { SheetColumns } from '#collab/schema/JoinedColumns.ts'
import { DELETED, FIRST_FIELD } from '#collab/schema/layout.ts'
import type { GestureChangeReply, GestureReply } from '#shared/api/history.ts'
import { isSameValue, type CellValue } from '#shared/cells/cellValue.ts'
import { isThere } from './isThere.ts'

export interface RestorePlan {
  writes: CellWrite[]
  /** Cells that may not be written. */
  refused: number
  /** Cells and rows that somebody changed since; they stay. */
  changedSince: number
}

/** The sheet as it is now. */
export interface PresentSheet {
  columns: SheetColumns
  /** Undefined: the field is gone, or is computed. */
  ordinalOf(field: string): number | undefined
  mayWrite(ordinal: number): boolean
  /** A value of a moment (ISO) as its field means it now; absent: nothing ever meant something else. */
  meantNow?(field: string, value: CellValue, at: string): CellValue
}

export const canRestore = (plan: RestorePlan): boolean => plan.writes.length > 0

/** Cells get these values, whatever they hold now; a row that is deleted comes back first. */
export function planValues(
  sheet: PresentSheet,
  cells: Iterable<{ row: string; field: string; value: CellValue }>,
): RestorePlan {
  const plan: RestorePlan = { writes: [], refused: 0, changedSince: 0 }
  const back = new Set<string>()
  for (const { row, field, value } of cells) {
    const ordinal = sheet.ordinalOf(field)
    if (ordinal === undefined || !sheet.mayWrite(ordinal) || !isOrComesBack(sheet, row, plan, back)) {
      plan.refused++
    } else if (!isSameValue(valueAt(sheet, row, ordinal), value)) {
      plan.writes.push({ row, ordinal, value })
    }
  }
  return plan
}

/** The same for some fields of one row, which comes back even when none of them differs. */
export function planRow(sheet: PresentSheet, row: string, values: ReadonlyMap<string, CellValue>): RestorePlan {
  const plan = planValues(
    sheet,
    [...values].map(([field, value]) => ({ row, field, value })),
  )
  if (!plan.writes.some(({ ordinal }) => ordinal === DELETED)) {
    isOrComesBack(sheet, row, plan, new Set())
  }
  return plan
}

function isOrComesBack(sheet: PresentSheet, row: string, plan: RestorePlan, back: Set<string>): boolean {
  if (back.has(row) || isThere(sheet.columns, row)) {
    return true
  }
  if (valueAt(sheet, row, DELETED) !== true || !sheet.mayWrite(DELETED)) {
    return false
  }
  plan.writes.push({ row, ordinal: DELETED, value: null })
  back.add(row)
  return true
}

/**
 * What a gesture changed, as its fields mean it now: what was typed in kWh can come back to a field that is in MWh. That a
 * field became another one is not taken back here, but by making it what it was.
 */
export function changesNow(
  { meantNow }: PresentSheet,
  { at, gesture }: Pick<GestureReply, 'at' | 'gesture'>,
  changes: readonly GestureChangeReply[],
): GestureChangeReply[] {
  if (gesture === 'converted') {
    return []
  }
  return changes.map((change) => {
    const { field, old } = change
    return field === null || meantNow === undefined
      ? change
      : { ...change, old: meantNow(field, old, at), new: meantNow(field, change.new, at) }
  })
}

/** The entries of a row's history, newest first and without a gap, from the newest one on. */
export type RowEntries = readonly { changes: readonly GestureChangeReply[] }[]

/**
 * What a row held when `entries[index]` was done (`entries.length`: before the oldest of them), as far as it was changed
 * since.
 */
export function rowValuesAt(entries: RowEntries, index: number): Map<string, CellValue> {
  const values = new Map<string, CellValue>()
  for (const { changes } of entries.slice(0, index)) {
    for (const { field, old } of changes) {
      if (field !== null) {
        values.set(field, old)
      }
    }
  }
  return values
}

/**
 * Everything that a gesture changed is as it was before it, where nobody changed it since: cells hold what it wrote, rows
 * that it added hold nothing else.
 */
export function planUndoOf(sheet: PresentSheet, changes: readonly GestureChangeReply[]): RestorePlan {
  const plan: RestorePlan = { writes: [], refused: 0, changedSince: 0 }
  const added = new Set(changes.flatMap(({ row, row_change }) => (row_change === 'added' ? [row] : [])))
  for (const [row, own] of Map.groupBy(changes, (change) => change.row)) {
    if (added.has(row)) {
      planRemoval(sheet, row, own, plan)
    } else {
      own.forEach((change) => planChange(sheet, change, plan))
    }
  }
  return plan
}

function planChange(sheet: PresentSheet, change: GestureChangeReply, plan: RestorePlan): void {
  const { row, field, row_change } = change
  if (field === null) {
    if (row_change === 'deleted' || row_change === 'restored') {
      planMark(sheet, row, row_change === 'restored', plan)
    }
    return
  }
  const ordinal = sheet.ordinalOf(field)
  if (ordinal === undefined || !sheet.mayWrite(ordinal)) {
    plan.refused++
  } else if (isSameValue(valueAt(sheet, row, ordinal), change.new)) {
    plan.writes.push({ row, ordinal, value: change.old })
  } else if (!isSameValue(valueAt(sheet, row, ordinal), change.old)) {
    plan.changedSince++
  }
}

function planRemoval(sheet: PresentSheet, row: string, own: readonly GestureChangeReply[], plan: RestorePlan): void {
  const wrote = new Map(own.map((change) => [change.field === null ? -1 : sheet.ordinalOf(change.field), change.new]))
  const isItsOwn = [...sheet.columns.ordinals].every(
    (ordinal) => ordinal < FIRST_FIELD || isSameValue(valueAt(sheet, row, ordinal), wrote.get(ordinal) ?? null),
  )
  if (isItsOwn) {
    planMark(sheet, row, true, plan)
  } else if (isThere(sheet.columns, row)) {
    plan.changedSince++
  }
}

function planMark(sheet: PresentSheet, row: string, deleted: boolean, plan: RestorePlan): void {
  if (!sheet.mayWrite(DELETED)) {
    plan.refused++
  } else if ((valueAt(sheet, row, DELETED) === true) !== deleted) {
    plan.writes.push({ row, ordinal: DELETED, value: deleted ? true : null })
  }
}

function valueAt({ columns }: PresentSheet, row: string, ordinal: number): CellValue {
  const slot = columns.slotOf(row)
  return slot === undefined ? null : columns.value(slot, ordinal)
}

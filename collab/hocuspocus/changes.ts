/** What one journaled update changed, cell by cell: the basis of history and of the projected rows. */
import * as Y from 'yjs'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { isSameValue } from '#shared/cells/cellValue.ts'
import { covers, inspect, type Inspection } from '#collab/gate/inspect.ts'
import { lastPatch } from '#collab/gate/entries.ts'
import type { Gesture, GestureRange } from '#collab/protocol/gestures.ts'
import { NO_LIMITS } from '#collab/gate/limits.ts'
import type { Conflict } from './conflicts.ts'
import type { Block } from '#collab/schema/block.ts'
import type { Sheet } from '#collab/schema/Sheet.ts'
import { gesturesOf } from './gesturesOf.ts'
import type { JournalRow, WriteOrigin } from './Journal.ts'

export interface CellDifference {
  /** Null: as for its update. */
  gesture: Gesture | null
  row: string
  ordinal: number
  old: CellValue
  new: CellValue
}

/** A bulk write, column by column: `old[column][row]`. */
export interface BulkDifference {
  rows: readonly string[]
  ordinals: readonly number[]
  old: CellValue[][]
  new: CellValue[][]
  /** Rows in which something changed. */
  changed: ReadonlySet<string>
  /** How many cells of each column changed. */
  counts: number[]
  gesture: Gesture | null
}

export interface Changes {
  seq: number
  userId: string | null
  origin: WriteOrigin
  /** Size of the update. */
  bytes: number
  cells: CellDifference[]
  bulks: BulkDifference[]
  /** With values that others wrote in the same moment; only on the server that took the update. */
  conflicts: Conflict[]
}

/** Which cells an update may change. */
export interface Touched {
  cells: { row: string; ordinal: number; gesture: Gesture | null }[]
  blocks: { block: Block; id: Y.ID; gesture: Gesture | null }[]
  /** Asked just before the update is applied; what it gives, asked just after, tells whose values met. */
  met?: () => () => Conflict[]
}

/** Of an update that passed the gate. */
export function touchedBy(found: Inspection, gestures: readonly GestureRange[] | null): Touched {
  const gestureOf = gesturesOf(found.structs, gestures)
  const writes = [...found.writes.values()].map(({ row, ordinal, items }) => ({
    row,
    ordinal,
    gesture: gestureOf(items),
  }))
  const deletes = found.deletes.map(({ row, ordinal }) => ({ row, ordinal, gesture: gestureOf([]) }))
  return {
    cells: [...writes, ...deletes].filter(
      ({ row, ordinal }) => !found.patches.some(({ block }) => covers(block, row, ordinal)),
    ),
    blocks: found.patches.map(({ block, item }) => ({ block, id: item.id, gesture: gestureOf([item]) })),
  }
}

/** Of a journaled update, against the document as it is just before it. */
export const touchedByRow = (
  sheet: Sheet,
  { bytes, gestures }: { bytes: Uint8Array; gestures: readonly GestureRange[] | null },
): Touched =>
  touchedBy(
    inspect(sheet, bytes, () => true, NO_LIMITS),
    gestures,
  )

/** Reads the touched cells, runs `apply`, reads them again. Works inside a Yjs transaction. */
export function observeChanges(
  sheet: Sheet,
  { seq, userId, origin, bytes }: Pick<JournalRow, 'seq' | 'userId' | 'origin' | 'bytes'>,
  touched: Touched,
  apply: () => void,
): Changes {
  const met = touched.met?.()
  const cells = uniqueCells(touched.cells)
  const olds = cells.map(({ row, ordinal }) => sheet.value(row, ordinal))
  const oldBlocks = touched.blocks.map(({ block }) => sheet.before(block.rows, block.ordinals))
  apply()
  sheet.refresh()
  const changes: Changes = { seq, userId, origin, bytes: bytes.length, cells: [], bulks: [], conflicts: [] }
  changes.conflicts = met?.() ?? []
  cells.forEach(({ row: id, ordinal, gesture }, i) => {
    const value = sheet.value(id, ordinal)
    if (!isSameValue(olds[i]!, value)) {
      changes.cells.push({ row: id, ordinal, gesture, old: olds[i]!, new: value })
    }
  })
  const differences = touched.blocks.map(({ block, id, gesture }, i) => {
    const { rows, ordinals } = block
    return { rows, ordinals, gesture, old: oldBlocks[i]!, new: valuesAt(sheet, block, id) }
  })
  if (differences.length > 1) {
    leaveToTheLast(differences)
  }
  for (const difference of differences) {
    const changed = changedCells(difference)
    if (changed.rows.size > 0) {
      changes.bulks.push({ ...difference, changed: changed.rows, counts: changed.counts })
    }
  }
  return changes
}

/** What shows where a bulk write is: nearly always just what it wrote, which costs less than to look for it. */
function valuesAt(sheet: Sheet, block: Block, id: Y.ID): CellValue[][] {
  const { rows, ordinals } = block
  const last = lastPatch(sheet)
  if (last === null || !Y.compareIDs(last.id, id) || sheet.coveredKeys(rows, ordinals).size > 0) {
    return sheet.before(rows, ordinals)
  }
  const columns = ordinals.map((ordinal) => block.column(ordinal)!)
  return columns.map((column) => rows.map((_, position) => column.get(position)))
}

/** Where bulk writes of one update lie over each other, the last one made the change, and the others made none. */
function leaveToTheLast(differences: readonly Pick<BulkDifference, 'rows' | 'ordinals' | 'old' | 'new'>[]): void {
  const known = new Set<string>()
  for (const { rows, ordinals, old, new: now } of differences.toReversed()) {
    ordinals.forEach((ordinal, c) => {
      rows.forEach((row, r) => {
        const key = `${row}:${ordinal}`
        if (known.has(key)) {
          old[c]![r] = now[c]![r]!
        }
        known.add(key)
      })
    })
  }
}

function uniqueCells(cells: Touched['cells']): Touched['cells'] {
  const byKey = new Map(cells.map((cell) => [`${cell.row}:${cell.ordinal}`, cell]))
  return byKey.size === cells.length ? cells : [...byKey.values()]
}

function changedCells({ rows, old, new: now }: Pick<BulkDifference, 'rows' | 'old' | 'new'>): {
  rows: Set<string>
  counts: number[]
} {
  const changes = new Uint8Array(rows.length)
  const counts = old.map((column, c) => {
    const after = now[c]!
    let count = 0
    for (let r = 0; r < column.length; r++) {
      if (!isSameValue(column[r]!, after[r]!)) {
        changes[r] = 1
        count++
      }
    }
    return count
  })
  return { rows: new Set(rows.filter((_, r) => changes[r] === 1)), counts }
}

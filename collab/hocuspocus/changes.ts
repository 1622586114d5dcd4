/** What one journaled update changed, cell by cell: the basis of history and of the projected rows. */
import type { CellValue } from '#shared/cells/cellValue.ts'
import { isSameValue } from '#shared/cells/cellValue.ts'
import { covers, inspect, type Inspection } from '#collab/gate/inspect.ts'
import { NO_LIMITS } from '#collab/gate/limits.ts'
import type { Conflict } from './conflicts.ts'
import type { Block } from '#collab/schema/block.ts'
import type { Sheet } from '#collab/schema/Sheet.ts'

export interface CellDifference {
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
}

export interface Changes {
  seq: number
  /** Size of the update. */
  bytes: number
  cells: CellDifference[]
  bulks: BulkDifference[]
  /** With values that others wrote in the same moment; only on the server that took the update. */
  conflicts: Conflict[]
}

/** Which cells an update may change. */
export interface Touched {
  cells: { row: string; ordinal: number }[]
  blocks: Block[]
  /** Asked just before the update is applied; what it gives, asked just after, tells whose values met. */
  met?: () => () => Conflict[]
}

/** Of an update that passed the gate. */
export const touchedBy = (found: Inspection): Touched => ({
  cells: [...found.writes.values(), ...found.deletes].filter(
    ({ row, ordinal }) => !found.patches.some(({ block }) => covers(block, row, ordinal)),
  ),
  blocks: found.patches.map(({ block }) => block),
})

/** Of a journaled update, against the document as it is just before it. */
export const touchedByRow = (sheet: Sheet, bytes: Uint8Array): Touched =>
  touchedBy(inspect(sheet, bytes, () => true, NO_LIMITS))

/** Reads the touched cells, runs `apply`, reads them again. Works inside a Yjs transaction. */
export function observeChanges(
  sheet: Sheet,
  row: { seq: number; bytes: Uint8Array },
  touched: Touched,
  apply: () => void,
): Changes {
  const met = touched.met?.()
  const cells = uniqueCells(touched.cells)
  const olds = cells.map(({ row, ordinal }) => sheet.value(row, ordinal))
  const oldBlocks = touched.blocks.map((block) => sheet.before(block.rows, block.ordinals))
  apply()
  sheet.refresh()
  const changes: Changes = { seq: row.seq, bytes: row.bytes.length, cells: [], bulks: [], conflicts: [] }
  changes.conflicts = met?.() ?? []
  cells.forEach(({ row: id, ordinal }, i) => {
    const value = sheet.value(id, ordinal)
    if (!isSameValue(olds[i]!, value)) {
      changes.cells.push({ row: id, ordinal, old: olds[i]!, new: value })
    }
  })
  touched.blocks.forEach(({ rows, ordinals }, i) => {
    const difference = { rows, ordinals, old: oldBlocks[i]!, new: sheet.before(rows, ordinals) }
    const changed = changedRows(difference)
    if (changed.size > 0) {
      changes.bulks.push({ ...difference, changed })
    }
  })
  return changes
}

function uniqueCells(cells: Touched['cells']): Touched['cells'] {
  const byKey = new Map(cells.map((cell) => [`${cell.row}:${cell.ordinal}`, cell]))
  return byKey.size === cells.length ? cells : [...byKey.values()]
}

function changedRows({ rows, old, new: now }: Omit<BulkDifference, 'changed'>): Set<string> {
  const changed = new Set<string>()
  old.forEach((column, c) => {
    const after = now[c]!
    for (let r = 0; r < column.length; r++) {
      if (!isSameValue(column[r]!, after[r]!)) {
        changed.add(rows[r]!)
      }
    }
  })
  return changed
}

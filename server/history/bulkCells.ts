import { blockOf } from '#collab/schema/block.ts'
import { isSameValue, type CellValue } from '#shared/cells/cellValue.ts'

/** A bulk write as the history keeps it: the same rows and fields before and after, packed. */
export interface PackedChange {
  old: Uint8Array
  new: Uint8Array
}

interface CellOfBulk {
  row: string
  ordinal: number
  old: CellValue
  new: CellValue
}

/** The cells that it changed, row by row; `rowId`: of that row only. */
export function* bulkCells(bulk: PackedChange, ordinals: ReadonlySet<number>, rowId?: string): Generator<CellOfBulk> {
  const [before, after] = [blockOf(bulk.old), blockOf(bulk.new)]
  const columns = after.ordinals
    .filter((ordinal) => ordinals.has(ordinal))
    .map((ordinal) => ({ ordinal, before: before.column(ordinal), after: after.column(ordinal) }))
  const only = rowId === undefined ? null : after.find(rowId)
  const [first, last] = only === null ? [0, after.rows.length - 1] : [Math.max(only, 0), only]
  for (let position = first; position <= last; position++) {
    for (const column of columns) {
      const [old, now] = [column.before?.get(position) ?? null, column.after?.get(position) ?? null]
      if (!isSameValue(old, now)) {
        yield { row: after.rows[position]!, ordinal: column.ordinal, old, new: now }
      }
    }
  }
}

import type { GridRow } from '../model/SheetModel.ts'
import type { Folds } from './Folds.ts'
import type { GroupValue } from './groupColumn.ts'
import { groupId } from './groupId.ts'
import { commonLength } from './RowOrder.ts'

/** The row above a group. */
export interface GroupHead {
  id: string
  /** From 0, the outermost. */
  level: number
  /** The column that the group is made by. */
  key: string
  value: GroupValue
  isOpen: boolean
  /** Rows of the sheet below it, also of groups within it and of closed ones. */
  count: number
  /** These rows, in parts. */
  parts: (readonly GridRow[])[]
  /** Its own value behind those of the groups around it. */
  path: readonly GroupValue[]
}

export interface GroupedRows {
  /** What the grid shows: heads, and the rows of open groups. */
  lines: GridRow[]
  heads: ReadonlyMap<string, GroupHead>
  /** Places of the heads among the lines, ascending. */
  headsAt: readonly number[]
}

/** Lays groups out for the grid. Groups without rows are left out. `head`: the row of the grid for an id. O(rows). */
export function layOutGroups(
  runs: readonly { path: readonly GroupValue[]; rows: readonly GridRow[] }[],
  keys: readonly string[],
  folds: Folds,
  head: (id: string) => GridRow,
): GroupedRows {
  const lines: GridRow[] = []
  const heads = new Map<string, GroupHead>()
  const headsAt: number[] = []
  let around: GroupHead[] = []
  for (const { path, rows } of runs) {
    if (rows.length === 0) {
      continue
    }
    around = around.slice(0, commonLength(around.at(-1)?.path ?? [], path))
    for (let level = around.length; level < path.length; level++) {
      const own = path.slice(0, level + 1)
      const id = groupId(own.map((value, i) => ({ key: keys[i] ?? '', value: value.id })))
      const made: GroupHead = {
        id,
        level,
        key: keys[level] ?? '',
        value: path[level]!,
        isOpen: !folds.isClosed(id),
        count: 0,
        parts: [],
        path: own,
      }
      if (around.every(({ isOpen }) => isOpen)) {
        headsAt.push(lines.push(head(id)) - 1)
      }
      heads.set(id, made)
      around.push(made)
    }
    for (const one of around) {
      one.count += rows.length
      one.parts.push(rows)
    }
    if (around.every(({ isOpen }) => isOpen)) {
      for (const row of rows) {
        lines.push(row)
      }
    }
  }
  return { lines, heads, headsAt }
}

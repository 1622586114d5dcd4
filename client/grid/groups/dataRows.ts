import type { GridView, Rect } from '../Selection.ts'
import { isGroupId } from './groupId.ts'

/** The rows of the sheet on display, counted without the heads of groups between them. */
export interface DataRows {
  count: number
  rowAt: (index: number) => string | null
  /** The same rectangle in this count; one of heads only begins at the row below. */
  rectOf: (rect: Rect) => Rect
}

export function dataRows(view: GridView): DataRows {
  const all = view.rowCount()
  if (!isGroupId(view.rowAt(0))) {
    return { count: all, rowAt: (index) => view.rowAt(index), rectOf: (rect) => rect }
  }
  const rows: string[] = []
  const before = new Uint32Array(all + 1)
  for (let r = 0; r < all; r++) {
    before[r] = rows.length
    const row = view.rowAt(r)
    if (row !== null && !isGroupId(row)) {
      rows.push(row)
    }
  }
  before[all] = rows.length
  return {
    count: rows.length,
    rowAt: (index) => rows[index] ?? null,
    rectOf: (rect) => {
      const r0 = before[rect.r0] ?? rows.length
      return { ...rect, r0, r1: Math.max(r0, (before[rect.r1 + 1] ?? rows.length) - 1) }
    },
  }
}

import type { Dragged } from './fill/dragged.ts'
import type { GridPeer } from './GridController.ts'
import type { Box } from './overlay.ts'
import type { CellRef, Range, Rect, Selection } from './Selection.ts'

/** What is drawn over the cells. */
export interface Drawn {
  selection: Selection
  peers: readonly GridPeer[]
  found: readonly CellRef[]
  /** Where the fill handle is drawn to. */
  dragged: Dragged | null
  /** The place that dragged rows would go to: above the row at this position. */
  gap: number | null
  /** The cell that files are held over and that will take them. */
  drop: CellRef | null
  copied: readonly Range[]
  isEditing: boolean
  /** Whether anything of a rectangle may be written. */
  isFillable: (rect: Rect) => boolean
}

/** The boxes of the overlay, from the bottom to the top. Complexity: what is drawn, not the cells. */
export function boxesOf(drawn: Drawn): Box[] {
  const { selection, dragged, copied, isEditing } = drawn
  const boxes: Box[] = []
  for (const peer of drawn.peers) {
    const rect = placeOf(peer, selection)
    if (rect !== null) {
      const colour = `var(--peer-${peer.colour})`
      boxes.push({ id: `peer-${peer.id}`, rect, className: 'ov-peer', colour, label: peer.name })
    }
  }
  for (const cell of drawn.found) {
    const rect = selection.rect({ anchor: cell, head: cell, kind: 'cells' })
    if (rect !== null) {
      boxes.push({ id: `found-${cell.row}-${cell.key}`, rect, className: 'ov-found' })
    }
  }
  const rects = selection.rects()
  rects.forEach((rect, i) => {
    const isSingle = rect.r0 === rect.r1 && rect.c0 === rect.c1
    // The open editor has a frame of its own; ours would be painted over the pinned cells.
    if (!(isSingle && isEditing)) {
      const hasHandle = rects.length === 1 && !isEditing && drawn.isFillable(rect)
      boxes.push({ id: `sel-${i}`, rect, className: `ov-sel${isSingle ? ' ov-single' : ''}`, hasHandle })
    }
  })
  if (dragged !== null) {
    boxes.push({ id: 'dragged', rect: dragged.rect, className: `ov-${dragged.kind}` })
  }
  if (drawn.gap !== null) {
    boxes.push(gapBox(drawn.gap, selection))
  }
  if (drawn.drop !== null) {
    const rect = selection.rect({ anchor: drawn.drop, head: drawn.drop, kind: 'cells' })
    boxes.push(...(rect === null ? [] : [{ id: 'drop', rect, className: 'ov-drop' }]))
  }
  copied.forEach((range, i) => {
    const rect = selection.rect(range)
    if (rect !== null) {
      boxes.push({ id: `copied-${i}`, rect, className: 'ov-copied' })
    }
  })
  return boxes
}

/** A line at the upper edge of a row; below the last one at its lower edge. */
function gapBox(gap: number, { view }: Selection): Box {
  const last = view.rowCount() - 1
  const r = Math.min(gap, last)
  const rect = { r0: r, r1: r, c0: 0, c1: view.columns().length - 1 }
  return { id: 'gap', rect, className: gap > last ? 'ov-gap ov-gap-end' : 'ov-gap' }
}

/** The cells of a person; on a phone, when all of them are in columns that it does not show, the key of their row. */
function placeOf({ from, to }: GridPeer, selection: Selection): Rect | null {
  const r = selection.view.rowIndex(to.row)
  return selection.rect({ anchor: from, head: to, kind: 'cells' }) ?? (r < 0 ? null : { r0: r, r1: r, c0: 0, c1: 0 })
}

import type { Rect } from '../Selection.ts'

/** What letting go of the fill handle does. */
export interface Dragged {
  kind: 'fill' | 'clear'
  /** The cells that are written. */
  rect: Rect
}

/**
 * Where the handle of `from` was drawn to: beyond one side, that is filled, on the axis on which it is farther; back into the
 * range, what was left behind is cleared. Null: nothing, it is where it was.
 */
export function draggedTo(from: Rect, { r, c }: { r: number; c: number }): Dragged | null {
  const [down, up] = [r - from.r1, from.r0 - r]
  const [right, left] = [c - from.c1, from.c0 - c]
  const rows = Math.max(down, up)
  const columns = Math.max(right, left)
  if (rows > 0 && rows >= columns) {
    return { kind: 'fill', rect: down > 0 ? { ...from, r0: from.r1 + 1, r1: r } : { ...from, r0: r, r1: from.r0 - 1 } }
  }
  if (columns > 0) {
    return { kind: 'fill', rect: right > 0 ? { ...from, c0: from.c1 + 1, c1: c } : { ...from, c0: c, c1: from.c0 - 1 } }
  }
  if (down === 0 && right === 0) {
    return null
  }
  return { kind: 'clear', rect: down <= right ? { ...from, r0: r + 1 } : { ...from, c0: c + 1 } }
}

import type { Rect } from '../Selection.ts'

/** The last row down to which the column before the range, or else the one behind it, has values without a gap; null: none. */
export function neighbourEnd({ r1, c0, c1 }: Rect, isFilled: (r: number, c: number) => boolean): number | null {
  for (const c of [c0 - 1, c1 + 1]) {
    let end = r1
    while (isFilled(end + 1, c)) {
      end++
    }
    if (end > r1) {
      return end
    }
  }
  return null
}

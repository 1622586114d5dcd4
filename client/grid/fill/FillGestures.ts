import type { Gesture } from '#collab/binding/SheetEditing.ts'
import type { GestureOptions } from '../GridGestures.ts'
import type { Rect, Selection } from '../Selection.ts'
import { neighbourEnd } from './neighbourEnd.ts'
import { planFill } from './planFill.ts'

/** What the fill handle and its keys do to the selected cells. */
export class FillGestures {
  readonly #options: GestureOptions
  readonly #selection: Selection
  readonly #apply: (gesture: Gesture, then: () => void) => void

  constructor(options: GestureOptions, selection: Selection, apply: (gesture: Gesture, then: () => void) => void) {
    this.#options = options
    this.#selection = selection
    this.#apply = apply
  }

  /** Goes on with `from` over the cells of `to` beside it, or repeats it; both are selected then. */
  fill(from: Rect, to: Rect, isCopy: boolean): void {
    const model = this.#options.model()
    const { view } = this.#selection
    const plan = planFill(
      { from, to, isCopy },
      {
        rowAt: (index) => (this.#selection.isHead(index) ? null : view.rowAt(index)),
        columns: view.columns().flatMap((key) => model.field(key) ?? []),
        value: (row, key) => model.value(row, key),
        isWritable: this.#options.isWritable,
      },
    )
    const [first, last] = [
      this.#selection.ref(Math.min(from.r0, to.r0), Math.min(from.c0, to.c0)),
      this.#selection.ref(Math.max(from.r1, to.r1), Math.max(from.c1, to.c1)),
    ]
    this.#apply({ kind: 'filled', writes: plan.writes }, () => {
      if (first !== null && last !== null) {
        this.#selection.set(first, last)
      }
      this.#options.tell({ kind: 'filled', cells: plan.writes.length, errors: plan.errors, skipped: plan.skipped })
    })
  }

  /** Down as far as the column beside the range has values. */
  fillDownAlong(): void {
    const [from, ...others] = this.#selection.rects()
    const { view } = this.#selection
    const model = this.#options.model()
    const keys = view.columns()
    const isFilled = (r: number, c: number): boolean => {
      const row = view.rowAt(r)
      return row !== null && keys[c] !== undefined && (model.value(row, keys[c]) ?? '') !== ''
    }
    const end = from === undefined || others.length > 0 ? null : neighbourEnd(from, isFilled)
    if (from !== undefined && end !== null) {
      this.fill(from, { ...from, r0: from.r1 + 1, r1: end }, false)
    }
  }

  /** Repeats the first row (or column) of each range over the rest of it; one row, what is above it; one column, what is before. */
  repeat(direction: 'down' | 'across'): void {
    const [selected] = this.#selection.rects()
    const r0 = selected === undefined ? null : this.#selection.dataFrom(selected.r0, 1)
    const r1 = selected === undefined ? null : this.#selection.dataFrom(selected.r1, -1)
    if (selected === undefined || r0 === null || r1 === null || r0 > r1) {
      return
    }
    const rect = { ...selected, r0, r1 }
    const [start, end] = direction === 'down' ? [rect.r0, rect.r1] : [rect.c0, rect.c1]
    const before = direction === 'down' ? (this.#selection.dataFrom(start - 1, -1) ?? -1) : start - 1
    const source = start === end ? before : start
    if (source >= 0) {
      const [from, to] =
        direction === 'down'
          ? [
              { ...rect, r0: source, r1: source },
              { ...rect, r0: source + 1 },
            ]
          : [
              { ...rect, c0: source, c1: source },
              { ...rect, c0: source + 1 },
            ]
      this.fill(from, to, true)
    }
  }
}

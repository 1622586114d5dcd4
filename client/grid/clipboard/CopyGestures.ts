import type { GridEvent } from '../GridGestures.ts'
import type { SheetModel } from '../model/SheetModel.ts'
import type { Range, Selection } from '../Selection.ts'
import { CopiedCells } from './CopiedCells.ts'
import { canWriteClipboard, writeClipboard } from './systemClipboard.ts'

/** Progress is told for what takes longer than this, and as often. */
const TOLD_EVERY_MS = 1000

interface CopyOptions {
  model: () => SheetModel
  tell: (event: GridEvent) => void
}

/** What is copied, and the dashed line around it. */
export class CopyGestures {
  readonly #options: CopyOptions
  readonly #selection: Selection
  #outline: readonly Range[] = []
  #writing: AbortController | null = null

  constructor(options: CopyOptions, selection: Selection) {
    this.#options = options
    this.#selection = selection
  }

  /** What was copied last, until the next edit. */
  get outline(): readonly Range[] {
    return this.#outline
  }

  forget(): void {
    this.#outline = []
  }

  /** Ends the copying that goes on, and forgets the outline; false when there is neither. */
  cancel(): boolean {
    const had = this.#outline.length > 0 || this.#writing !== null
    this.#writing?.abort()
    this.forget()
    return had
  }

  /** The selected cells; null when there are none, or when the ranges do not fit together, which is told. */
  cells(): CopiedCells | null {
    const rects = this.#selection.rects()
    const cells = CopiedCells.of(this.#options.model(), this.#selection.view, rects)
    if (cells === null && rects.length > 0) {
      this.#options.tell({ kind: 'separate-ranges' })
    }
    return cells
  }

  /** They would hold up the page while the browser waits for them. */
  isLong(cells: CopiedCells): boolean {
    return cells.areMany && canWriteClipboard()
  }

  /** They are on the clipboard. */
  done(cells: CopiedCells, ranges: readonly Range[] = this.#selection.ranges): void {
    this.#outline = ranges
    this.#options.tell({ kind: 'copied', rows: cells.rows.length, columns: cells.keys.length })
  }

  /** The browser did not take them. */
  failed(): void {
    this.#options.tell({ kind: 'copy-failed' })
  }

  /** Puts them on the clipboard in slices. False when it was cancelled; rejects when the browser does not allow it. */
  async write(cells: CopiedCells, rtl: boolean): Promise<boolean> {
    this.#writing?.abort()
    const { signal } = (this.#writing = new AbortController())
    const { ranges } = this.#selection
    let toldAt = performance.now()
    const onProgress = (done: number): void => {
      if (performance.now() > toldAt + TOLD_EVERY_MS) {
        toldAt = performance.now()
        this.#options.tell({ kind: 'copying', done })
      }
    }
    try {
      await writeClipboard(cells, rtl, { signal, onProgress })
    } catch (error) {
      if (!signal.aborted) {
        throw error
      }
      this.#options.tell({ kind: 'copy-cancelled' })
      return false
    } finally {
      if (this.#writing?.signal === signal) {
        this.#writing = null
      }
    }
    this.done(cells, ranges)
    return true
  }
}

/**
 * A gesture on its way through the documents, piece by piece, so that a page can do something else in between. Whoever
 * cannot wait finishes it at once. Each piece is a transaction that stands by itself: what ends in the middle has lost
 * nothing of what was done before.
 */
export class GestureRun<Result> {
  /** How many cells it is about, at most. */
  readonly size: number
  readonly #pieces: Generator<void, Result | null>
  #isCancelled = false
  #done = 0
  #end: { result: Result | null } | null = null
  #onEnd: ((result: Result | null) => void) | null = null

  /** `pieces` gives null when it was cancelled, and has taken back then what it had done. */
  constructor(size: number, pieces: (run: GestureRun<Result>) => Generator<void, Result | null>) {
    this.size = size
    this.#pieces = pieces(this)
  }

  get hasEnded(): boolean {
    return this.#end !== null
  }

  get isCancelled(): boolean {
    return this.#isCancelled
  }

  /** How much is done, from 0 to 1. */
  get progress(): number {
    return this.#end !== null || this.size === 0 ? 1 : Math.min(1, this.#done / this.size)
  }

  /** So many more cells are done, or taken back. */
  advance(cells: number): void {
    this.#done += cells
  }

  /** Takes back what was done, by the pieces that follow. */
  cancel(): void {
    this.#isCancelled = true
  }

  /** What is to happen when it has ended, also when somebody else could not wait for it. */
  onEnd(listener: (result: Result | null) => void): void {
    this.#onEnd = listener
  }

  /** Does the next piece; false when there is none any more. */
  step(): boolean {
    if (this.#end === null) {
      const next = this.#next()
      if (next.done === true) {
        this.#end = { result: next.value }
        this.#onEnd?.(next.value)
      }
    }
    return this.#end === null
  }

  #next(): IteratorResult<void, Result | null> {
    try {
      return this.#pieces.next()
    } catch (error) {
      this.#end = { result: null }
      this.#onEnd?.(null)
      throw error
    }
  }

  /** The pieces one after the other, for as long as there are any. */
  *pieces(): Generator<void, void> {
    while (this.step()) {
      yield
    }
  }

  /** Does all that is left. Null: it was cancelled. */
  finish(): Result | null {
    while (this.step()) {
      // a piece a time
    }
    return this.#end?.result ?? null
  }
}

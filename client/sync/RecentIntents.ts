import type { Intent } from './IntentLog.ts'

/**
 * The last of what was written here, oldest first. A refusal may ask for it, which is seldom: so it is put in order by
 * cells only then, and very many cells cost nothing to remember.
 */
export class RecentIntents {
  #batches: (readonly Intent[])[] = []
  #size = 0
  /** By field and row, the last of each cell; null: nobody has asked yet. */
  #cells: Map<number, Map<string, Intent>> | null = null
  /** Were asked for by a refusal, and are not told again. */
  readonly #told = new WeakSet<Intent>()

  /** `most`: what is older than so many may be forgotten. */
  add(intents: readonly Intent[], most: number): void {
    this.#batches.push(intents)
    this.#size += intents.length
    let [forgotten, oldest] = [0, this.#batches[0]]
    while (oldest !== undefined && this.#size - oldest.length >= most) {
      this.#size -= oldest.length
      oldest = this.#batches[++forgotten]
    }
    this.#batches.splice(0, forgotten)
    this.#cells = null
  }

  /** What was last written to a cell; undefined when it is not remembered, or told. */
  last(row: string, ordinal: number): Intent | undefined {
    this.#cells ??= this.#inOrder()
    return this.#cells.get(ordinal)?.get(row)
  }

  /** The same, and never again. */
  take(row: string, ordinal: number): Intent | undefined {
    const intent = this.last(row, ordinal)
    if (intent !== undefined) {
      this.#told.add(intent)
      this.#cells?.get(ordinal)?.delete(row)
    }
    return intent
  }

  #inOrder(): Map<number, Map<string, Intent>> {
    const cells = new Map<number, Map<string, Intent>>()
    for (const intent of this.#batches.flat()) {
      let column = cells.get(intent.ordinal)
      if (column === undefined) {
        column = new Map()
        cells.set(intent.ordinal, column)
      }
      if (this.#told.has(intent)) {
        column.delete(intent.row)
      } else {
        column.set(intent.row, intent)
      }
    }
    return cells
  }
}

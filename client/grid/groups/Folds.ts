/** Which groups are closed, by the id of their head. It outlasts other filters and rows that come and go. */
export class Folds {
  #areClosed: boolean
  /** Groups that are otherwise than the rest. */
  #others: Set<string>
  readonly #listeners = new Set<() => void>()

  constructor(areClosed = false, others: Iterable<string> = []) {
    this.#areClosed = areClosed
    this.#others = new Set(others)
  }

  get areClosed(): boolean {
    return this.#areClosed
  }

  /** In the order in which they became otherwise. */
  get others(): ReadonlySet<string> {
    return this.#others
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  isClosed(id: string): boolean {
    return this.#others.has(id) !== this.#areClosed
  }

  /** True when that changed something. */
  fold(id: string, isClosed: boolean): boolean {
    const changes = this.isClosed(id) !== isClosed
    if (isClosed === this.#areClosed) {
      this.#others.delete(id)
    } else {
      this.#others.add(id)
    }
    if (changes) {
      this.#tell()
    }
    return changes
  }

  /** All groups, also those that come later. */
  foldAll(areClosed: boolean): void {
    this.#areClosed = areClosed
    this.#others = new Set()
    this.#tell()
  }

  #tell(): void {
    this.#listeners.forEach((listener) => listener())
  }
}

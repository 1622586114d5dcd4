/** Which groups are closed, by the id of their head. It outlasts other filters and rows that come and go. */
export class Folds {
  #areClosed = false
  /** Groups that are otherwise than the rest. */
  #others = new Set<string>()

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
    return changes
  }

  /** All groups, also those that come later. */
  foldAll(areClosed: boolean): void {
    this.#areClosed = areClosed
    this.#others = new Set()
  }
}

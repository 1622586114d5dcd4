/** What changed since the last frame. */
export interface ModelChange {
  rows: ReadonlySet<string> | 'all'
  structural: boolean
  /** What cells point at is called otherwise than before. `first`: those are the names that the sheet opened without. */
  names?: 'first' | 'again'
}

/** Changes of a sheet, told at most once per frame. */
export class ModelNews {
  readonly #listeners = new Set<(change: ModelChange) => void>()
  #rows: Set<string> | 'all' = new Set()
  #structural = false
  #names: ModelChange['names'] | null = null
  #frame = 0
  #version = 0
  /** How many hold it. */
  #held = 0
  #isDue = false

  /** Goes up with every change that was told. */
  get version(): number {
    return this.#version
  }

  onChange(listener: (change: ModelChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame)
    this.#listeners.clear()
  }

  /** These rows are other than before. */
  rows(rows: Iterable<string> | 'all', isStructural = false): void {
    this.#structural ||= isStructural
    if (rows === 'all' || this.#rows === 'all') {
      this.#rows = 'all'
    } else {
      for (const row of rows) {
        this.#rows.add(row)
      }
    }
    this.#isDue = true
    if (this.#held === 0) {
      this.#frame ||= requestAnimationFrame(() => this.flush())
    }
  }

  names(isFirst: boolean): void {
    this.#names = isFirst || this.#names === 'first' ? 'first' : 'again'
  }

  /** Nobody is told of anything until the returned function is called, and then of all at once. */
  hold(): () => void {
    this.#held++
    return () => {
      this.#held--
      if (this.#isDue) {
        this.flush()
      }
    }
  }

  /** Tells now instead of at the next frame. */
  flush(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    if (this.#held > 0) {
      return
    }
    const change: ModelChange = {
      rows: this.#rows,
      structural: this.#structural,
      ...(this.#names && { names: this.#names }),
    }
    this.#rows = new Set()
    this.#structural = false
    this.#names = null
    this.#isDue = false
    this.#version++
    for (const listener of this.#listeners) {
      listener(change)
    }
  }
}

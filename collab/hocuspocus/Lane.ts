/**
 * Who may be between gate and apply on one part. Ordinary updates go side by side; an update that needs a repair goes
 * alone, because a repair is computed from the document and must still be true when it is applied. First come, first served.
 */
export class Lane {
  #sharing = 0
  #isAlone = false
  #queue: { isExclusive: boolean; go: () => void }[] = []

  /** The usual case, without a promise. */
  tryShared(): boolean {
    if (this.#isAlone || this.#queue.length > 0) {
      return false
    }
    this.#sharing++
    return true
  }

  shared(): Promise<void> {
    return this.tryShared() ? Promise.resolve() : this.#wait(false)
  }

  exclusive(): Promise<void> {
    if (this.#isAlone || this.#sharing > 0 || this.#queue.length > 0) {
      return this.#wait(true)
    }
    this.#isAlone = true
    return Promise.resolve()
  }

  leaveShared(): void {
    this.#sharing--
    this.#next()
  }

  leaveExclusive(): void {
    this.#isAlone = false
    this.#next()
  }

  #wait(isExclusive: boolean): Promise<void> {
    return new Promise((go) => this.#queue.push({ isExclusive, go }))
  }

  #next(): void {
    while (this.#queue.length > 0 && !this.#isAlone) {
      const first = this.#queue[0]!
      if (first.isExclusive && this.#sharing > 0) {
        return
      }
      this.#queue.shift()
      if (first.isExclusive) {
        this.#isAlone = true
      } else {
        this.#sharing++
      }
      first.go()
    }
  }
}

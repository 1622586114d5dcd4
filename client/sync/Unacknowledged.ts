interface Entry<T> {
  item: T
  /** Number of the message that carries it on this connection; null while it has not been sent on it. */
  message: number | null
}

/**
 * Things that travel in messages which the server acknowledges. Acknowledgements carry no number; they come in the order of
 * the messages of one connection, so both sides are counted per connection.
 */
export class Unacknowledged<T extends object> {
  #open: Entry<T>[] = []
  /** Were sent on a connection that was lost: what the server said of them was perhaps not heard. */
  readonly #unsure = new WeakSet<T>()
  #sent = 0
  #answered = 0

  get size(): number {
    return this.#open.length
  }

  /** Whether every message of this connection has been answered. */
  get settled(): boolean {
    return this.#open.length === 0 && this.#answered >= this.#sent
  }

  items(): T[] {
    return this.#open.map(({ item }) => item)
  }

  add(items: readonly T[]): void {
    for (const item of items) {
      this.#open.push({ item, message: null })
    }
  }

  /** The same of things that a closed tab may have sent. */
  addUnsure(items: readonly T[]): void {
    items.forEach((item) => this.#unsure.add(item))
    this.add(items)
  }

  isUnsure(item: T): boolean {
    return this.#unsure.has(item)
  }

  /** A message was sent: it carries everything that was added and not sent before. Gives that. */
  sent(): T[] {
    this.#sent++
    const carried = this.#open.filter(({ message }) => message === null)
    for (const entry of carried) {
      entry.message = this.#sent
    }
    return carried.map(({ item }) => item)
  }

  /** The next message was answered. Gives what that settles. */
  answered(): T[] {
    this.#answered++
    const settled = this.#open.filter(({ message }) => message !== null && message <= this.#answered)
    this.#open = this.#open.filter(({ message }) => message === null || message > this.#answered)
    return settled.map(({ item }) => item)
  }

  /** Messages of this connection that have not been answered. */
  get unanswered(): number {
    return Math.max(0, this.#sent - this.#answered)
  }

  /** Goes on with another connection, on which so many messages are on their way. */
  follow(unanswered: number): void {
    this.disconnected()
    this.#sent = unanswered
  }

  /** The connection ended: nothing counts as sent any more. */
  disconnected(): void {
    this.#sent = 0
    this.#answered = 0
    for (const entry of this.#open) {
      if (entry.message !== null) {
        this.#unsure.add(entry.item)
      }
      entry.message = null
    }
  }

  /** Empties the log and gives what was in it. */
  takeAll(): T[] {
    const all = this.items()
    this.#open = []
    return all
  }
}

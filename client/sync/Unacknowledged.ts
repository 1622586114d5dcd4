/** What was added together and goes out together. */
interface Batch<T> {
  items: readonly T[]
  /** Number of the message that carries it on this connection; null while it has not been sent on it. */
  message: number | null
}

/**
 * Things that travel in messages which the server acknowledges. Acknowledgements carry no number; they come in the order of
 * the messages of one connection, so both sides are counted per connection.
 */
export class Unacknowledged<T extends object> {
  #open: Batch<T>[] = []
  #size = 0
  /** Were sent on a connection that was lost: what the server said of them was perhaps not heard. */
  readonly #unsure = new WeakSet<T>()
  #sent = 0
  #answered = 0

  get size(): number {
    return this.#size
  }

  /** Whether every message of this connection has been answered. */
  get settled(): boolean {
    return this.#size === 0 && this.#answered >= this.#sent
  }

  items(): T[] {
    return this.#open.flatMap(({ items }) => items)
  }

  /** The same as they were added together: the same lists for as long as they are open. */
  batches(): (readonly T[])[] {
    return this.#open.map(({ items }) => items)
  }

  add(items: readonly T[]): void {
    if (items.length > 0) {
      this.#open.push({ items, message: null })
      this.#size += items.length
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
    for (const batch of carried) {
      batch.message = this.#sent
    }
    return carried.flatMap(({ items }) => items)
  }

  /** The next message was answered. Gives what that settles. */
  answered(): T[] {
    this.#answered++
    const [settled, open]: Batch<T>[][] = [[], []]
    for (const batch of this.#open) {
      ;(batch.message !== null && batch.message <= this.#answered ? settled : open)!.push(batch)
    }
    this.#open = open!
    const items = settled!.flatMap((batch) => batch.items)
    this.#size -= items.length
    return items
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
    for (const batch of this.#open) {
      if (batch.message !== null) {
        batch.items.forEach((item) => this.#unsure.add(item))
      }
      batch.message = null
    }
  }

  /** Empties the log and gives what was in it. */
  takeAll(): T[] {
    const all = this.items()
    this.#open = []
    this.#size = 0
    return all
  }
}

const MIN_MS = 300
const MAX_MS = 10_000

/** Work that is done later: attempts at growing, random distances, so that a thousand pages do not return at once. */
export class Retry {
  readonly #timers = new Set<ReturnType<typeof setTimeout>>()
  #attempt = 0

  /** How often it was tried since the last success. */
  get attempts(): number {
    return this.#attempt
  }

  succeeded(): void {
    this.#attempt = 0
  }

  again(work: () => void): void {
    const limit = Math.min(MAX_MS, MIN_MS * 2 ** this.#attempt)
    this.#attempt++
    this.later(limit / 2 + Math.random() * (limit / 2), work)
  }

  later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      work()
    }, ms)
    this.#timers.add(timer)
  }

  stop(): void {
    this.#timers.forEach(clearTimeout)
  }
}

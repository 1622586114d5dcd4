const BURST = 300
const PER_SECOND = 5

/**
 * How many writes without permission one session may try: a repair works alone on its part, so a flood of them would slow
 * everybody. A bucket of 300 that refills by 5 a second.
 */
export class RefusalLimit {
  readonly #buckets = new WeakMap<object, { left: number; at: number }>()
  readonly #now: () => number

  /** `now` in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Counts one refused write. */
  isExceeded(session: object): boolean {
    const now = this.#now()
    const bucket = this.#buckets.get(session) ?? { left: BURST, at: now }
    bucket.left = Math.min(BURST, bucket.left + ((now - bucket.at) / 1000) * PER_SECOND) - 1
    bucket.at = now
    this.#buckets.set(session, bucket)
    return bucket.left < 0
  }
}

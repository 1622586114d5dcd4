import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '../errors/AppError.ts'

/** Requests of one key in a minute. */
export const KEY_REQUESTS_A_MINUTE = 600

const MINUTE = 60

/** What is left of a minute. */
export interface KeyAllowance {
  limit: number
  remaining: number
  /** Seconds until all of it is there again. */
  resetSeconds: number
}

/** Keeps a program that runs wild from being everybody's trouble. Counts live in this process; several servers each count. */
export class KeyThrottle {
  readonly #limit: number
  readonly #keys: RateLimiterMemory

  constructor(requestsAMinute = KEY_REQUESTS_A_MINUTE) {
    this.#limit = requestsAMinute
    this.#keys = new RateLimiterMemory({ points: requestsAMinute, duration: MINUTE, keyPrefix: 'key' })
  }

  /** Counts a request of this key. Throws `too-many-requests` with the seconds to wait. */
  async count(keyId: string): Promise<KeyAllowance> {
    try {
      const { remainingPoints, msBeforeNext } = await this.#keys.consume(keyId)
      return { limit: this.#limit, remaining: remainingPoints, resetSeconds: Math.ceil(msBeforeNext / 1000) }
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) {
        throw refusal
      }
      throw new AppError({
        code: 'too-many-requests',
        status: 429,
        detail: `This key sends more than ${this.#limit} requests a minute. Nothing was changed. Wait, and send fewer at once.`,
        retryAfterSeconds: Math.ceil(refusal.msBeforeNext / 1000),
      })
    }
  }
}

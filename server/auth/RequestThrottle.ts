import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '../errors/AppError.ts'

/** Requests of one key in a minute. */
export const KEY_REQUESTS_A_MINUTE = 600
/** Of one session: far more than pages ask for, and less than what would slow others down. */
export const SESSION_REQUESTS_A_MINUTE = 6000

const MINUTE = 60

/** Batches of one device. */
export const DEVICE_REQUESTS_A_MINUTE = 600

/** Who is counted, as the name of the policy in the headers. */
type Counted = 'key' | 'session' | 'device'

/** Keeps a program that runs wild from being everybody's trouble. Counts live in this process; several servers each count. */
export class RequestThrottle {
  readonly #counted: Counted
  readonly #limit: number
  readonly #counts: RateLimiterMemory

  constructor(counted: Counted, requestsAMinute: number) {
    this.#counted = counted
    this.#limit = requestsAMinute
    this.#counts = new RateLimiterMemory({ points: requestsAMinute, duration: MINUTE, keyPrefix: counted })
  }

  /**
   * Counts a request of this key, session or device, and gives the headers that say what is left of the minute (IETF
   * draft-ietf-httpapi-ratelimit-headers-10). Throws `too-many-requests` with the seconds to wait.
   */
  async count(id: string): Promise<Readonly<Record<string, string>>> {
    try {
      const { remainingPoints, msBeforeNext } = await this.#counts.consume(id)
      return {
        'RateLimit-Policy': `"${this.#counted}";q=${this.#limit};w=${MINUTE}`,
        RateLimit: `"${this.#counted}";r=${remainingPoints};t=${Math.ceil(msBeforeNext / 1000)}`,
      }
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) {
        throw refusal
      }
      throw new AppError({
        code: 'too-many-requests',
        status: 429,
        detail: `This ${this.#counted} sends more than ${this.#limit} requests a minute. Nothing was changed. Wait, and send fewer at once.`,
        retryAfterSeconds: Math.ceil(refusal.msBeforeNext / 1000),
      })
    }
  }
}

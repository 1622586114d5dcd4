import { createHash } from 'node:crypto'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '../errors/AppError.ts'

const MINUTE = 60

/** Limits of failed sign-ins. */
export interface LoginLimits {
  /** Failures per account and 15 minutes. */
  perAccount: number
  /** Failures per address and 15 minutes, whatever the accounts. */
  perAddress: number
}

export const LOGIN_LIMITS: LoginLimits = { perAccount: 10, perAddress: 50 }

/**
 * Slows the guessing of passwords down, by account and by address, whether the account exists or not. Counts live in
 * this process; several servers each count for themselves.
 */
export class LoginThrottle {
  readonly #accounts: RateLimiterMemory
  readonly #addresses: RateLimiterMemory

  constructor(limits: LoginLimits = LOGIN_LIMITS) {
    this.#accounts = new RateLimiterMemory({ points: limits.perAccount, duration: 15 * MINUTE, keyPrefix: 'account' })
    this.#addresses = new RateLimiterMemory({ points: limits.perAddress, duration: 15 * MINUTE, keyPrefix: 'address' })
  }

  /**
   * Counts one try before the password is looked at, so that parallel guesses cannot slip by. Throws
   * `too-many-requests` with the seconds to wait.
   */
  async count(email: string, address: string): Promise<void> {
    const outcomes = await Promise.allSettled([
      this.#accounts.consume(accountKey(email)),
      this.#addresses.consume(address),
    ])
    const reasons = outcomes.flatMap((outcome): unknown[] => (outcome.status === 'rejected' ? [outcome.reason] : []))
    const refusals = reasons.filter((reason) => reason instanceof RateLimiterRes)
    if (refusals.length > 0) {
      throw tooManyTries(Math.ceil(Math.max(...refusals.map((refusal) => refusal.msBeforeNext)) / 1000))
    }
  }

  /** The password was right: this try was no failure, and the account's earlier failures are forgotten. */
  async forgive(email: string, address: string): Promise<void> {
    await Promise.all([this.#accounts.delete(accountKey(email)), this.#addresses.reward(address)])
  }
}

/** E-mails are not kept in clear, and a long one costs no memory. */
function accountKey(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('base64url')
}

function tooManyTries(retryAfterSeconds: number): AppError {
  const minutes = Math.ceil(retryAfterSeconds / MINUTE)
  return new AppError({
    code: 'too-many-requests',
    status: 429,
    detail: `Too many failed sign-ins. Wait ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} and try again.`,
    retryAfterSeconds,
  })
}

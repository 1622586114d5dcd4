import type { TokenReply } from '#shared/api/auth.ts'
import { isSignedOut } from './ApiProblem.ts'

/** A token is renewed this long before it ends, so that no request starts with one that ends on the way. */
const RENEW_BEFORE_END_MS = 30_000

/** Runs `work` alone among all tabs of this browser: the refresh cookie rotates, and using one twice ends the session. */
export type Exclusive = <T>(work: () => Promise<T>) => Promise<T>

/** The access token of this tab, in memory only, renewed by the refresh cookie. */
export class AccessTokens {
  #token: string | null = null
  #endsAt = 0
  #renewal: Promise<string> | null = null
  readonly #renew: () => Promise<TokenReply>
  readonly #exclusive: Exclusive
  readonly #onLost: () => void
  readonly #now: () => number

  constructor(options: {
    renew: () => Promise<TokenReply>
    exclusive: Exclusive
    /** The session is over; only a new sign-in helps. */
    onLost: () => void
    now?: () => number
  }) {
    this.#renew = options.renew
    this.#exclusive = options.exclusive
    this.#onLost = options.onLost
    this.#now = options.now ?? Date.now
  }

  /** Takes over the token of a sign-in or a renewal. */
  accept(reply: TokenReply): void {
    this.#token = reply.access_token
    this.#endsAt = this.#now() + reply.expires_in * 1000
  }

  forget(): void {
    this.#token = null
    this.#endsAt = 0
  }

  /** A token that is good for the next half minute. Throws ApiProblem: `network` may be retried, the rest needs a sign-in. */
  async get(): Promise<string> {
    if (this.#token !== null && this.#now() < this.#endsAt - RENEW_BEFORE_END_MS) {
      return this.#token
    }
    return this.renew()
  }

  /** A new token, although the old one looks good: the server has just refused it. Many callers share one renewal. */
  renew(): Promise<string> {
    this.#renewal ??= this.#renewOnce().finally(() => {
      this.#renewal = null
    })
    return this.#renewal
  }

  async #renewOnce(): Promise<string> {
    try {
      const reply = await this.#exclusive(this.#renew)
      this.accept(reply)
      return reply.access_token
    } catch (error) {
      if (isSignedOut(error)) {
        this.forget()
        this.#onLost()
      }
      throw error
    }
  }
}

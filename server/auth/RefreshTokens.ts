import { createHash, createHmac, randomBytes } from 'node:crypto'

/** Lifetime of one refresh token; every use starts it anew. */
export const REFRESH_TOKEN_DAYS = 14

/** How long a used token still answers with the same successor: tabs that refresh at the same moment are no theft. */
export const REUSE_GRACE_SECONDS = 10

/** `tenant.secret`: the tenant is needed before anything can be looked up under row-level security. */
const PATTERN = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.[A-Za-z0-9_-]{43}$/

/** The refresh tokens of a session: random at sign-in, then each derived from the one before, so that it can be said twice. */
export class RefreshTokens {
  readonly #key: Uint8Array

  constructor(secret: string) {
    this.#key = createHmac('sha256', secret).update('refresh tokens').digest()
  }

  create(tenantId: string): string {
    return `${tenantId}.${randomBytes(32).toString('base64url')}`
  }

  /** The one token that may follow `token`. Without the server's secret nobody can make it. */
  successorOf(token: string): string {
    const [tenantId] = token.split('.')
    return `${tenantId}.${createHmac('sha256', this.#key).update(token).digest('base64url')}`
  }

  /** The tenant that a token names, or null when it does not look like one of ours. */
  tenantOf(token: string): string | null {
    return PATTERN.exec(token)?.[1] ?? null
  }

  /** What the database keeps of a token. */
  hashOf(token: string): Buffer {
    return createHash('sha256').update(token).digest()
  }
}

import { createHmac } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'

/** Lifetime of an access token. */
export const ACCESS_TOKEN_SECONDS = 600

const ISSUER = 'carbonsheet'
const KEY_ID = '1'
const MOST_REMEMBERED = 5000

/** What an access token says. It opens nothing by itself: the session must still be alive in the database. */
export interface AccessClaims {
  userId: string
  tenantId: string
  sessionId: string
}

/** Makes and checks access tokens (JWT, HS256). The key is derived from the server's secret for this purpose only. */
export class AccessTokens {
  readonly #key: Uint8Array
  /** Tokens that were found good, until they expire: a page of rows is quicker than checking a signature again. */
  readonly #good = new Map<string, { claims: AccessClaims; expiresAtMs: number }>()

  constructor(secret: string) {
    this.#key = createHmac('sha256', secret).update('access tokens').digest()
  }

  issue({ userId, tenantId, sessionId }: AccessClaims): Promise<string> {
    return new SignJWT({ tid: tenantId, sid: sessionId })
      .setProtectedHeader({ alg: 'HS256', kid: KEY_ID })
      .setIssuer(ISSUER)
      .setSubject(userId)
      .setIssuedAt()
      .setExpirationTime(`${ACCESS_TOKEN_SECONDS}s`)
      .sign(this.#key)
  }

  /** Null when the token is not ours, was changed, or has expired. */
  async read(token: string): Promise<AccessClaims | null> {
    const known = this.#good.get(token)
    if (known !== undefined && known.expiresAtMs > Date.now()) {
      return known.claims
    }
    try {
      const { payload } = await jwtVerify(token, this.#key, { algorithms: ['HS256'], issuer: ISSUER })
      const { sub, tid, sid, exp } = payload
      if (typeof sub !== 'string' || typeof tid !== 'string' || typeof sid !== 'string' || exp === undefined) {
        return null
      }
      const claims = { userId: sub, tenantId: tid, sessionId: sid }
      this.#remember(token, claims, exp * 1000)
      return claims
    } catch {
      // jose throws for every kind of bad token; which kind it was is nobody's business.
      return null
    }
  }

  #remember(token: string, claims: AccessClaims, expiresAtMs: number): void {
    if (this.#good.size >= MOST_REMEMBERED) {
      this.#good.clear()
    }
    this.#good.set(token, { claims, expiresAtMs })
  }
}

import type { Knex } from 'knex'
import { REFRESH_TOKEN_DAYS, type RefreshTokens, REUSE_GRACE_SECONDS } from '../auth/RefreshTokens.ts'
import { AuthenticationError } from '../errors/AuthenticationError.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { revokeSession } from './revokeSession.ts'
import type { RequestOrigin } from './startSession.ts'

export interface RotatedSession {
  userId: string
  tenantId: string
  sessionId: string
  refreshToken: string
}

/** A used token came again after its grace: somebody else has it. The whole session is over. */
interface Reused {
  reusedSessionId: string
}

interface TokenRow {
  id: string
  session_id: string
  user_id: string
  alive: boolean
  used: boolean
  in_grace: boolean
}

/**
 * Takes a refresh token and gives its successor. Within the grace the same successor is given again; after it, a used
 * token ends the session (`onReuse` then cuts what is connected). Throws `session-ended`.
 */
export async function rotateRefreshToken(
  { db, refreshTokens, onReuse }: { db: Knex; refreshTokens: RefreshTokens; onReuse: (sessionId: string) => void },
  token: string,
  from: RequestOrigin,
): Promise<RotatedSession> {
  const tenantId = refreshTokens.tenantOf(token)
  if (tenantId === null) {
    throw new AuthenticationError('session-ended')
  }
  const outcome = await inTenant(db, tenantId, (trx) => rotate(trx, { tenantId, token, refreshTokens, from }))
  if (outcome === null) {
    throw new AuthenticationError('session-ended')
  }
  if ('reusedSessionId' in outcome) {
    onReuse(outcome.reusedSessionId)
    throw new AuthenticationError('session-ended')
  }
  return outcome
}

async function rotate(
  trx: Knex.Transaction,
  {
    tenantId,
    token,
    refreshTokens,
    from,
  }: { tenantId: string; token: string; refreshTokens: RefreshTokens; from: RequestOrigin },
): Promise<RotatedSession | Reused | null> {
  const row = await lockToken(trx, tenantId, refreshTokens.hashOf(token))
  if (row === undefined || !row.alive) {
    return null
  }
  if (row.used && !row.in_grace) {
    await revokeSession(trx, {
      tenantId,
      sessionId: row.session_id,
      actorId: null,
      reason: 'token-reused',
      origin: from.ip,
    })
    return { reusedSessionId: row.session_id }
  }
  const successor = refreshTokens.successorOf(token)
  if (!row.used) {
    await trx('refresh_tokens')
      .where({ tenant_id: tenantId, id: row.id })
      .update({ used_at: trx.raw('clock_timestamp()') })
    await trx('refresh_tokens').insert({
      tenant_id: tenantId,
      session_id: row.session_id,
      token_sha256: refreshTokens.hashOf(successor),
      expires_at: trx.raw(`now() + interval '${REFRESH_TOKEN_DAYS} days'`),
    })
  }
  return { userId: row.user_id, tenantId, sessionId: row.session_id, refreshToken: successor }
}

/** The row lock makes parallel refreshes take turns: the first rotates, the others find it used. */
async function lockToken(trx: Knex.Transaction, tenantId: string, hash: Buffer): Promise<TokenRow | undefined> {
  const { rows } = await trx.raw<{ rows: TokenRow[] }>(
    `SELECT r.id, r.session_id, s.user_id,
       s.revoked_at IS NULL AND s.expires_at > now() AND r.expires_at > now() AS alive,
       r.used_at IS NOT NULL AS used,
       coalesce(r.used_at > clock_timestamp() - interval '${REUSE_GRACE_SECONDS} seconds', false) AS in_grace
     FROM refresh_tokens r JOIN sessions s ON s.tenant_id = r.tenant_id AND s.id = r.session_id
     WHERE r.tenant_id = ? AND r.token_sha256 = ? FOR UPDATE OF r`,
    [tenantId, hash],
  )
  return rows[0]
}

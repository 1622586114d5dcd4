import type { Knex } from 'knex'
import type { AccessClaims } from '../auth/AccessTokens.ts'
import type { RefreshTokens } from '../auth/RefreshTokens.ts'
import { AuthenticationError } from '../errors/AuthenticationError.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { revokeSession } from './revokeSession.ts'

/**
 * Signs out: ends the session that the claims name, or that the refresh token belongs to. Ending it twice is fine.
 * Throws `session-ended` when there is no such session.
 */
export async function endSession(
  { db, refreshTokens }: { db: Knex; refreshTokens: RefreshTokens },
  named: AccessClaims | { refreshToken: string },
  ip: string,
): Promise<{ sessionId: string }> {
  const session = 'refreshToken' in named ? await sessionOf(db, refreshTokens, named.refreshToken) : named
  if (session === null) {
    throw new AuthenticationError('session-ended')
  }
  const { tenantId, sessionId, userId } = session
  await inTenant(db, tenantId, (trx) =>
    revokeSession(trx, { tenantId, sessionId, actorId: userId, reason: 'signed-out', origin: ip }),
  )
  return { sessionId }
}

async function sessionOf(db: Knex, refreshTokens: RefreshTokens, token: string): Promise<AccessClaims | null> {
  const tenantId = refreshTokens.tenantOf(token)
  if (tenantId === null) {
    return null
  }
  const row: { session_id: string; user_id: string } | undefined = await inTenant(db, tenantId, (trx) =>
    trx('refresh_tokens as r')
      .join('sessions as s', (on) => on.on('s.tenant_id', 'r.tenant_id').on('s.id', 'r.session_id'))
      .where({ 'r.tenant_id': tenantId, 'r.token_sha256': refreshTokens.hashOf(token) })
      .first('r.session_id', 's.user_id'),
  )
  return row === undefined ? null : { tenantId, sessionId: row.session_id, userId: row.user_id }
}

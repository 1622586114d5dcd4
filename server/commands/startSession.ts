import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import { REFRESH_TOKEN_DAYS, type RefreshTokens } from '../auth/RefreshTokens.ts'
import { verifyPassword } from '../auth/hashPassword.ts'
import { AuthenticationError } from '../errors/AuthenticationError.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { recordAudit } from './recordAudit.ts'

/** A sign-in ends after this many days, however often it was refreshed. */
export const SESSION_DAYS = 30

/** Where a request comes from, for the session list and the audit log. */
export interface RequestOrigin {
  ip: string
  userAgent: string | null
}

export interface StartedSession {
  userId: string
  tenantId: string
  sessionId: string
  refreshToken: string
}

/**
 * Signs a person in by e-mail and password, into the tenant that they joined first. Throws `wrong-credentials`, alike and
 * after the same time for an unknown e-mail, a wrong password and a person without a tenant.
 */
export async function startSession(
  { db, refreshTokens }: { db: Knex; refreshTokens: RefreshTokens },
  { email, password }: { email: string; password: string },
  from: RequestOrigin,
): Promise<StartedSession> {
  const user: { id: string; password_hash: string | null } | undefined = await db('users')
    .whereRaw('lower(email) = lower(?)', [email])
    .whereNull('deleted_at')
    .first('id', 'password_hash')
  const fits = await verifyPassword(user?.password_hash ?? null, password)
  const tenantId = user === undefined || !fits ? null : await firstTenantOf(db, user.id)
  if (user === undefined || tenantId === null) {
    throw new AuthenticationError('wrong-credentials')
  }
  const started = { userId: user.id, tenantId, sessionId: randomUUID(), refreshToken: refreshTokens.create(tenantId) }
  await inTenant(db, tenantId, (trx) => insertSession(trx, started, refreshTokens, from))
  return started
}

async function firstTenantOf(db: Knex, userId: string): Promise<string | null> {
  return db.transaction(async (trx) => {
    await trx.raw(`SELECT set_config('app.user_id', ?, true)`, [userId])
    const membership: { tenant_id: string } | undefined = await trx('memberships')
      .where({ user_id: userId })
      .whereNull('deleted_at')
      .orderBy(['created_at', 'tenant_id'])
      .first('tenant_id')
    return membership?.tenant_id ?? null
  })
}

async function insertSession(
  trx: Knex.Transaction,
  { tenantId, userId, sessionId, refreshToken }: StartedSession,
  refreshTokens: RefreshTokens,
  from: RequestOrigin,
): Promise<void> {
  await trx('sessions').insert({
    id: sessionId,
    tenant_id: tenantId,
    user_id: userId,
    expires_at: trx.raw(`now() + interval '${SESSION_DAYS} days'`),
    ip: from.ip,
    user_agent: from.userAgent?.slice(0, 500) ?? null,
  })
  await trx('refresh_tokens').insert({
    tenant_id: tenantId,
    session_id: sessionId,
    token_sha256: refreshTokens.hashOf(refreshToken),
    expires_at: trx.raw(`now() + interval '${REFRESH_TOKEN_DAYS} days'`),
  })
  await recordAudit(trx, {
    tenantId,
    actorId: userId,
    actorKind: 'user',
    sessionId,
    action: 'session.start',
    subjectKind: 'session',
    subjectId: sessionId,
    before: null,
    after: { userId, userAgent: from.userAgent },
    origin: from.ip,
  })
}

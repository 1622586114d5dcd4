import type { Knex } from 'knex'
import type { SessionEnded } from '#shared/events/events.ts'
import { recordAudit } from './recordAudit.ts'

export interface Revocation {
  tenantId: string
  sessionId: string
  /** Who ended it; null for the server itself. */
  actorId: string | null
  reason: SessionEnded['reason']
  origin: string
}

/**
 * Ends a session in the database; its tokens are worth nothing from the commit on. Answers false when it had ended
 * before. What is connected is cut by the caller after the commit.
 */
export async function revokeSession(trx: Knex.Transaction, revocation: Revocation): Promise<boolean> {
  const { tenantId, sessionId, actorId, reason, origin } = revocation
  const count = await trx('sessions')
    .where({ tenant_id: tenantId, id: sessionId })
    .whereNull('revoked_at')
    .update({ revoked_at: trx.fn.now(), revoked_reason: reason })
  if (count === 0) {
    return false
  }
  await recordAudit(trx, {
    tenantId,
    actorId,
    actorKind: actorId === null ? 'system' : 'user',
    sessionId,
    action: 'session.end',
    subjectKind: 'session',
    subjectId: sessionId,
    before: null,
    after: { reason },
    origin,
  })
  return true
}

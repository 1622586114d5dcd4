import type { Knex } from 'knex'

/** One state change by a person or a program. */
export interface AuditEntry {
  tenantId: string
  /** Null when the system acted by itself. */
  actorId: string | null
  actorKind: 'user' | 'system' | 'api'
  /** The sign-in, or the key that acted for the person. */
  sessionId: string | null
  /** What was done, as `subject.verb`: `session.start`. */
  action: string
  subjectKind: string
  subjectId: string
  /** State of the subject, without secrets; null where there was or is none. */
  before: Readonly<Record<string, unknown>> | null
  after: Readonly<Record<string, unknown>> | null
  /** From where: an IP address, `socket`, `api`, `seed`. */
  origin: string
}

/** Writes the entry in the transaction of the change itself: neither is ever without the other. */
export async function recordAudit(trx: Knex.Transaction, entry: AuditEntry): Promise<void> {
  await trx('audit_log').insert({
    tenant_id: entry.tenantId,
    actor_id: entry.actorId,
    actor_kind: entry.actorKind === 'user' ? actorKindOf(trx, entry) : entry.actorKind,
    session_id: entry.sessionId,
    action: entry.action,
    subject_kind: entry.subjectKind,
    subject_id: entry.subjectId,
    before: entry.before === null ? null : JSON.stringify(entry.before),
    after: entry.after === null ? null : JSON.stringify(entry.after),
    origin: entry.origin,
  })
}

/** Whoever writes an entry need not think of keys: what a key did for its person was done by a program. */
const actorKindOf = (trx: Knex.Transaction, { tenantId, sessionId }: AuditEntry): Knex.Raw =>
  trx.raw(`CASE WHEN EXISTS (SELECT FROM api_keys WHERE tenant_id = ? AND id = ?) THEN 'api' ELSE 'user' END`, [
    tenantId,
    sessionId,
  ])

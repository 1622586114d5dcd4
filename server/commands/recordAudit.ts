import type { Knex } from 'knex'

/** One state change by a person or a program. */
export interface AuditEntry {
  tenantId: string
  /** Null when the system acted by itself. */
  actorId: string | null
  actorKind: 'user' | 'system' | 'api'
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
    actor_kind: entry.actorKind,
    session_id: entry.sessionId,
    action: entry.action,
    subject_kind: entry.subjectKind,
    subject_id: entry.subjectId,
    before: entry.before === null ? null : JSON.stringify(entry.before),
    after: entry.after === null ? null : JSON.stringify(entry.after),
    origin: entry.origin,
  })
}

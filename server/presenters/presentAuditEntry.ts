import type { AuditEntryReply } from '#shared/api/auditLog.ts'

/** An entry with the name of who acted, as the list selects it. */
export interface AuditRow {
  id: number
  at: Date
  actor_id: string | null
  actor_name: string | null
  actor_kind: 'user' | 'system' | 'api'
  action: string
  subject_kind: string
  subject_id: string
  before: unknown
  after: unknown
  origin: string
}

export function presentAuditEntry(row: AuditRow): AuditEntryReply {
  const { id, at, actor_id, actor_name, actor_kind, action, subject_kind, subject_id, before, after, origin } = row
  return {
    id: String(id),
    at: at.toISOString(),
    actor: actor_id === null ? null : { id: actor_id, name: actor_name ?? 'Unknown' },
    actor_kind,
    action,
    subject_kind,
    subject_id,
    before,
    after,
    origin,
  }
}

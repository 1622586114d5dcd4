import { z } from 'zod'
import { PAGE_QUERY, pageOf } from './pagination.ts'

/** Contract of `GET audit_log`: who changed what, from where, newest first. For administrators of the tenant. */
export const AuditLogQuery = z.strictObject({
  ...PAGE_QUERY,
  'filter[action]': z.string().max(100).optional(),
  'filter[actor_id]': z.guid().optional(),
  'filter[subject_kind]': z.string().max(100).optional(),
  'filter[subject_id]': z.string().max(200).optional(),
})
export type AuditLogQuery = z.infer<typeof AuditLogQuery>

export const AuditEntryReply = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.object({ id: z.string(), name: z.string() }).nullable(),
  actor_kind: z.enum(['user', 'system', 'api']),
  action: z.string(),
  subject_kind: z.string(),
  subject_id: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  /** Where it came from: an IP address, `socket`, `api`, `seed`, … */
  origin: z.string(),
})
export type AuditEntryReply = z.infer<typeof AuditEntryReply>

export const AuditLogReply = pageOf(AuditEntryReply)

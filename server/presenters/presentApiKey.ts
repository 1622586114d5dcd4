import type { ApiKeyReply } from '#shared/api/apiKeys.ts'

/** A key as the list selects it. */
export interface ApiKeyRow {
  id: string
  name: string
  user_id: string
  owner_name: string
  owner_is_service: boolean
  scopes: string[]
  /** Null when it is narrowed to none, or when none of them is there. */
  modules: { id: string; name: string }[] | null
  module_ids: string[] | null
  hint: string
  created_by: string
  creator_name: string
  created_at: Date
  /** `created_at` with its microseconds. */
  at: string
  expires_at: Date | null
  revoked_at: Date | null
  last_used_at: Date | null
  last_used_from: string | null
  previous_until: Date | null
}

/** A key without its secret. */
export function presentApiKey(row: ApiKeyRow, now = new Date()): ApiKeyReply {
  const { id, name, scopes, hint } = row
  const isOver = row.expires_at !== null && row.expires_at <= now
  const isOverlapping = row.previous_until !== null && row.previous_until > now
  return {
    id,
    name,
    owner: { id: row.user_id, name: row.owner_name, is_service: row.owner_is_service },
    scopes,
    modules: row.module_ids === null ? null : (row.modules ?? []),
    hint,
    state: row.revoked_at !== null ? 'revoked' : isOver ? 'expired' : 'live',
    created_by: { id: row.created_by, name: row.creator_name },
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at?.toISOString() ?? null,
    revoked_at: row.revoked_at?.toISOString() ?? null,
    last_used_at: row.last_used_at?.toISOString() ?? null,
    last_used_from: row.last_used_from,
    previous_until: isOverlapping ? row.previous_until!.toISOString() : null,
  }
}

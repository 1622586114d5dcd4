import type { DeliveryReply, WebhookReply } from '#shared/api/webhooks.ts'

/** A webhook as the list selects it. */
export interface WebhookRow {
  id: string
  name: string
  url: string
  kinds: string[]
  state: WebhookReply['state']
  failing_since: Date | null
  created_by: string
  creator_name: string
  created_at: Date
  previous_until: Date | null
  queued: number
  given_up: number
}

/** A webhook without its secret. */
export function presentWebhook(row: WebhookRow, now = new Date()): WebhookReply {
  const { id, name, url, kinds, state, queued, given_up } = row
  const isOverlapping = row.previous_until !== null && row.previous_until > now
  return {
    id,
    name,
    url,
    kinds,
    state,
    failing_since: row.failing_since?.toISOString() ?? null,
    created_by: { id: row.created_by, name: row.creator_name },
    created_at: row.created_at.toISOString(),
    previous_until: isOverlapping ? row.previous_until!.toISOString() : null,
    queued,
    given_up,
  }
}

/** A delivery as the list selects it. */
export interface DeliveryRow {
  id: string
  kind: string
  body: string
  state: DeliveryReply['state']
  attempts: number
  due_at: Date
  created_at: Date
  /** `created_at` with its microseconds. */
  shown_at: string
  finished_at: Date | null
  calls: DeliveryReply['calls']
}

/** A delivery with its last calls. */
export function presentDelivery(row: DeliveryRow): DeliveryReply {
  const { id, kind, body, state, attempts, calls } = row
  return {
    id,
    kind,
    body,
    state,
    attempts,
    due_at: state === 'queued' ? row.due_at.toISOString() : null,
    created_at: row.created_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
    calls: calls.map((call) => ({ ...call, at: new Date(call.at).toISOString() })),
  }
}

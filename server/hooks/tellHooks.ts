import type { Knex } from 'knex'
import type { WebhookKind } from '#shared/api/webhooks.ts'

/** What happened, in ids: what they stand for is asked for by whoever may read it. */
export interface Happening {
  kind: WebhookKind
  data: Readonly<Record<string, unknown>>
}

/** Writes down that the webhooks of the tenant are to be told, in the transaction in which it happened: neither is without the other. */
export async function tellHooks(trx: Knex.Transaction, { kind, data }: Happening): Promise<void> {
  await trx.raw(
    `INSERT INTO webhook_deliveries (tenant_id, webhook_id, kind, body)
     SELECT tenant_id, id, ?, ? FROM webhooks
     WHERE tenant_id = current_tenant() AND state = 'active' AND deleted_at IS NULL AND ? = ANY (kinds)`,
    [kind, bodyOf(kind, data), kind],
  )
}

/** As Standard Webhooks recommends: what, when, and the rest. */
export const bodyOf = (type: string, data: Happening['data'], at = new Date()): string =>
  JSON.stringify({ type, timestamp: at.toISOString(), data })

import type { Knex } from 'knex'
import type { DeliveryReply, WebhookReply } from '#shared/api/webhooks.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { exactTime } from '#server/history/HistoryChange.ts'
import { Webhook } from '#server/models/Webhook.ts'
import { authorizeKind } from '#server/policies/authorize.ts'
import type { Identity } from '#server/policies/Identity.ts'
import {
  type DeliveryRow,
  presentDelivery,
  presentWebhook,
  type WebhookRow,
} from '#server/presenters/presentWebhook.ts'

/** Calls that a delivery is shown with. */
const SHOWN_CALLS = 10

/** The webhooks of the tenant, as the list shows them. */
export function keptWebhooks(trx: Knex.Transaction, tenantId: string): Knex.QueryBuilder {
  const counted = (state: string): Knex.Raw =>
    trx.raw(
      `(SELECT count(*)::int FROM webhook_deliveries d
        WHERE d.tenant_id = h.tenant_id AND d.webhook_id = h.id AND d.state = '${state}') AS ${state}`,
    )
  return trx('webhooks as h')
    .join('users as c', 'c.id', 'h.created_by')
    .where('h.tenant_id', tenantId)
    .whereNull('h.deleted_at')
    .select('h.*', { creator_name: 'c.name' })
    .select(counted('queued'), counted('given_up'))
}

/** One as the list shows it. */
export async function shownWebhook(trx: Knex.Transaction, tenantId: string, id: string): Promise<WebhookReply> {
  const row: WebhookRow = await keptWebhooks(trx, tenantId).where('h.id', id).first()
  return presentWebhook(row)
}

/** Throws PermissionError for who keeps no webhooks, and `not-found` for one that is not there. */
export async function loadWebhook(trx: Knex.Transaction, identity: Identity, id: string): Promise<Webhook> {
  authorizeKind(identity, 'manage', 'Webhook')
  const hook = await Webhook.query(trx)
    .where({ tenant_id: identity.tenantId, id })
    .whereNull('deleted_at')
    .forUpdate()
    .first()
  if (hook === undefined) {
    throw new NotFoundError('webhook')
  }
  return hook
}

/** The deliveries of a webhook, as the list shows them. */
export function deliveriesOf(trx: Knex.Transaction, tenantId: string, webhookId: string): Knex.QueryBuilder {
  return trx('webhook_deliveries as d')
    .where({ 'd.tenant_id': tenantId, 'd.webhook_id': webhookId })
    .select('d.*', trx.raw(`${exactTime('d.created_at')} AS shown_at`))
    .select(
      trx.raw(`coalesce((SELECT jsonb_agg(jsonb_build_object('at', c.at, 'duration_ms', c.duration_ms, 'status', c.status,
          'problem', c.problem, 'answer', c.answer) ORDER BY c.id DESC)
        FROM (SELECT * FROM webhook_calls WHERE tenant_id = d.tenant_id AND delivery_id = d.id
          ORDER BY id DESC LIMIT ${SHOWN_CALLS}) c), '[]') AS calls`),
    )
}

/** One as the list shows it. Throws `not-found`. */
export async function shownDelivery(
  trx: Knex.Transaction,
  { tenantId, id: webhookId }: Webhook,
  id: string,
): Promise<DeliveryReply> {
  const row: DeliveryRow | undefined = await deliveriesOf(trx, tenantId, webhookId).where('d.id', id).first()
  if (row === undefined) {
    throw new NotFoundError('delivery')
  }
  return presentDelivery(row)
}

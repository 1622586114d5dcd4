import {
  DeliveriesReply,
  DeliveryReply,
  NewWebhookBody,
  NewWebhookReply,
  RotateWebhookBody,
  WebhookBody,
  WebhookReply,
  WebhooksQuery,
  WebhooksReply,
} from '#shared/api/webhooks.ts'
import {
  addWebhook,
  changeWebhook,
  removeWebhook,
  replayDelivery,
  rotateWebhook,
  tryWebhook,
} from '#server/hooks/saveWebhook.ts'
import { authorizeKind } from '#server/policies/authorize.ts'
import {
  type DeliveryRow,
  presentDelivery,
  presentWebhook,
  type WebhookRow,
} from '#server/presenters/presentWebhook.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { keysetPage } from '../routing/keyset.ts'
import { route } from '../routing/Route.ts'
import { deliveriesOf, keptWebhooks, loadWebhook, shownDelivery, shownWebhook } from './loadWebhooks.ts'

const TAG = 'Webhooks'

const list = route({
  method: 'get',
  path: '/webhooks',
  tag: TAG,
  summary: 'Addresses that are told of what happens, by name; never their secrets. For administrators of the tenant',
  query: WebhooksQuery,
  reply: WebhooksReply,
  async handle({ identity, query, services }) {
    authorizeKind(identity, 'manage', 'Webhook')
    const { tenantId } = identity
    const order = { columns: ['h.name', 'h.id'], keyOf: ({ name, id }: WebhookRow) => [name, id] }
    return inTenant(services.db, tenantId, async (trx) => {
      const page = await keysetPage<WebhookRow>(keptWebhooks(trx, tenantId), order, query)
      return { ...page, data: page.data.map((row) => presentWebhook(row)) }
    })
  },
})

const add = route({
  method: 'post',
  path: '/webhooks',
  tag: TAG,
  summary: 'Have an address told of what happens, signed as Standard Webhooks 1.0 says; its secret is told this once',
  body: NewWebhookBody,
  reply: NewWebhookReply,
  async handle({ identity, body, services: { db, hooks }, ip }) {
    authorizeKind(identity, 'manage', 'Webhook')
    return inTenant(db, identity.tenantId, async (trx) => {
      const { id, secret } = await addWebhook(trx, identity, { body, ...hooks, origin: ip })
      return { ...(await shownWebhook(trx, identity.tenantId, id)), secret }
    })
  },
})

const change = route({
  method: 'patch',
  path: '/webhooks/{id}',
  tag: TAG,
  summary: 'Change the name, address or kinds of a webhook, pause it or let it go on',
  body: WebhookBody,
  reply: WebhookReply,
  async handle({ identity, params, body, services: { db, hooks }, ip }) {
    return inTenant(db, identity.tenantId, async (trx) => {
      const hook = await loadWebhook(trx, identity, params['id']!)
      await changeWebhook(trx, identity, { hook, body, rules: hooks.rules, origin: ip })
      return shownWebhook(trx, identity.tenantId, hook.id)
    })
  },
})

const remove = route({
  method: 'delete',
  path: '/webhooks/{id}',
  tag: TAG,
  summary: 'Take a webhook away; what was on its way is not sent any more',
  reply: null,
  async handle({ identity, params, services, ip }) {
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const hook = await loadWebhook(trx, identity, params['id']!)
      await removeWebhook(trx, identity, { hook, origin: ip })
    })
  },
})

const rotate = route({
  method: 'post',
  path: '/webhooks/{id}/rotate',
  tag: TAG,
  summary: 'Give a webhook another secret, told this once; calls are signed with the old one as well for some hours',
  body: RotateWebhookBody,
  reply: NewWebhookReply,
  async handle({ identity, params, body, services: { db, hooks }, ip }) {
    return inTenant(db, identity.tenantId, async (trx) => {
      const hook = await loadWebhook(trx, identity, params['id']!)
      const { secrets } = hooks
      const secret = await rotateWebhook(trx, identity, { hook, overlapHours: body.overlap_hours, secrets, origin: ip })
      return { ...(await shownWebhook(trx, identity.tenantId, hook.id)), secret }
    })
  },
})

const attempt = route({
  method: 'post',
  path: '/webhooks/{id}/test',
  tag: TAG,
  summary: 'Send a try now; its delivery tells how it went',
  reply: DeliveryReply,
  async handle({ identity, params, services: { db, hooks }, ip }) {
    const delivery = await inTenant(db, identity.tenantId, async (trx) => {
      const hook = await loadWebhook(trx, identity, params['id']!)
      return shownDelivery(trx, hook, await tryWebhook(trx, identity, { hook, origin: ip }))
    })
    hooks.look()
    return delivery
  },
})

const deliveries = route({
  method: 'get',
  path: '/webhooks/{id}/deliveries',
  tag: TAG,
  summary: 'What a webhook was told in the last 30 days, newest first, with how each call went',
  query: WebhooksQuery,
  reply: DeliveriesReply,
  async handle({ identity, params, query, services }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const { id } = await loadWebhook(trx, identity, params['id']!)
      const page = await keysetPage<DeliveryRow>(
        deliveriesOf(trx, identity.tenantId, id),
        { columns: ['d.created_at', 'd.id'], keyOf: (row) => [row.shown_at, row.id], descending: true },
        query,
      )
      return { ...page, data: page.data.map(presentDelivery) }
    })
  },
})

const replay = route({
  method: 'post',
  path: '/webhooks/{id}/deliveries/{delivery_id}/replay',
  tag: TAG,
  summary: 'Send a delivery once more, under the same id',
  reply: DeliveryReply,
  async handle({ identity, params, services: { db, hooks }, ip }) {
    const again = await inTenant(db, identity.tenantId, async (trx) => {
      const hook = await loadWebhook(trx, identity, params['id']!)
      const { id } = await shownDelivery(trx, hook, params['delivery_id']!)
      await replayDelivery(trx, identity, { hook, id, origin: ip })
      return shownDelivery(trx, hook, id)
    })
    hooks.look()
    return again
  },
})

export const webhookRoutes = [list, add, change, remove, rotate, attempt, deliveries, replay]

import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import type { NewWebhookBody, WebhookBody } from '#shared/api/webhooks.ts'
import { TEST_KIND } from '#shared/api/webhooks.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { auditOf } from '../commands/auditOf.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { Webhook } from '../models/Webhook.ts'
import type { Identity } from '../policies/Identity.ts'
import { type EgressRules, hookTarget } from './egress/hookTarget.ts'
import type { HookSecrets } from './HookSecrets.ts'
import { bodyOf } from './tellHooks.ts'
import { beginTelling } from './tellRows.ts'

const MOST_WEBHOOKS = 50

interface Change {
  secrets: HookSecrets
  rules: EgressRules
  origin: string
}

/** Keeps a new webhook. Answers its secret, which is told this once. Throws ValidationError with everything that is wrong with it. */
export async function addWebhook(
  trx: Knex.Transaction,
  identity: Identity,
  { body, secrets, rules, origin }: Change & { body: NewWebhookBody },
): Promise<{ id: string; secret: string }> {
  const { tenantId, userId: createdBy } = identity
  await refuseWrong(trx, identity, { body, rules, id: null })
  const { secret, sealed } = secrets.make()
  const { id } = await Webhook.query(trx)
    .insert({ tenantId, createdBy, ...body, secret: sealed })
    .returning('*')
  await beginTelling(trx, id)
  await record(trx, identity, { id, action: 'webhook.create', before: null, after: body, origin })
  return { id, secret }
}

/** Another name, address or choice of kinds; pauses it or lets it go on. Throws ValidationError. */
export async function changeWebhook(
  trx: Knex.Transaction,
  identity: Identity,
  { hook, body, rules, origin }: Omit<Change, 'secrets'> & { hook: Webhook; body: WebhookBody },
): Promise<void> {
  await refuseWrong(trx, identity, { body, rules, id: hook.id })
  const before = { name: hook.name, url: hook.url, kinds: hook.kinds, state: hook.state }
  const after = {
    name: body.name ?? hook.name,
    url: body.url ?? hook.url,
    kinds: body.kinds ?? hook.kinds,
    state: body.state ?? hook.state,
  }
  if (JSON.stringify(before) === JSON.stringify(after)) {
    return
  }
  const goesOn = after.state === 'active' && hook.state !== 'active'
  await Webhook.query(trx)
    .where({ tenant_id: identity.tenantId, id: hook.id })
    .patch({ ...after, ...(goesOn && { failingSince: null }) })
  if (!hook.kinds.includes('rows.changed') && after.kinds.includes('rows.changed')) {
    await beginTelling(trx, hook.id)
  }
  await record(trx, identity, { id: hook.id, action: 'webhook.update', before, after, origin })
}

/** Takes it away; what was on its way is not sent any more. */
export async function removeWebhook(
  trx: Knex.Transaction,
  identity: Identity,
  { hook, origin }: { hook: Webhook; origin: string },
): Promise<void> {
  await trx('webhooks').where({ tenant_id: identity.tenantId, id: hook.id }).update({ deleted_at: trx.fn.now() })
  const before = { name: hook.name, url: hook.url }
  await record(trx, identity, { id: hook.id, action: 'webhook.delete', before, after: null, origin })
}

/** Another secret; calls are signed with the old one as well for so many hours. Answers the new one, told this once. */
export async function rotateWebhook(
  trx: Knex.Transaction,
  identity: Identity,
  { hook, overlapHours, secrets, origin }: { hook: Webhook; overlapHours: number } & Omit<Change, 'rules'>,
): Promise<string> {
  const { secret, sealed } = secrets.make()
  await trx('webhooks')
    .where({ tenant_id: identity.tenantId, id: hook.id })
    .update({
      previous_secret: trx.ref('secret'),
      previous_until: trx.raw(`now() + ? * interval '1 hour'`, [overlapHours]),
      secret: sealed,
    })
  const after = { overlap_hours: overlapHours }
  await record(trx, identity, { id: hook.id, action: 'webhook.rotate', before: null, after, origin })
  return secret
}

/** Writes a try down, whatever kinds the webhook wants. Answers its id. */
export async function tryWebhook(
  trx: Knex.Transaction,
  identity: Identity,
  { hook, origin }: { hook: Webhook; origin: string },
): Promise<string> {
  const { tenantId, userId } = identity
  const data = { webhook_id: hook.id, by: userId }
  const id = randomUUID()
  const delivery = { tenant_id: tenantId, id, webhook_id: hook.id, kind: TEST_KIND, body: bodyOf(TEST_KIND, data) }
  await trx('webhook_deliveries').insert(delivery)
  await record(trx, identity, { id: hook.id, action: 'webhook.test', before: null, after: { delivery_id: id }, origin })
  return id
}

/** Sends a delivery again from its first attempt, under the same id. */
export async function replayDelivery(
  trx: Knex.Transaction,
  identity: Identity,
  { hook, id, origin }: { hook: Webhook; id: string; origin: string },
): Promise<void> {
  await trx('webhook_deliveries')
    .where({ tenant_id: identity.tenantId, webhook_id: hook.id, id })
    .update({ state: 'queued', attempts: 0, due_at: trx.fn.now(), finished_at: null })
  const after = { delivery_id: id }
  await record(trx, identity, { id: hook.id, action: 'webhook.replay', before: null, after, origin })
}

async function refuseWrong(
  trx: Knex.Transaction,
  identity: Identity,
  { body, rules, id }: { body: WebhookBody; rules: EgressRules; id: string | null },
): Promise<void> {
  await trx.raw('SELECT pg_advisory_xact_lock(hashtext(current_tenant()::text || ?))', ['webhooks kept'])
  const all = await Webhook.query(trx).where({ tenant_id: identity.tenantId }).whereNull('deleted_at')
  const problems: ProblemDetail[] = []
  if (all.some((other) => other.name === body.name && other.id !== id)) {
    const message = `There is a webhook “${body.name}” already. Choose another name.`
    problems.push({ path: 'name', code: 'taken', message })
  }
  if (id === null && all.length >= MOST_WEBHOOKS) {
    const message = `There are ${MOST_WEBHOOKS} webhooks already. Delete one first.`
    problems.push({ path: '', code: 'too-many', message })
  }
  const target = body.url === undefined ? null : hookTarget(body.url, rules)
  if (target !== null && !target.ok) {
    problems.push({ path: 'url', code: 'not-a-target', message: target.error })
  }
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
}

const record = (
  trx: Knex.Transaction,
  identity: Identity,
  {
    id,
    ...entry
  }: {
    id: string
    action: string
    before: Readonly<Record<string, unknown>> | null
    after: Readonly<Record<string, unknown>> | null
    origin: string
  },
): Promise<void> => auditOf(trx, identity, { ...entry, subjectKind: 'webhook', subjectId: id })

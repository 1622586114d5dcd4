/** Deliveries on their way: taken by one server at a time, written down call by call, tried again later and later. */
import type { Knex } from 'knex'
import { auditOfSystem } from '../commands/auditOfSystem.ts'
import type { CallOutcome } from './egress/callOut.ts'

/** A delivery that this server is to send now. */
export interface DueDelivery {
  id: string
  webhook_id: string
  body: string
  attempts: number
  url: string
  secret: Buffer
  /** The one before the last rotation, as long as it signs. */
  previous_secret: Buffer | null
}

const MINUTE = 60
const HOUR = 60 * MINUTE

/** Seconds between a call that failed and the next one: about a day in all. */
export const RETRY_SECONDS = [
  10,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  6 * HOUR,
  10 * HOUR,
] as const

/** At once, of one webhook: a slow one holds nobody else up. */
const MOST_OF_ONE = 2
const MOST_AT_ONCE = 8
/** Deliveries and their calls are kept so long. */
const KEEP = '30 days'
/** After so long without one call that succeeded, a webhook is paused. */
const PATIENCE = '24 hours'

/**
 * Takes what is due. If this server dies, another one takes it again after `leaseMs`: it is sent at least once, and perhaps twice,
 * under the same id.
 */
export async function takeDue(trx: Knex.Transaction, leaseMs: number): Promise<DueDelivery[]> {
  const { rows } = await trx.raw<{ rows: DueDelivery[] }>(
    `WITH due AS (
      SELECT d.id FROM webhooks h CROSS JOIN LATERAL (
        SELECT id, due_at FROM webhook_deliveries
        WHERE tenant_id = h.tenant_id AND webhook_id = h.id AND state = 'queued' AND due_at <= now()
        ORDER BY due_at LIMIT ${MOST_OF_ONE} FOR UPDATE SKIP LOCKED) d
      WHERE h.tenant_id = current_tenant() AND h.state = 'active' AND h.deleted_at IS NULL
      ORDER BY d.due_at LIMIT ${MOST_AT_ONCE})
    UPDATE webhook_deliveries d SET attempts = d.attempts + 1, due_at = now() + ? * interval '1 millisecond'
    FROM due, webhooks h
    WHERE d.tenant_id = current_tenant() AND d.id = due.id AND h.tenant_id = d.tenant_id AND h.id = d.webhook_id
    RETURNING d.id, d.webhook_id, d.body, d.attempts, h.url, h.secret,
      CASE WHEN h.previous_until > now() THEN h.previous_secret END AS previous_secret`,
    [leaseMs],
  )
  return rows
}

/** Writes down how a call went, and when it is tried again. Nothing when another server has taken it meanwhile. */
export async function noteCall(
  trx: Knex.Transaction,
  { id, webhook_id, attempts }: DueDelivery,
  call: CallOutcome & { at: Date; durationMs: number },
): Promise<void> {
  const { status, problem, answer, at, durationMs } = call
  const isDelivered = problem === null
  const retry = RETRY_SECONDS[attempts - 1]
  const wait = retry === undefined ? null : Math.round(retry * (0.9 + Math.random() * 0.2))
  const count = await trx('webhook_deliveries')
    .whereRaw('tenant_id = current_tenant()')
    .where({ id, attempts, state: 'queued' })
    .update(
      isDelivered || wait === null
        ? { state: isDelivered ? 'delivered' : 'given_up', finished_at: trx.fn.now() }
        : { due_at: trx.raw(`now() + ? * interval '1 second'`, [wait]) },
    )
  if (count === 0) {
    return
  }
  await trx('webhook_calls').insert({
    tenant_id: trx.raw('current_tenant()'),
    delivery_id: id,
    at,
    duration_ms: Math.round(durationMs),
    status,
    problem,
    answer,
  })
  await (isDelivered ? noteSuccess(trx, webhook_id) : noteFailure(trx, webhook_id, status))
}

/** What is older than a month goes. */
export async function forgetOld(trx: Knex.Transaction): Promise<void> {
  await trx('webhook_deliveries')
    .whereRaw(`tenant_id = current_tenant() AND created_at < now() - interval '${KEEP}'`)
    .delete()
}

const hook = (trx: Knex.Transaction, id: string): Knex.QueryBuilder =>
  trx('webhooks').whereRaw('tenant_id = current_tenant()').where({ id })

async function noteSuccess(trx: Knex.Transaction, id: string): Promise<void> {
  await hook(trx, id).whereNotNull('failing_since').update({ failing_since: null })
}

/** 410 Gone says that nobody wants to hear more (Standard Webhooks 1.0). */
async function noteFailure(trx: Knex.Transaction, id: string, status: number | null): Promise<void> {
  await hook(trx, id).whereNull('failing_since').update({ failing_since: trx.fn.now() })
  const [paused]: { tenant_id: string; name: string }[] = await hook(trx, id)
    .where({ state: 'active' })
    .whereRaw(`(? OR failing_since < now() - interval '${PATIENCE}')`, [status === 410])
    .update({ state: 'failing' })
    .returning(['tenant_id', 'name'])
  if (paused !== undefined) {
    await auditOfSystem(trx, paused.tenant_id, {
      action: 'webhook.pause',
      subjectKind: 'webhook',
      subjectId: id,
      before: { state: 'active' },
      after: { name: paused.name, state: 'failing' },
    })
  }
}

import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import { AppError } from '../errors/AppError.ts'
import { inTenant } from '../storage/database/inTenant.ts'

export interface OnceRequest {
  tenantId: string
  userId: string
  /** The caller's `Idempotency-Key`. */
  key: string
  /** What is asked: method, address and body. The same key with another request is refused. */
  fingerprint: string
}

interface KeyRow {
  request_sha256: Buffer
  status: number | null
  reply: unknown
  young: boolean
}

/**
 * Does `work` once per key and answers the same reply again for a day. `plan` is kept before the work starts and handed
 * to a repetition of a request that was cut off in between, so that new rows get the same ids and are not doubled.
 * Throws `idempotency-conflict`.
 */
export async function writeOnce<Plan, Reply>(
  db: Knex,
  request: OnceRequest,
  plan: () => Plan,
  work: (plan: Plan) => Promise<Reply>,
): Promise<Reply> {
  const sha256 = createHash('sha256').update(request.fingerprint).digest()
  const kept = await inTenant(db, request.tenantId, (trx) => reserve(trx, request, sha256, plan()))
  if ('reply' in kept) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this very function kept it, for the same request
    return kept.reply as Reply
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  const reply = await work(kept.plan as Plan)
  const { tenantId, userId, key } = request
  await inTenant(db, tenantId, (trx) =>
    trx('idempotency_keys')
      .where({ tenant_id: tenantId, user_id: userId, key })
      .update({ status: 200, reply: JSON.stringify(reply) }),
  )
  return reply
}

async function reserve(
  trx: Knex.Transaction,
  { tenantId, userId, key }: OnceRequest,
  sha256: Buffer,
  plan: unknown,
): Promise<{ reply: unknown } | { plan: unknown }> {
  await trx('idempotency_keys')
    .where({ tenant_id: tenantId, user_id: userId })
    .whereRaw(`created_at < now() - interval '1 day'`)
    .delete()
  const row = { tenant_id: tenantId, user_id: userId, key, request_sha256: sha256, reply: JSON.stringify(plan) }
  const inserted: unknown[] = await trx('idempotency_keys').insert(row).onConflict().ignore().returning('key')
  if (inserted.length > 0) {
    return { plan }
  }
  const found: KeyRow | undefined = await trx('idempotency_keys')
    .where({ tenant_id: tenantId, user_id: userId, key })
    .first('request_sha256', 'status', 'reply', trx.raw(`created_at > now() - interval '1 minute' AS young`))
  if (found === undefined || !found.request_sha256.equals(sha256)) {
    throw conflict('This Idempotency-Key was used for another request. Use a new key for every new request.')
  }
  if (found.status !== null) {
    return { reply: found.reply }
  }
  if (found.young) {
    throw conflict('The first request with this Idempotency-Key is still being worked on. Ask again in a minute.')
  }
  return { plan: found.reply }
}

function conflict(detail: string): AppError {
  return new AppError({ code: 'idempotency-conflict', status: 409, detail })
}

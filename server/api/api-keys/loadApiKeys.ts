import type { Knex } from 'knex'
import type { ApiKeyReply } from '#shared/api/apiKeys.ts'
import type { Action } from '#shared/permissions/roles.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { exactTime } from '#server/history/HistoryChange.ts'
import { ApiKey } from '#server/models/ApiKey.ts'
import { authorize } from '#server/policies/authorize.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { readableCondition } from '#server/policies/readableCondition.ts'
import { type ApiKeyRow, presentApiKey } from '#server/presenters/presentApiKey.ts'

/** Keys that this person may see, as the list shows them. */
export function readableKeys(trx: Knex.Transaction, identity: Identity): Knex.QueryBuilder {
  const [sql, bindings] = readableCondition(identity, 'ApiKey', { tenantId: 'k.tenant_id', userId: 'k.user_id' })
  return trx('api_keys as k')
    .join('users as o', 'o.id', 'k.user_id')
    .join('users as c', 'c.id', 'k.created_by')
    .where('k.tenant_id', identity.tenantId)
    .whereRaw(sql, bindings)
    .select('k.*', { owner_name: 'o.name', owner_is_service: 'o.is_service', creator_name: 'c.name' })
    .select(trx.raw(`${exactTime('k.created_at')} AS at`))
    .select(
      trx.raw(`(SELECT jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name) ORDER BY m.position, m.id)
        FROM modules m WHERE m.tenant_id = k.tenant_id AND m.id = ANY (k.module_ids)) AS modules`),
    )
}

/** One key as the list shows it. */
export async function shownKey(trx: Knex.Transaction, identity: Identity, id: string): Promise<ApiKeyReply> {
  const row: ApiKeyRow = await readableKeys(trx, identity).where('k.id', id).first()
  return presentApiKey(row)
}

/** Throws `not-found` for who may not see the key. */
export async function loadApiKey(
  trx: Knex.Transaction,
  identity: Identity,
  action: Action,
  id: string,
): Promise<ApiKey> {
  const { tenantId } = identity
  const key = await ApiKey.query(trx).where({ tenant_id: tenantId, id }).forUpdate().first()
  if (key === undefined) {
    throw new NotFoundError('key')
  }
  authorize(identity, action, 'ApiKey', { tenantId, userId: key.userId })
  return key
}

import type { Knex } from 'knex'
import { auditOf } from '../commands/auditOf.ts'
import type { ApiKey } from '../models/ApiKey.ts'
import type { Identity } from '../policies/Identity.ts'

/** Ends a key: the next request with it is refused. Ending it twice is fine. */
export async function revokeKey(
  trx: Knex.Transaction,
  identity: Identity,
  { key: { id, name, hint }, origin }: { key: Pick<ApiKey, 'id' | 'name' | 'hint'>; origin: string },
): Promise<void> {
  const count = await trx('api_keys')
    .where({ tenant_id: identity.tenantId, id })
    .whereNull('revoked_at')
    .update({ revoked_at: trx.fn.now(), previous_sha256: null, previous_until: null })
  if (count > 0) {
    const before = { name, hint }
    await auditOf(trx, identity, {
      action: 'key.revoke',
      subjectKind: 'key',
      subjectId: id,
      before,
      after: null,
      origin,
    })
  }
}

import type { Knex } from 'knex'
import type { Identity } from '../policies/Identity.ts'
import { inTenant } from '../storage/database/inTenant.ts'

/** Writes down that a key was used just now, and from where; of many requests within a minute one writes. */
export async function noteKeyUse(db: Knex, { tenantId, sessionId: id }: Identity, address: string): Promise<void> {
  await inTenant(db, tenantId, (trx) =>
    trx('api_keys')
      .where({ tenant_id: tenantId, id })
      .whereRaw(`(last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`)
      .update({ last_used_at: trx.fn.now(), last_used_from: address }),
  )
}

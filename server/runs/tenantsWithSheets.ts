import type { Knex } from 'knex'

/** Ids of the tenants that have sheets: the one question beyond a tenant, as for what is to be projected. */
export function tenantsWithSheets(db: Knex): Promise<string[]> {
  return db.transaction(async (trx) => {
    await trx.raw(`SELECT set_config('app.follow_heads', 'on', true)`)
    return trx('documents').distinct('tenant_id').orderBy('tenant_id').pluck('tenant_id')
  })
}

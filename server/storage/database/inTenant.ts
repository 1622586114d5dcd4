import type { Knex } from 'knex'

/**
 * Runs `work` in one transaction that sees and writes the rows of one tenant only (forced row-level security). The
 * setting ends with the transaction, so it never leaks through the pool. Rolls back when `work` throws.
 */
export function inTenant<T>(db: Knex, tenantId: string, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  return db.transaction(async (trx) => {
    await trx.raw(`SELECT set_config('app.tenant_id', ?, true)`, [tenantId])
    return work(trx)
  })
}

/**
 * The same for writes that may be lost when the database dies, because whoever made them makes them again: nobody waits until
 * they are on the disk. What is committed later is never there without them.
 */
export function inTenantSoon<T>(db: Knex, tenantId: string, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  return db.transaction(async (trx) => {
    await trx.raw(`SELECT set_config('app.tenant_id', ?, true), set_config('synchronous_commit', 'off', true)`, [
      tenantId,
    ])
    return work(trx)
  })
}

/**
 * The same for reads that must all show one moment: `work` sees what was committed when it began and nothing later, and cannot
 * write.
 */
export function inTenantSnapshot<T>(
  db: Knex,
  tenantId: string,
  work: (trx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  return db.transaction(
    async (trx) => {
      await trx.raw(`SELECT set_config('app.tenant_id', ?, true)`, [tenantId])
      return work(trx)
    },
    { isolationLevel: 'repeatable read', readOnly: true },
  )
}

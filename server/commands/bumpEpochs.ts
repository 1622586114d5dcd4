import type { Knex } from 'knex'

/**
 * Counts a change of rights on the documents that `choose` leaves, in the transaction of the change: whatever was judged
 * under the rights before is refused by the journal from the commit on. Their row locks wait for what the journal is
 * writing, and are taken in its order. `also`: other columns to set with it.
 */
export async function bumpEpochs(
  trx: Knex.Transaction,
  tenantId: string,
  choose: (documents: Knex.QueryBuilder) => void,
  also: { locked?: boolean } = {},
): Promise<void> {
  const ids: number[] = await trx('documents as d')
    .where({ 'd.tenant_id': tenantId })
    .modify(choose)
    .orderBy('d.id')
    .forUpdate('d')
    .pluck('d.id')
  await trx('documents')
    .where({ tenant_id: tenantId })
    .whereIn('id', ids)
    .update({ ...also, perm_epoch: trx.raw('perm_epoch + 1') })
}

import type { Knex } from 'knex'

/**
 * Results, gaps and errors are others from this transaction on: all rows of the chosen documents are derived anew, before
 * they are read again. Locked in the order in which whoever projects a sheet locks them.
 */
export async function deriveAnew(
  trx: Knex.Transaction,
  tenantId: string,
  choose: (documents: Knex.QueryBuilder) => void,
): Promise<void> {
  const ids: number[] = await trx('documents as d')
    .join('document_projections as p', { 'p.tenant_id': 'd.tenant_id', 'p.document_id': 'd.id' })
    .where({ 'd.tenant_id': tenantId })
    .modify(choose)
    .orderBy('d.id')
    .forUpdate('p')
    .pluck('d.id')
  await trx('document_projections').where({ tenant_id: tenantId }).whereIn('document_id', ids).update({ position: -1 })
}

import type { Knex } from 'knex'

/**
 * What of the rows is made anew. `amounts`: what they are computed with is another. `rows`: which of their columns say site
 * and month may be others, too.
 */
export type Anew = 'amounts' | 'rows'

/**
 * Results, gaps and errors are others from this transaction on: those of all rows in the sheets of the chosen documents are
 * made anew, before they are read again. The caller has them made after the commit (`refreshRights`); whatever is not made
 * then, after a crash say, is found by the note.
 */
export async function deriveAnew(
  trx: Knex.Transaction,
  tenantId: string,
  anew: Anew,
  choose: (documents: Knex.QueryBuilder) => void,
): Promise<void> {
  const sheets = trx('documents as d')
    .where({ 'd.tenant_id': tenantId })
    .modify(choose)
    .distinct('d.tenant_id', 'd.table_id', 'd.cycle_id', trx.raw('?', [anew]))
  await trx(trx.raw('sheet_refreshes (tenant_id, table_id, cycle_id, anew)')).insert(sheets)
}

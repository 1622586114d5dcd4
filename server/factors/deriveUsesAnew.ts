import type { Knex } from 'knex'
import { bumpEpochs } from '../commands/bumpEpochs.ts'
import { deriveAnew } from '../commands/deriveAnew.ts'

/**
 * The sheets of cycles that are not locked whose cells name one of these factors are computed anew, and what people have open too: they are
 * told by the caller, after the commit. Returns their cycles.
 */
export async function deriveUsesAnew(
  trx: Knex.Transaction,
  tenantId: string,
  factorIds: readonly string[],
): Promise<string[]> {
  const sheets: { table_id: string; cycle_id: string }[] = await trx('rows as r')
    .join('fields as f', (on) => on.on('f.tenant_id', 'r.tenant_id').andOn('f.table_id', 'r.table_id'))
    .join('cycles as c', (on) => on.on('c.tenant_id', 'r.tenant_id').andOn('c.id', 'r.cycle_id'))
    .where({ 'r.tenant_id': tenantId, 'f.type': 'factor' })
    .whereNot({ 'c.status': 'locked' })
    .whereRaw('r.values ->> f.ordinal::text = ANY (?)', [[...factorIds]])
    .distinct('r.table_id', 'r.cycle_id')
  const ofSheets = (documents: Knex.QueryBuilder): Knex.QueryBuilder =>
    documents.whereIn(
      ['d.table_id', 'd.cycle_id'],
      sheets.map((sheet) => [sheet.table_id, sheet.cycle_id]),
    )
  if (sheets.length > 0) {
    await bumpEpochs(trx, tenantId, ofSheets)
    await deriveAnew(trx, tenantId, 'amounts', ofSheets)
  }
  return [...new Set(sheets.map(({ cycle_id: id }) => id))]
}

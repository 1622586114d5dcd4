import type { Knex } from 'knex'

import type { Field } from '#shared/fields/field.ts'

/** The fields of several tables in their order, by table; deleted ones left out. */
export async function fieldsByTable(
  trx: Knex.Transaction,
  tableIds: readonly string[],
): Promise<Map<string, (Field & { table_id: string })[]>> {
  const fields: (Field & { table_id: string })[] = await trx('fields')
    .whereIn('table_id', tableIds)
    .whereNull('deleted_at')
    .orderBy(['position', 'ordinal'])
    .select('*')
  return Map.groupBy(fields, (field) => field.table_id)
}

import type { Knex } from 'knex'

import type { Field } from '#shared/fields/field.ts'

type StoredField = Field & { table_id: string }

/** The fields of several tables in a cycle in their order, by table; deleted ones left out. */
export async function fieldsByTable(
  trx: Knex.Transaction,
  tableIds: readonly string[],
  cycleId: string,
): Promise<Map<string, StoredField[]>> {
  return Map.groupBy(await fieldsInCycle(trx, tableIds, cycleId), (field) => field.table_id)
}

/** As they are, or as they were when the cycle was locked (`cycle_fields`). */
export async function fieldsInCycle(
  trx: Knex.Transaction,
  tableIds: readonly string[],
  cycleId: string,
): Promise<StoredField[]> {
  const rows: (StoredField & { definition: Partial<Field> | null; target_table_id: string | null })[] = await trx(
    'fields as f',
  )
    .leftJoin('cycle_fields as k', (on) =>
      on.on('k.tenant_id', 'f.tenant_id').andOnVal('k.cycle_id', cycleId).andOn('k.field_id', 'f.id'),
    )
    .whereIn('f.table_id', tableIds)
    .whereNull('f.deleted_at')
    .orderBy(['f.position', 'f.ordinal'])
    .select('f.*', 'k.definition')
  return rows.map(({ definition, ...row }) => ({ ...row, targetTableId: row.target_table_id, ...definition }))
}

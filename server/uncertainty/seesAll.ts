import type { Knex } from 'knex'
import { fieldsInCycle } from '../emissions/fieldsByTable.ts'
import type { AssessedTable } from './sourceGroups.ts'

/** Whether a person may read everything that the total of a cycle is made of, and all that says how sure it is. */
export async function seesAll(
  trx: Knex.Transaction,
  cycle: { id: string; projectId: string },
  tables: readonly AssessedTable[],
): Promise<boolean> {
  const ids: string[] = await trx('tables as t')
    .join('modules as m', (on) => on.on('m.tenant_id', 't.tenant_id').on('m.id', 't.module_id'))
    .where({ 'm.project_id': cycle.projectId })
    .whereNull('t.deleted_at')
    .whereNull('m.deleted_at')
    .pluck('t.id')
  const counting = (await fieldsInCycle(trx, ids, cycle.id)).filter(({ role }) => role === 'emissions')
  const seen = new Set(tables.filter(({ isHidden }) => !isHidden).map(({ table }) => table.id))
  return counting.every((field) => seen.has(field.table_id))
}

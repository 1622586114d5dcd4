import type { Knex } from 'knex'
import { IN_FORCE } from './inForce.ts'

/** What is an estimate in a cycle is one in its next version too, whose rows have the same ids; that one has none yet. */
export async function copyEstimates(trx: Knex.Transaction, { from, to }: { from: string; to: string }): Promise<void> {
  await trx.raw(
    `INSERT INTO estimates (tenant_id, cycle_id, table_id, row_id, ordinal, method, value, inputs, intensity, reason, gap,
       made_by, made_at)
     SELECT e.tenant_id, :to, e.table_id, e.row_id, e.ordinal, e.method, e.value, e.inputs, e.intensity, e.reason, e.gap,
       e.made_by, e.made_at
     FROM estimates e JOIN rows r ON ${IN_FORCE}
     WHERE e.tenant_id = current_tenant() AND e.cycle_id = :from`,
    { from, to },
  )
}

import type { Knex } from 'knex'
import type { Intensity } from '#shared/api/estimates.ts'
import type { EstimateInput, EstimateMethod } from '#shared/estimates/estimateMethod.ts'
import { IN_FORCE } from './inForce.ts'

/** An estimate as it is kept, with what its row says now. */
export interface StoredEstimate {
  id: string
  table_id: string
  row_id: string
  ordinal: number
  method: EstimateMethod
  /** In the unit of the field. */
  value: number
  inputs: EstimateInput[]
  intensity: Intensity | null
  reason: string
  adds_row: boolean
  made_by: string | null
  made_at: Date
  site: string | null
  month: string | null
  /** Of the row. */
  co2e_kg: number | null
  values: Readonly<Record<string, unknown>>
}

/** Every estimate of a cycle that is in force, whoever may read it, by table, month and row. */
export async function estimatesInForce(trx: Knex.Transaction, cycleId: string): Promise<StoredEstimate[]> {
  const { rows } = await trx.raw<{ rows: StoredEstimate[] }>(
    `SELECT e.id, e.table_id, e.row_id, e.ordinal, e.method, e.value, e.inputs, e.intensity, e.reason,
       e.gap IS NOT NULL AS adds_row, e.made_by, e.made_at, r.site, r.month, r.co2e_kg, r."values"
     FROM estimates e JOIN rows r ON ${IN_FORCE}
     WHERE e.tenant_id = current_tenant() AND e.cycle_id = :cycleId
     ORDER BY e.table_id, r.month COLLATE "C" NULLS LAST, e.row_id COLLATE "C", e.ordinal`,
    { cycleId },
  )
  return rows
}

import type { Knex } from 'knex'
import { priorYearMonth } from '#shared/estimates/estimateValues.ts'
import type { EstimateInput } from '#shared/estimates/estimateMethod.ts'
import { fieldsInCycle } from '../emissions/fieldsByTable.ts'
import type { SheetAccess } from '../policies/sheetAccess.ts'
import type { EstimatedCell } from './EstimatedCell.ts'
import { IN_FORCE } from './inForce.ts'

export interface KnownAmounts {
  inputs: (EstimateInput & { cycle_name: string })[]
  /** The year before has amounts in another unit, which are not among these. */
  hasOtherUnit: boolean
}

/**
 * What is known of the same source: its amounts in this cycle, and those of the same month in the year before, of the latest
 * version of its cycle. All of them are cells of a field that the person may read; locked cycles have the same readers.
 */
export async function knownAmounts(
  trx: Knex.Transaction,
  { table, cycle }: SheetAccess,
  { field, row, month, site, source, textOrdinal }: EstimatedCell,
): Promise<KnownAmounts> {
  const { rows } = await trx.raw<{ rows: KnownAmounts['inputs'] }>(
    `SELECT r.cycle_id, c.name AS cycle_name, r.row_id, r.month, (r."values" ->> :ordinal)::double precision AS value,
       EXISTS (SELECT FROM estimates e WHERE ${IN_FORCE} AND e.ordinal = :ordinalNumber) AS is_estimate
     FROM rows r JOIN cycles c ON c.tenant_id = r.tenant_id AND c.id = r.cycle_id
     WHERE r.tenant_id = current_tenant() AND r.table_id = :tableId AND NOT r.deleted
       AND c.project_id = :projectId AND c.deleted_at IS NULL AND c.restated_by IS NULL
       AND (r.cycle_id = :cycleId OR r.month = :prior)
       AND r.site IS NOT DISTINCT FROM :site AND r."values" ->> :naming IS NOT DISTINCT FROM :source
       AND r.row_id <> :rowId AND jsonb_typeof(r."values" -> :ordinal) = 'number'
     ORDER BY r.month COLLATE "C", r.cycle_id, r.row_id COLLATE "C"`,
    {
      ordinal: String(field.ordinal),
      ordinalNumber: field.ordinal,
      tableId: table.id,
      projectId: cycle.projectId,
      cycleId: cycle.id,
      prior: month === null ? null : priorYearMonth(month),
      site,
      naming: String(textOrdinal ?? ''),
      source,
      rowId: row?.id ?? '',
    },
  )
  const units = new Map<string, string | null | undefined>([[cycle.id, field.unit]])
  for (const { cycle_id: id } of rows) {
    if (!units.has(id)) {
      const then = (await fieldsInCycle(trx, [table.id], id)).find((one) => one.id === field.id)
      units.set(id, then?.type === 'number' ? then.unit : undefined)
    }
  }
  const inputs = rows.filter(({ cycle_id: id }) => units.get(id) === field.unit)
  return { inputs, hasOtherUnit: inputs.length < rows.length }
}

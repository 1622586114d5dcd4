import type { Knex } from 'knex'
import { monthsBetween } from '#shared/cycles/monthShift.ts'
import { priorYearMonth } from '#shared/estimates/estimateValues.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { carriedFields } from '../commands/carryOverRows.ts'
import type { StoredValues } from '../emissions/RowColumns.ts'
import type { SheetAccess } from '../policies/sheetAccess.ts'
import type { EstimatedCell } from './EstimatedCell.ts'

interface SourceRow {
  row_id: string
  cycle_id: string
  month: string | null
  values: StoredValues
}

/** The row that is missing, without its amount, and what stands in its place already. */
export interface GapRow {
  /** By ordinal; of fields that the person may read and write. */
  values: Map<number, CellValue>
  /** A row of the source in that month: nothing is missing. */
  existing: string | null
}

/**
 * What a missing row says besides its amount: what the nearest month of the same source says (its names, choices, factors),
 * of this cycle, or else the same month of the year before.
 */
export async function rowForGap(
  trx: Knex.Transaction,
  { table, cycle, readable, writable }: SheetAccess,
  { month, site, source, textOrdinal }: EstimatedCell,
): Promise<GapRow> {
  const { rows } = await trx.raw<{ rows: SourceRow[] }>(
    `SELECT r.row_id, r.cycle_id, r.month, r."values"
     FROM rows r JOIN cycles c ON c.tenant_id = r.tenant_id AND c.id = r.cycle_id
     WHERE r.tenant_id = current_tenant() AND r.table_id = :tableId AND NOT r.deleted
       AND c.project_id = :projectId AND c.deleted_at IS NULL AND c.restated_by IS NULL
       AND (r.cycle_id = :cycleId OR r.month = :prior)
       AND r.site IS NOT DISTINCT FROM :site AND r."values" ->> :naming IS NOT DISTINCT FROM :source
     ORDER BY r.cycle_id = :cycleId DESC, r.month COLLATE "C", r.row_id COLLATE "C"`,
    {
      tableId: table.id,
      projectId: cycle.projectId,
      cycleId: cycle.id,
      prior: month === null ? null : priorYearMonth(month),
      site,
      naming: String(textOrdinal ?? ''),
      source,
    },
  )
  const own = rows.filter((row) => row.cycle_id === cycle.id)
  const nearest = (own.length > 0 ? own : rows).toSorted((a, b) => distance(a, month) - distance(b, month))[0]
  const writes = readable.filter(({ type, ordinal }) => type !== 'formula' && writable.has(ordinal))
  const values = new Map<number, CellValue>()
  for (const { ordinal, role } of carriedFields(writes)) {
    const value = role === 'month' ? month : role === 'site' ? site : (nearest?.values[ordinal] ?? null)
    if (value !== null) {
      values.set(ordinal, value)
    }
  }
  if (source !== null && textOrdinal !== undefined && writable.has(textOrdinal)) {
    values.set(textOrdinal, source)
  }
  return { values, existing: own.find((row) => row.month === month)?.row_id ?? null }
}

const distance = ({ month: own }: SourceRow, month: string | null): number =>
  own === null || month === null ? Number.MAX_SAFE_INTEGER : Math.abs(monthsBetween(own, month))

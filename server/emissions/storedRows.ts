import type { Knex } from 'knex'
import type { StoredValues } from './RowColumns.ts'

/** Everybody else waits while so many are computed. */
const ROWS_AT_ONCE = 2000

export interface StoredRow {
  row_id: string
  values: StoredValues
  co2e_kg: number | null
  site: string | null
  month: string | null
}

/** The existing rows of a sheet in slices, so that others are served in between. */
export async function* storedRows(
  trx: Knex.Transaction,
  tableId: string,
  cycleId: string,
): AsyncGenerator<StoredRow[]> {
  for (let last = ''; ;) {
    const rows: StoredRow[] = await trx('rows')
      .where({ table_id: tableId, cycle_id: cycleId, deleted: false })
      .where('row_id', '>', last)
      .orderBy('row_id')
      .limit(ROWS_AT_ONCE)
      .select('row_id', 'values', 'co2e_kg', 'site', 'month')
    if (rows.length > 0) {
      yield rows
    }
    if (rows.length < ROWS_AT_ONCE) {
      return
    }
    last = rows.at(-1)!.row_id
  }
}

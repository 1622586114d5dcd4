import type { Knex } from 'knex'
import type { SheetAddress } from '#server/collaboration/ports.ts'
import type { RowSelection } from '../api/rows/rowsQuery.ts'
import { storedRows, wantedRows } from '../api/rows/storedRows.ts'
import { orderSql } from '../api/routing/keyset.ts'
import { readCursor } from '../storage/database/readCursor.ts'
import type { CellRow, DatedRow } from './ExportedSheet.ts'

/** Rows that are in memory at once: few enough to be nothing, enough to keep formulas and statements busy. */
export const ROWS_IN_BLOCK = 2000

/** Which rows are read, as a selection of the list asks for them. */
export interface WantedRows {
  tenantId: string
  sheet: SheetAddress
  selection: RowSelection
}

/** The rows with who changed them last and when. */
export function datedRows(
  trx: Knex.Transaction,
  { tenantId, sheet, selection }: WantedRows,
): AsyncGenerator<readonly DatedRow[]> {
  const rows = storedRows(trx, tenantId, sheet, selection).orderByRaw(orderSql(selection.order))
  return readCursor<DatedRow>(trx, { ...rows.toSQL(), block: ROWS_IN_BLOCK })
}

/**
 * The rows with their cells alone, for files that say no more. `isGathering`: with what formulas have read in other rows.
 */
export function cellRows(
  trx: Knex.Transaction,
  { tenantId, sheet, selection }: WantedRows,
  isGathering: boolean,
): AsyncGenerator<readonly CellRow[]> {
  const rows = wantedRows(trx, tenantId, sheet, selection)
    .select('row_id', 'values', ...(isGathering ? ['gathered'] : []))
    .orderByRaw(orderSql(selection.order))
  return readCursor<CellRow>(trx, { ...rows.toSQL(), block: ROWS_IN_BLOCK })
}

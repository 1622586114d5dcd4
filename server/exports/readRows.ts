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
  /** Ids in the order in which they are wanted; null: all that the selection wants, in its order. */
  rowIds: readonly string[] | null
}

/** The rows with who changed them last and when. */
export function datedRows(trx: Knex.Transaction, wanted: WantedRows): AsyncGenerator<readonly DatedRow[]> {
  return inOrder<DatedRow>(trx, wanted, () => storedRows(trx, wanted.tenantId, wanted.sheet, wanted.selection))
}

/** The rows with their cells alone, for files that say no more. `isGathering`: with what formulas have read in other rows. */
export function cellRows(
  trx: Knex.Transaction,
  wanted: WantedRows,
  isGathering: boolean,
): AsyncGenerator<readonly CellRow[]> {
  const columns = ['row_id', 'values', ...(isGathering ? ['gathered'] : [])]
  return inOrder<CellRow>(trx, wanted, () =>
    wantedRows(trx, wanted.tenantId, wanted.sheet, wanted.selection).select(columns),
  )
}

/** What a query finds, in blocks, in the order that is wanted. A row that is named but not found is left out. */
async function* inOrder<Row extends CellRow>(
  trx: Knex.Transaction,
  { rowIds, selection }: WantedRows,
  query: () => Knex.QueryBuilder,
): AsyncGenerator<readonly Row[]> {
  if (rowIds === null) {
    const { sql, bindings } = query().orderByRaw(orderSql(selection.order)).toSQL()
    yield* readCursor<Row>(trx, { sql, bindings, block: ROWS_IN_BLOCK })
    return
  }
  for (let at = 0; at < rowIds.length; at += ROWS_IN_BLOCK) {
    const ids = rowIds.slice(at, at + ROWS_IN_BLOCK)
    const { sql, bindings } = query().whereRaw('row_id = ANY(?)', [ids]).toSQL()
    const found: { rows: Row[] } = await trx.raw(sql, bindings)
    const byId = new Map(found.rows.map((row) => [row.row_id, row]))
    yield ids.flatMap((id) => byId.get(id) ?? [])
  }
}

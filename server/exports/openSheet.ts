import type { Knex } from 'knex'
import type { RowsQuery } from '#shared/api/rows.ts'
import type { SheetAddress } from '#server/collaboration/ports.ts'
import type { AppServices } from '../api/AppServices.ts'
import { loadSheetAccess } from '../api/rows/loadSheetAccess.ts'
import { type RowSelection, selectRows, type StoredRow } from '../api/rows/rowsQuery.ts'
import { storedRows } from '../api/rows/storedRows.ts'
import { orderSql } from '../api/routing/keyset.ts'
import { rowLabels } from '../api/targets/rowLabels.ts'
import { computeSheet } from '../emissions/computeSheet.ts'
import { RowColumns } from '../emissions/RowColumns.ts'
import type { TablePlans } from '../emissions/tablePlans.ts'
import type { Identity } from '../policies/Identity.ts'
import type { SheetAccess } from '../policies/sheetAccess.ts'
import { readCursor } from '../storage/database/readCursor.ts'
import type { ExportedSheet, RowBlock } from './ExportedSheet.ts'

/** Rows that are in memory at once: few enough to be nothing, enough to keep formulas and statements busy. */
export const ROWS_IN_BLOCK = 2000

/** Which rows and fields, as the list of rows takes them. */
export type ExportSelection = Pick<RowsQuery, 'sort' | 'fields'> & Readonly<Record<string, unknown>>

/** A sheet that the caller may read, before its rows are read. */
export interface OpenedSheet {
  access: SheetAccess
  /** Its rows as the transaction sees them. */
  in: (trx: Knex.Transaction) => ExportedSheet
}

/**
 * A sheet with everything that is journaled by now, for whoever may read it. Throws `not-found` when it is not there or not
 * theirs, and a ValidationError with every problem of the selection.
 */
export async function openSheet(
  services: AppServices,
  identity: Identity,
  address: SheetAddress,
  { sort, fields, ...filters }: ExportSelection,
): Promise<OpenedSheet> {
  const { sheet, access } = await loadSheetAccess(services, identity, address)
  const selection = selectRows({ sort, fields }, filters, access, identity.userId)
  await services.collaboration.waitUntilProjected(identity.tenantId, sheet)
  const isComputed = selection.fields.some(({ type }) => type === 'formula')
  const plans = isComputed ? await services.knownPlans.of(access) : null
  const booleans = new Set(plans?.computed.flatMap(({ field, plan }) => (plan?.type === 'boolean' ? field.key : [])))
  return {
    access,
    in: (trx) => ({
      access,
      fields: selection.fields,
      booleans,
      blocks: () => blocksOf(services, trx, { identity, sheet, access }, { selection, plans }),
    }),
  }
}

async function* blocksOf(
  services: AppServices,
  trx: Knex.Transaction,
  place: { identity: Identity; sheet: SheetAddress; access: SheetAccess },
  { selection, plans }: { selection: RowSelection; plans: TablePlans | null },
): AsyncGenerator<RowBlock> {
  const { sql, bindings } = storedRows(services.db, place.identity.tenantId, place.sheet, selection)
    .orderByRaw(orderSql(selection.order))
    .toSQL()
  for await (const rows of readCursor<StoredRow>(trx, { sql, bindings, block: ROWS_IN_BLOCK })) {
    const values = rows.map((row) => row.values)
    yield {
      rows,
      results: plans === null ? new Map() : resultsOf(plans, rows),
      labels: await rowLabels(services, place, selection.fields, values),
    }
  }
}

function resultsOf(plans: TablePlans, rows: readonly StoredRow[]): RowBlock['results'] {
  const values = rows.map((row) => row.values)
  const gathered = rows.map((row) => row.gathered)
  const slots = Uint32Array.from(rows, (_, index) => index)
  return computeSheet(plans, new RowColumns(values, { gathered }), slots).results
}

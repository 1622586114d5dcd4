import type { Knex } from 'knex'
import type { ViewExportBody } from '#shared/api/exports.ts'
import type { RowsQuery } from '#shared/api/rows.ts'
import type { SheetAddress } from '#server/collaboration/ports.ts'
import type { AppServices } from '../api/AppServices.ts'
import { loadSheetAccess } from '../api/rows/loadSheetAccess.ts'
import { selectRows } from '../api/rows/rowsQuery.ts'
import { unknownField } from '../api/rows/unknownField.ts'
import { rowLabels } from '../api/targets/rowLabels.ts'
import { computeSheet } from '../emissions/computeSheet.ts'
import { RowColumns } from '../emissions/RowColumns.ts'
import type { TablePlans } from '../emissions/tablePlans.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import type { Identity } from '../policies/Identity.ts'
import type { SheetAccess } from '../policies/sheetAccess.ts'
import type { CellRow, ExportedSheet, RowBlock } from './ExportedSheet.ts'
import { cellRows, datedRows, type WantedRows } from './readRows.ts'

/** Which rows and fields, as the list of rows takes them. */
export type ExportSelection = Pick<RowsQuery, 'sort' | 'fields'> & Readonly<Record<string, unknown>>

/** A sheet that the caller may read, before its rows are read. */
export interface OpenedSheet {
  access: SheetAccess
  /** Its rows as the transaction sees them. */
  in: (trx: Knex.Transaction) => ExportedSheet
}

/** What somebody has before them. */
export type ShownSelection = Pick<ViewExportBody, 'fields' | 'rows'>

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
  return opened(services, { identity, sheet, access }, { selection, rowIds: null })
}

/** The same of these columns and rows, in their order. */
export async function openShown(
  services: AppServices,
  identity: Identity,
  address: SheetAddress,
  { fields, rows }: ShownSelection,
): Promise<OpenedSheet> {
  const { sheet, access } = await loadSheetAccess(services, identity, address)
  const shown = [...new Set(fields)].map((key) => access.readable.find((field) => field.key === key) ?? key)
  const unknown = shown.filter((field) => typeof field === 'string')
  if (unknown.length > 0) {
    throw new ValidationError(unknown.map((key) => unknownField(`fields[${fields.indexOf(key)}]`, key)))
  }
  const selection = {
    ...selectRows({ sort: 'order' }, {}, access, identity.userId),
    fields: shown.filter((field) => typeof field !== 'string'),
  }
  const rowIds = rows === null ? null : [...new Set(rows)]
  return opened(services, { identity, sheet, access }, { selection, rowIds })
}

async function opened(
  services: AppServices,
  place: { identity: Identity; sheet: SheetAddress; access: SheetAccess },
  { selection, rowIds }: Pick<WantedRows, 'selection' | 'rowIds'>,
): Promise<OpenedSheet> {
  const { identity, sheet, access } = place
  await services.collaboration.waitUntilProjected(identity.tenantId, sheet)
  const isComputed = selection.fields.some(({ type }) => type === 'formula')
  const plans = isComputed ? await services.knownPlans.of(access) : null
  const booleans = new Set(plans?.computed.flatMap(({ field, plan }) => (plan?.type === 'boolean' ? field.key : [])))
  const wanted: WantedRows = { tenantId: identity.tenantId, sheet, selection, rowIds }
  return {
    access,
    in: (trx) => {
      const complete = <Row extends CellRow>(rows: AsyncIterable<readonly Row[]>): AsyncGenerator<RowBlock<Row>> =>
        withResults(rows, plans, async (values) => rowLabels(services, place, selection.fields, values))
      return {
        access,
        fields: selection.fields,
        booleans,
        blocks: () => complete(cellRows(trx, wanted, plans !== null)),
        datedBlocks: () => complete(datedRows(trx, wanted)),
      }
    },
  }
}

/** Blocks of rows with what formulas give (`plans` null: none is asked for) and what is pointed at is called. */
async function* withResults<Row extends CellRow>(
  blocks: AsyncIterable<readonly Row[]>,
  plans: TablePlans | null,
  labelsOf: (values: CellRow['values'][]) => Promise<RowBlock['labels']>,
): AsyncGenerator<RowBlock<Row>> {
  for await (const rows of blocks) {
    yield {
      rows,
      results: plans === null ? NO_RESULTS : resultsOf(plans, rows),
      labels: await labelsOf(rows.map((row) => row.values)),
    }
  }
}

const NO_RESULTS: RowBlock['results'] = new Map()

function resultsOf(plans: TablePlans, rows: readonly CellRow[]): RowBlock['results'] {
  const values = rows.map((row) => row.values)
  const gathered = rows.map((row) => row.gathered ?? null)
  const slots = Uint32Array.from(rows, (_, index) => index)
  return computeSheet(plans, new RowColumns(values, { gathered }), slots).results
}

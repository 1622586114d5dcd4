import { GatheredTable } from '#formulas/plan/GatheredTable.ts'
import type { EvaluateFormulaBody } from '#shared/api/formulas.ts'
import type { Field } from '#shared/fields/field.ts'
import { computeSheet } from '#server/emissions/computeSheet.ts'
import type { TableFields } from '#server/emissions/projectTables.ts'
import { RowColumns, type StoredValues } from '#server/emissions/RowColumns.ts'
import type { GatheredTables } from '#server/emissions/SheetColumns.ts'
import { contextOver, type SheetSchema } from '#server/emissions/sheetSchema.ts'
import { compilePlans } from '#server/emissions/tablePlans.ts'

type SentRows = EvaluateFormulaBody['rows']

/** Under this a sent row has its id. No field has such a key. */
const ROW_ID_KEY = '_id'

/** Rows as they would lie in the database. */
export function storedRows(fields: readonly Field[], rows: SentRows): { values: StoredValues[]; rowIds: string[] } {
  return {
    values: rows.map((row) =>
      Object.fromEntries(fields.map((field) => [String(field.ordinal), row[field.key] ?? null])),
    ),
    rowIds: rows.map((row, index) => String(row[ROW_ID_KEY] ?? index)),
  }
}

/**
 * The tables that were sent with a formula, each computed when it is read. Where two tables read each other, the one that is
 * being computed has no rows for the other: no field of it could be read without a ring.
 */
export function sentTables(
  tables: readonly TableFields[],
  context: SheetSchema['context'],
  rowsOf: (key: string) => SentRows,
): GatheredTables {
  const known = new Map<string, GatheredTable | undefined>()
  const tableAt = (from: string): GatheredTable | undefined => {
    const table = tables.find(({ key }) => key === from)
    if (table === undefined || known.has(from)) {
      return known.get(from)
    }
    known.set(from, undefined)
    const { fields } = table
    const own = contextOver(tables, table.id, { ...context, fields })
    const { values, rowIds } = storedRows(fields, rowsOf(from))
    const slots = Uint32Array.from(rowIds.keys())
    const plans = compilePlans({ tableId: '', cycleId: '', fields, context: own })
    const made = new GatheredTable(
      computeSheet(plans, new RowColumns(values, { rowIds }), slots, tableAt).columns,
      slots,
    )
    known.set(from, made)
    return made
  }
  return tableAt
}

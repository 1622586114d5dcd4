import type { Knex } from 'knex'
import type { LeftBehind } from '#shared/api/restatement.ts'
import { isTooLarge, type CellValue } from '#shared/cells/cellValue.ts'
import { cellConverter, type TextReading } from '#shared/cells/convertCell.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import type { Field } from '#shared/fields/field.ts'
import { fieldsInCycle } from '../emissions/fieldsByTable.ts'
import { loadFields } from '../policies/sheetAccess.ts'

/** The rows of a table as they begin in the new version. */
export interface RestatedSheet {
  rows: { id: string; values: Map<number, CellValue> }[]
  leftBehind: LeftBehind[]
}

/** Texts that could be two things stay as they are: nobody is asked here. */
const AS_IT_IS: TextReading = { decimals: 'open', dates: 'open' }

/**
 * Every row with the same id and every cell, whoever may read it: what was reported is restated whole. The fields of the new
 * version are those of today, so a cell of a field that has become another is converted; what cannot be is told. Linear in cells.
 */
export async function restatedSheet(
  trx: Knex.Transaction,
  table: { id: string; name: string },
  cycleId: string,
): Promise<RestatedSheet> {
  const stored: { row_id: string; values: Record<string, CellValue> }[] = await trx('rows')
    .where({ table_id: table.id, cycle_id: cycleId, deleted: false })
    .whereRaw('tenant_id = current_tenant()')
    .orderBy(['order_key', 'row_id'])
    .select('row_id', 'values')
  const rows: RestatedSheet['rows'] = stored.map(({ row_id: id }) => ({ id, values: new Map() }))
  const before = new Map((await fieldsInCycle(trx, [table.id], cycleId)).map((field) => [field.id, field]))
  const leftBehind: LeftBehind[] = []
  for (const to of await loadFields(trx, table.id)) {
    const from = before.get(to.id) ?? to
    if (to.type === 'formula' && from.type === 'formula') {
      continue
    }
    const convert = converterOf(from, to)
    let lost = 0
    stored.forEach(({ values }, at) => {
      const value = values[to.ordinal] ?? null
      const restated = value === null ? null : convert(value)
      if (restated !== null) {
        rows[at]!.values.set(to.ordinal, restated)
      } else if (value !== null) {
        lost++
      }
    })
    if (lost > 0) {
      leftBehind.push({ table: table.name, field: to.name, cells: lost })
    }
  }
  return { rows, leftBehind }
}

/** Null: the value does not come along. */
function converterOf(from: Field, to: Field): (value: CellValue) => CellValue {
  if (to.type === 'formula') {
    return () => null
  }
  const convert = from.type === to.type && from.unit === to.unit ? null : cellConverter(from, to, AS_IT_IS)
  return (value) => {
    const converted = convert === null ? value : convert(value)
    return isTooLarge(converted) || (Array.isArray(converted) && !CELL_TYPES[to.type].isList) ? null : converted
  }
}

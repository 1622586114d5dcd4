import { RowColumns } from '../emissions/RowColumns.ts'
import { type RowResult, resultsOfRows } from '../emissions/rowResults.ts'
import type { FrozenTable } from './FrozenCycle.ts'
import type { ResultRecord, RowRecord } from './packRecords.ts'

/** Results of some rows of a table, in their order; what was gathered from other rows is read as it was kept. */
export function computeRows({ plans }: Pick<FrozenTable, 'plans'>, rows: readonly RowRecord[]): ResultRecord[] {
  const slots = Uint32Array.from(rows.keys())
  return resultsOfRows(plans, columnsOf(rows), slots).map((result, slot) => resultRecord(rows[slot]!.id, result))
}

/** The rows as columns, with what was kept beside them. */
export function columnsOf(rows: readonly RowRecord[]): RowColumns {
  return new RowColumns(
    rows.map(({ values }) => values),
    { rowIds: rows.map(({ id }) => id), gathered: rows.map(({ gathered }) => gathered) },
  )
}

export function resultRecord(id: string, result: RowResult): ResultRecord {
  const { co2eKg, gasesKg, biogenicCo2Kg, site, month, incomplete, errors } = result
  return { id, co2e_kg: co2eKg, gases_kg: gasesKg, biogenic_co2_kg: biogenicCo2Kg, site, month, incomplete, errors }
}

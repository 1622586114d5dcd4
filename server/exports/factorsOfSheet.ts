import type { Knex } from 'knex'
import { factorRows } from '../api/factors/factorRows.ts'
import { factorIdsInCells } from '../emissions/factorsInCells.ts'
import type { FactorRow } from '../presenters/presentFactor.ts'
import type { ExportedSheet } from './ExportedSheet.ts'

/**
 * The factors behind a sheet as far as its readers may know: those that choices of the exported fields name for the year of
 * the cycle, and those that their cells name, with their source.
 */
export async function factorsOfSheet(
  trx: Knex.Transaction,
  { access: { table, cycle }, fields }: Pick<ExportedSheet, 'access' | 'fields'>,
): Promise<FactorRow[]> {
  const ofOptions = fields.flatMap(({ options }) => options.flatMap(({ factors }) => factors?.[cycle.factorYear] ?? []))
  const inCells = await factorIdsInCells(
    trx,
    { tableId: table.id, cycleId: cycle.id, deleted: false },
    fields.filter(({ type }) => type === 'factor'),
  )
  const ids = [...new Set([...ofOptions, ...inCells.map(({ id }) => id)])]
  return ids.length === 0 ? [] : factorRows(trx).whereIn('f.id', ids).orderBy(['f.publisher', 'f.title', 'f.id'])
}

import type { Knex } from 'knex'
import type { Field } from '#shared/fields/field.ts'
import { ExactSum } from '#shared/quantities/ExactSum.ts'
import type { SiteShare } from '../boundary/siteShares.ts'
import { type ChosenRows, existingRows } from './chosenRows.ts'
import type { InventoryTable } from './inventory.ts'
import { type KilogramColumns, kilogramSums, KilogramSum, sumOfColumns } from './KilogramSum.ts'
import type { SumsAhead } from './sumsAhead.ts'
import type { RowSum } from './sumRows.ts'

/** A column that says whose figures a row has, and its choices that mean data of suppliers and other partners. */
export interface PrimaryChoices {
  ordinal: number
  ids: readonly string[]
}

/** Columns of a table that say whose figures a row has. */
export const primaryChoicesOf = (fields: readonly Pick<Field, 'type' | 'options' | 'ordinal'>[]): PrimaryChoices[] =>
  fields
    .filter(({ type, options }) => type === 'option' && options.some(({ primary }) => primary === true))
    .map(({ ordinal, options }) => ({
      ordinal,
      ids: options.filter(({ primary }) => primary === true).map(({ id }) => id),
    }))

/** By table: its columns that say whose figures a row has; null when the person may not read all of them. */
export type PrimaryByTable = ReadonlyMap<string, readonly PrimaryChoices[] | null>

/**
 * Kilograms of the chosen rows that rest on primary data, by table. Not asked of the database where no table says. `ahead`: sums
 * of sheets besides the chosen rows.
 */
export async function sumPrimary(
  trx: Knex.Transaction,
  chosen: ChosenRows,
  { byTable, ahead, share }: { byTable: PrimaryByTable; ahead: SumsAhead; share: SiteShare },
): Promise<Map<string, number>> {
  const toldBy = (id: string): readonly PrimaryChoices[] => byTable.get(id) ?? []
  const told = chosen.tableIds.flatMap((id) => (toldBy(id).length === 0 ? [] : [{ id, choices: toldBy(id) }]))
  const stored: { table_id: string; site: string | null; kg: KilogramColumns | null }[] =
    told.length === 0
      ? []
      : await existingRows(trx, chosen)
          .andWhere((any) => {
            for (const { id, choices } of told) {
              for (const { ordinal, ids } of choices) {
                void any.orWhereRaw('(table_id = ? AND rows.values ->> ? = ANY (?))', [id, String(ordinal), [...ids]])
              }
            }
          })
          .groupBy('table_id', 'site')
          .select('table_id', 'site', trx.raw(`${kilogramSums('co2e_kg')} as kg`))
  const amounts = [
    ...stored.map(({ table_id: id, site, kg }) => ({ id, site, kg: sumOfColumns(kg) ?? new KilogramSum() })),
    ...[...ahead].flatMap(([id, groups]) =>
      toldBy(id).length === 0 ? [] : groups.map(({ site, primary }) => ({ id, site, kg: primary })),
    ),
  ]
  const counted = new Map<string, number>()
  for (const group of [...Map.groupBy(amounts, ({ id, site }) => JSON.stringify([id, site]))]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, members]) => members)) {
    const [{ id, site }] = [group[0]!]
    const sum = new KilogramSum()
    group.forEach(({ kg }) => sum.addSum(kg))
    counted.set(id, (counted.get(id) ?? 0) + sum.value * share(site))
  }
  return counted
}

/**
 * By category of scope 3, which part of its emissions rests on data of suppliers and other partners, from 0 to 1 (GHG Protocol,
 * Scope 3 Standard, chapter 11.1: it is reported for each category). Tables that do not say whose figures they have count as
 * averages beside those that do. Null: none of them says, or the person may not read which rows do, or nothing is known.
 */
export function primaryShares(
  sums: readonly RowSum[],
  tables: readonly InventoryTable[],
  { byTable, primaryKg }: { byTable: PrimaryByTable; primaryKg: ReadonlyMap<string, number> },
): Map<number, number | null> {
  const withRows = new Set(sums.map(({ tableId }) => tableId))
  const categories = Map.groupBy(
    tables.filter(({ id, category }) => category !== null && withRows.has(id)),
    ({ category }) => category ?? 0,
  )
  return new Map(
    [...categories].map(([category, own]) => {
      const ids = new Set(own.map(({ id }) => id))
      const isHidden = own.some(({ id }) => byTable.get(id) === null)
      const isTold = own.some(({ id }) => (byTable.get(id)?.length ?? 0) > 0)
      const [whole, primary] = [new ExactSum(), new ExactSum()]
      sums.filter(({ tableId }) => ids.has(tableId)).forEach(({ co2eKg }) => whole.add(co2eKg ?? 0))
      own.forEach(({ id }) => primary.add(primaryKg.get(id) ?? 0))
      return [category, isHidden || !isTold || !(whole.value > 0) ? null : primary.value / whole.value]
    }),
  )
}

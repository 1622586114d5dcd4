import type { Knex } from 'knex'

import { ExactSum } from '#shared/quantities/ExactSum.ts'
import type { SiteShare } from '../boundary/siteShares.ts'
import { type ChosenRows, existingRows } from './chosenRows.ts'
import { type KilogramColumns, KilogramSum, kilogramSums, sumOfColumns } from './KilogramSum.ts'
import type { SumsAhead } from './sumsAhead.ts'

/** Sums of the rows of one table that share site and month. */
export interface RowSum {
  tableId: string
  site: string | null
  month: string | null
  /** Kilograms; null when no row of the group has a result. */
  co2eKg: number | null
  biogenicCo2Kg: number | null
  /** Of `co2eKg`, what is of rows that lack gases (`sumPartial`), and how many these are. */
  partialKg: number
  partialRows: number
  rows: number
  incomplete: number
  errors: number
  lastEditAt: Date | null
}

/** One sum per table, site and month: the finest grain that any total needs. One scan over the cycle's rows. */
export async function sumRows(trx: Knex.Transaction, chosen: ChosenRows): Promise<RowSum[]> {
  const sums: SumRecord[] = await existingRows(trx, chosen)
    .groupBy('table_id', 'site', 'month')
    .select('table_id', 'site', 'month')
    .select(
      trx.raw(`${kilogramSums('co2e_kg')} as co2e_kg`),
      trx.raw(`${kilogramSums('biogenic_co2_kg')} as biogenic_co2_kg`),
      trx.raw('count(*)::int as row_count'),
      trx.raw('(count(*) filter (where incomplete))::int as incomplete'),
      trx.raw('coalesce(sum(errors), 0)::int as errors'),
      trx.raw('max(updated_at) as last_edit_at'),
    )
  return sums
    .map((sum) => ({
      tableId: sum.table_id,
      site: sum.site,
      month: sum.month,
      co2eKg: sumOfColumns(sum.co2e_kg)?.value ?? null,
      biogenicCo2Kg: sumOfColumns(sum.biogenic_co2_kg)?.value ?? null,
      partialKg: 0,
      partialRows: 0,
      rows: sum.row_count,
      incomplete: sum.incomplete,
      errors: sum.errors,
      lastEditAt: sum.last_edit_at,
    }))
    .toSorted(byPlace)
}

/** The same of sheets whose sums are there before their rows; those say when they were last edited. */
export async function sumRowsAhead(trx: Knex.Transaction, chosen: ChosenRows, ahead: SumsAhead): Promise<RowSum[]> {
  if (ahead.size === 0) {
    return []
  }
  const edits: Pick<SumRecord, 'table_id' | 'site' | 'month' | 'last_edit_at'>[] = await existingRows(trx, {
    ...chosen,
    tableIds: [...ahead.keys()],
  })
    .groupBy('table_id', 'site', 'month')
    .select('table_id', 'site', 'month', trx.raw('max(updated_at) as last_edit_at'))
  const editOf = new Map(edits.map((edit) => [placeOf(edit.table_id, edit), edit.last_edit_at]))
  return [...ahead].flatMap(([tableId, groups]) =>
    groups.map((group) => ({
      tableId,
      site: group.site,
      month: group.month,
      co2eKg: group.known === 0 ? null : group.co2e.value,
      biogenicCo2Kg: group.biogenicRows === 0 ? null : group.biogenic.value,
      partialKg: group.partial.value,
      partialRows: group.partialRows,
      rows: group.rows,
      incomplete: group.incomplete,
      errors: group.errors,
      lastEditAt: editOf.get(placeOf(tableId, group)) ?? null,
    })),
  )
}

const placeOf = (tableId: string, { site, month }: Pick<RowSum, 'site' | 'month'>): string =>
  JSON.stringify([tableId, site, month])

/** What is added up further is added in this order, so that no bit depends on how the database found it. */
export function byPlace(one: RowSum, other: RowSum): number {
  return placeOf(one.tableId, one) < placeOf(other.tableId, other) ? -1 : 1
}

/** Kilograms of CO2e of one component of the emissions ("CH4", "other", or "CO2e-AR4" for a part of `other`). */
export interface ComponentSum {
  component: string
  co2eKg: number
  /** Rows that have some of it. */
  rows: number
}

/**
 * Sums by component, largest first. `share`: the part of each site that counts; null: every site counts whole. `ahead`: sums
 * of sheets besides the chosen rows.
 */
export async function sumByComponent(
  trx: Knex.Transaction,
  chosen: ChosenRows,
  share: SiteShare | null,
  ahead: SumsAhead,
): Promise<ComponentSum[]> {
  const stored: { component: string; site: string | null; kg: KilogramColumns; rows: number }[] =
    chosen.tableIds.length === 0
      ? []
      : await existingRows(trx, chosen)
          .whereNotNull('gases_kg')
          .joinRaw('cross join lateral jsonb_each_text(gases_kg) as gases(component, amount)')
          // a number once, and not once for each sum of it
          .joinRaw('cross join lateral (select amount::double precision as kg offset 0) as numbers')
          .groupBy('component', 'site')
          .select('component', 'site', trx.raw(`${kilogramSums('kg')} as kg, count(*)::int as "rows"`))
  const amounts = [
    ...stored.map(({ component, site, kg, rows }) => ({ component, site, rows, kg: sumOfColumns(kg)! })),
    ...[...ahead.values()]
      .flat()
      .flatMap(({ site, components }) =>
        [...components].map(([component, { kg, rows }]) => ({ component, site, rows, kg })),
      ),
  ]
  return [...Map.groupBy(amounts, ({ component }) => component)]
    .map(([component, group]) => ({
      component,
      co2eKg: sharedKg(group, share),
      rows: group.reduce((rows, one) => rows + one.rows, 0),
    }))
    .toSorted((a, b) => b.co2eKg - a.co2eKg || (a.component < b.component ? -1 : 1))
}

/** Each site is summed exactly before its share is taken. */
function sharedKg(amounts: readonly { site: string | null; kg: KilogramSum }[], share: SiteShare | null): number {
  if (share === null) {
    return sumOf(amounts).value
  }
  const kg = new ExactSum()
  ;[...Map.groupBy(amounts, ({ site }) => site)]
    .toSorted(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1))
    .forEach(([site, group]) => kg.add(sumOf(group).value * share(site)))
  return kg.value
}

function sumOf(amounts: readonly { kg: KilogramSum }[]): KilogramSum {
  const sum = new KilogramSum()
  amounts.forEach(({ kg }) => sum.addSum(kg))
  return sum
}

interface SumRecord {
  table_id: string
  site: string | null
  month: string | null
  co2e_kg: KilogramColumns | null
  biogenic_co2_kg: KilogramColumns | null
  row_count: number
  incomplete: number
  errors: number
  last_edit_at: Date | null
}

import type { Knex } from 'knex'

import { ExactSum } from '#shared/quantities/ExactSum.ts'
import type { SiteShare } from '../boundary/siteShares.ts'
import { type ChosenRows, existingRows } from './chosenRows.ts'

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
      trx.raw('sum(co2e_kg) as co2e_kg'),
      trx.raw('sum(biogenic_co2_kg) as biogenic_co2_kg'),
      trx.raw('count(*)::int as row_count'),
      trx.raw('(count(*) filter (where incomplete))::int as incomplete'),
      trx.raw('coalesce(sum(errors), 0)::int as errors'),
      trx.raw('max(updated_at) as last_edit_at'),
    )
  return sums.map((sum) => ({
    tableId: sum.table_id,
    site: sum.site,
    month: sum.month,
    co2eKg: sum.co2e_kg,
    biogenicCo2Kg: sum.biogenic_co2_kg,
    partialKg: 0,
    partialRows: 0,
    rows: sum.row_count,
    incomplete: sum.incomplete,
    errors: sum.errors,
    lastEditAt: sum.last_edit_at,
  }))
}

/** Kilograms of CO2e of one component of the emissions ("CH4", "other", or "CO2e-AR4" for a part of `other`). */
export interface ComponentSum {
  component: string
  co2eKg: number
  /** Rows that have some of it. */
  rows: number
}

/** Sums by component, largest first. `share`: the part of each site that counts; null: every site counts whole. */
export async function sumByComponent(
  trx: Knex.Transaction,
  chosen: ChosenRows,
  share: SiteShare | null,
): Promise<ComponentSum[]> {
  const sums = existingRows(trx, chosen)
    .whereNotNull('gases_kg')
    .joinRaw('cross join lateral jsonb_each_text(gases_kg) as gases(component, kg)')
    .groupBy('component')
    .select('component')
    .select(trx.raw('sum(kg::double precision) as "co2eKg", count(*)::int as "rows"'))
    .orderBy('co2eKg', 'desc')
  if (share === null) {
    return sums
  }
  const bySite: (ComponentSum & { site: string | null })[] = await sums.groupBy('site').select('site')
  return [...Map.groupBy(bySite, ({ component }) => component)]
    .map(([component, group]) => {
      const kg = new ExactSum()
      group.forEach(({ site, co2eKg }) => kg.add(co2eKg * share(site)))
      return { component, co2eKg: kg.value, rows: group.reduce((rows, one) => rows + one.rows, 0) }
    })
    .toSorted((a, b) => b.co2eKg - a.co2eKg)
}

interface SumRecord {
  table_id: string
  site: string | null
  month: string | null
  co2e_kg: number | null
  biogenic_co2_kg: number | null
  row_count: number
  incomplete: number
  errors: number
  last_edit_at: Date | null
}

import type { Knex } from 'knex'
import type { PreviewedAmounts } from '#shared/api/cycles.ts'
import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import { boundaryOf, sharesOf, type SiteShare } from '../boundary/siteShares.ts'
import { RowColumns, type StoredValues } from './RowColumns.ts'
import { resultsOfRows } from './rowResults.ts'
import { type CycleBasis, loadSheetSchema, type SheetSchema } from './sheetSchema.ts'
import { type StoredRow, storedRows } from './storedRows.ts'
import { compilePlans } from './tablePlans.ts'

/** What is otherwise than in the cycle. */
export interface Foresight {
  basis?: Partial<Pick<CycleBasis, 'gwpSet' | 'factorYear'>>
  /** Other factors, by the id of the one that rows use. */
  instead?: ReadonlyMap<string, EmissionFactor>
  /** Entered numbers of a column multiplied; of all rows (null), or of a site. */
  scales?: readonly { ordinal: number; site: string | null; multiply: number }[]
}

const NOTHING: ReadonlyMap<string, EmissionFactor> = new Map()

/**
 * The total of a sheet as it is and as it would be; the rows are computed with the same plans as when it is so, and nothing is
 * written. Each site counts by its share. `isForeseen` is false where results depend on other rows: they are then counted as they are. Complexity: the rows.
 */
export async function foreseenAmounts(
  trx: Knex.Transaction,
  { tableId, cycleId }: { tableId: string; cycleId: string },
  { basis = {}, instead = NOTHING, scales = [] }: Foresight,
): Promise<PreviewedAmounts & { isForeseen: boolean }> {
  const { gwpSet, factorYear } = basis
  const asked = { ...(gwpSet && { gwpSet }), ...(factorYear && { factorYear }) }
  const now = await loadSheetSchema(trx, tableId, cycleId)
  const then = await loadSheetSchema(trx, tableId, cycleId, asked)
  if (now === null || then === null) {
    return { ...noAmounts(), isForeseen: true }
  }
  const share = sharesOf(await boundaryOf(trx, cycleId))
  const hasOther = [...instead.keys()].some((id) => then.context.factors.has(id))
  const isSameBasis = now.context.gwpSet === then.context.gwpSet && now.context.factorYear === then.context.factorYear
  if (isSameBasis && !hasOther && scales.length === 0) {
    return { ...(await amountsNow(trx, { tableId, cycleId }, share)), isForeseen: true }
  }
  const plans = compilePlans(hasOther ? withFactors(then, instead) : then)
  const isForeseen = plans.result === null || !plans.gathering.has(plans.result.field.key)
  const amounts = noAmounts()
  for await (const rows of storedRows(trx, tableId, cycleId)) {
    const columns = new RowColumns(rows.map((row) => scaled(row, scales)))
    const after = resultsOfRows(plans, columns, Uint32Array.from(rows.keys()))
    rows.forEach(({ co2e_kg, site }, i) => {
      const before = counted(co2e_kg, share(site))
      const kg = isForeseen ? counted(after[i]?.co2eKg ?? null, share(site)) : before
      addAmounts(amounts, {
        before_kg: before,
        after_kg: kg,
        rows_before: before === null ? 0 : 1,
        rows_after: kg === null ? 0 : 1,
      })
    })
  }
  return { ...amounts, isForeseen }
}

export const noAmounts = (): PreviewedAmounts => ({ before_kg: null, after_kg: null, rows_before: 0, rows_after: 0 })

/** Adds `more` to `sum`; what is known to neither stays unknown. */
export function addAmounts(sum: PreviewedAmounts, more: PreviewedAmounts): void {
  sum.before_kg = more.before_kg === null ? sum.before_kg : (sum.before_kg ?? 0) + more.before_kg
  sum.after_kg = more.after_kg === null ? sum.after_kg : (sum.after_kg ?? 0) + more.after_kg
  sum.rows_before += more.rows_before
  sum.rows_after += more.rows_after
}

function withFactors(schema: SheetSchema, instead: ReadonlyMap<string, EmissionFactor>): SheetSchema {
  const factors = new Map(Array.from(schema.context.factors, ([id, factor]) => [id, instead.get(id) ?? factor]))
  return { ...schema, context: { ...schema.context, factors } }
}

function scaled({ values, site }: StoredRow, scales: NonNullable<Foresight['scales']>): StoredValues {
  const changed = scales.flatMap((scale): [string, number][] => {
    const value = values[String(scale.ordinal)]
    const isMeant = scale.site === null || scale.site === site
    return isMeant && typeof value === 'number' ? [[String(scale.ordinal), value * scale.multiply]] : []
  })
  return changed.length === 0 ? values : { ...values, ...Object.fromEntries(changed) }
}

/** Nothing that rows are computed with changes, so nothing has to be computed. */
async function amountsNow(
  trx: Knex.Transaction,
  { tableId, cycleId }: { tableId: string; cycleId: string },
  share: SiteShare,
): Promise<PreviewedAmounts> {
  const sites: { site: string | null; kg: number | null; rows: number }[] = await trx('rows')
    .where({ table_id: tableId, cycle_id: cycleId, deleted: false })
    .groupBy('site')
    .select('site', trx.raw('sum(co2e_kg) AS kg, count(co2e_kg)::int AS "rows"'))
  const amounts = noAmounts()
  for (const { site, kg: whole, rows } of sites) {
    const kg = counted(whole, share(site))
    addAmounts(amounts, { before_kg: kg, after_kg: kg, rows_before: rows, rows_after: rows })
  }
  return amounts
}

const counted = (kg: number | null, part: number): number | null => (kg === null ? null : kg * part)

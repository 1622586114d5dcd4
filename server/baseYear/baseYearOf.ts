import type { Knex } from 'knex'
import type { ScopeBasis, ScopeFigure } from '#shared/api/scopeFigure.ts'
import type { ScopeNumber } from '../emissions/inventory.ts'
import { originalOf, type YearOfSeries } from '../emissions/yearSeries.ts'

/** What was chosen as the base year of a project. */
export interface BaseYear {
  scopes: ScopeNumber[]
  basis: ScopeBasis
  thresholdPercent: number
  policy: string
  /** First versions of its cycles. */
  cycleIds: ReadonlySet<string>
}

/** Null: none was chosen. */
export async function baseYearOf(trx: Knex.Transaction, projectId: string): Promise<BaseYear | null> {
  const row: (Omit<BaseYear, 'cycleIds' | 'thresholdPercent'> & { threshold_percent: number }) | undefined = await trx(
    'base_years',
  )
    .where({ project_id: projectId })
    .first('scopes', 'basis', 'threshold_percent', 'policy')
  if (row === undefined) {
    return null
  }
  const ids: string[] = await trx('base_year_cycles').where({ project_id: projectId }).pluck('cycle_id')
  const { scopes, basis, policy, threshold_percent: thresholdPercent } = row
  return { scopes, basis, policy, thresholdPercent, cycleIds: new Set(ids) }
}

/** The years that make up the base year, in their latest versions. */
export const yearsOfBase = (base: BaseYear, years: readonly YearOfSeries[]): YearOfSeries[] =>
  years.filter(({ cycle }) => base.cycleIds.has(originalOf(cycle)))

/** The figure of one cycle, or the mean of several; unknown when one of them is. */
export function meanFigure(figures: readonly ScopeFigure[]): ScopeFigure {
  if (figures.length === 0 || figures.some(({ is_hidden: isHidden }) => isHidden)) {
    return { co2e_kg: null, is_hidden: figures.length > 0, incomplete_rows: null }
  }
  const known = figures.flatMap(({ co2e_kg: kg }) => (kg === null ? [] : [kg]))
  return {
    co2e_kg: known.length < figures.length ? null : known.reduce((sum, kg) => sum + kg, 0) / known.length,
    is_hidden: false,
    incomplete_rows: figures.reduce((sum, { incomplete_rows: rows }) => sum + (rows ?? 0), 0),
  }
}

import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import type { SimulatedSource } from '#shared/uncertainty/simulate.ts'
import type { Spread } from '#shared/uncertainty/spread.ts'
import type { SiteShare } from '../boundary/siteShares.ts'
import {
  type AssessedCycle,
  type AssessedTable,
  cellOrdinals,
  cellsOf,
  type CycleSources,
  readCells,
} from './sourceGroups.ts'

/** What a simulation is drawn from, in one order. */
export interface SimulationInputs {
  sources: SimulatedSource[]
  factors: ReadonlyMap<string, Spread>
  /** Activities and factors that are drawn. */
  quantities: number
  sumKg: number
  notAssessedKg: number
  /** SHA-256 of sources and factors. */
  hash: string
}

/** How much a simulation would be, before its rows are read. */
export function quantitiesOf({ groups, factors }: CycleSources): number {
  return factors.size + groups.reduce((sum, group) => sum + (group.activity === null ? 0 : group.rows), 0)
}

/**
 * Rows whose activity is assessed, one by one; the others by their factors, because rows that are only wrong by the same
 * factors are wrong together.
 */
export async function simulationInputs(
  trx: Knex.Transaction,
  cycle: AssessedCycle,
  drawn: CycleSources,
): Promise<SimulationInputs> {
  const factors = new Map([...drawn.factors].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  const sources: SimulatedSource[] = []
  let notAssessedKg = 0
  for (const group of drawn.groups.filter(({ activity }) => activity === null)) {
    const used = group.factors.filter((factor) => factors.has(factor))
    notAssessedKg += used.length === 0 ? group.sumKg : 0
    sources.push({ kg: group.sumKg, activity: null, factors: used })
  }
  for (const table of drawn.tables.filter((one) =>
    drawn.groups.some((group) => group.table === one && group.activity),
  )) {
    sources.push(...(await rowsOf(trx, table, { cycle, factors, share: drawn.share })))
  }
  const hash = createHash('sha256')
    .update(JSON.stringify([[...factors], sources]))
    .digest('hex')
  const sumKg = sources.reduce((sum, { kg }) => sum + kg, 0)
  return { sources, factors, quantities: quantitiesOf(drawn), sumKg, notAssessedKg, hash }
}

async function rowsOf(
  trx: Knex.Transaction,
  table: AssessedTable,
  { cycle, factors, share }: { cycle: AssessedCycle; factors: ReadonlyMap<string, Spread>; share: SiteShare },
): Promise<SimulatedSource[]> {
  const ordinals = cellOrdinals(table)
  const { rows } = await trx.raw<{ rows: { site: string | null; co2e_kg: number; cells: (string | null)[] }[] }>(
    `SELECT site, co2e_kg, ${cellsOf(ordinals)} AS cells FROM rows
     WHERE tenant_id = current_tenant() AND table_id = ? AND cycle_id = ? AND NOT deleted AND co2e_kg IS NOT NULL
     ORDER BY row_id`,
    [...ordinals, table.table.id, cycle.id],
  )
  return rows.flatMap(({ site, co2e_kg, cells }) => {
    const { activity, factors: used } = readCells(table, cells, cycle.factorYear)
    const kg = co2e_kg * share(site)
    return activity === null ? [] : [{ kg, activity, factors: used.filter((factor) => factors.has(factor)) }]
  })
}

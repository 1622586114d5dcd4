import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import type { SimulatedSource } from '#shared/uncertainty/simulate.ts'
import type { ScopeBasis } from '#shared/api/scopeFigure.ts'
import type { SimulatedPart } from '#shared/api/simulations.ts'
import type { Spread } from '#shared/uncertainty/spread.ts'
import type { SiteShare } from '../boundary/siteShares.ts'
import type { Scope2Cycle } from '../scope2/cycleScope2.ts'
import { marketSources } from './marketSources.ts'
import {
  type AssessedCycle,
  type AssessedTable,
  cellOrdinals,
  cellsOf,
  type CycleSources,
  readCells,
  type RowGroup,
  type SourceRow,
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
  return factors.size + groups.reduce((sum, group) => sum + (isDrawnByRow(group) ? group.rows : 0), 0)
}

const isDrawnByRow = ({ activity, isFixed = false }: RowGroup): boolean => activity !== null && !isFixed

/** What of a cycle is drawn: all of it, or scopes 1 and 2; scope 2 by the grid or as it was bought. */
export interface DrawnPart {
  part: SimulatedPart
  basis: ScopeBasis
}

/** The sources of that part. */
export async function sourcesOfPart(
  trx: Knex.Transaction,
  cycle: AssessedCycle & Scope2Cycle,
  all: CycleSources,
  { part, basis }: DrawnPart,
): Promise<CycleSources> {
  const based = basis === 'market' ? await marketSources(trx, cycle, all, { isExact: true }) : all
  const groups = part === 'total' ? based.groups : based.groups.filter(({ table }) => table.table.scope !== 3)
  const used = new Set(groups.flatMap((group) => group.factors))
  const factors = new Map([...based.factors].filter(([id]) => used.has(id)))
  return { ...based, groups, factors }
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
  for (const group of drawn.groups.filter((one) => !isDrawnByRow(one))) {
    const used = group.factors.filter((factor) => factors.has(factor))
    notAssessedKg += used.length === 0 && group.activity === null ? group.sumKg : 0
    sources.push({ kg: group.sumKg, activity: null, factors: used })
  }
  for (const table of drawn.tables.filter((one) =>
    drawn.groups.some((group) => group.table === one && isDrawnByRow(group)),
  )) {
    const rows = (await drawn.rowsOf?.(table)) ?? (await rowsOf(trx, table, { cycle, share: drawn.share }))
    sources.push(
      ...rows
        .filter(({ activity }) => activity !== null)
        .map(({ kg, activity, factors: used }) => ({
          kg,
          activity,
          factors: used.filter((factor) => factors.has(factor)),
        })),
    )
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
  { cycle, share }: { cycle: AssessedCycle; share: SiteShare },
): Promise<SourceRow[]> {
  const ordinals = cellOrdinals(table)
  const { rows } = await trx.raw<{ rows: { site: string | null; co2e_kg: number; cells: (string | null)[] }[] }>(
    `SELECT site, co2e_kg, ${cellsOf(ordinals)} AS cells FROM rows
     WHERE tenant_id = current_tenant() AND table_id = ? AND cycle_id = ? AND NOT deleted AND co2e_kg IS NOT NULL
     ORDER BY row_id`,
    [...ordinals, table.table.id, cycle.id],
  )
  return rows.map(({ site, co2e_kg, cells }) => ({
    kg: co2e_kg * share(site),
    ...readCells(table, cells, cycle.factorYear),
  }))
}

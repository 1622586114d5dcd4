/**
 * How sure the market-based side of scope 2 is. `sum(MWh_inst x EF_inst) + (MWh - sum MWh_inst) x EF_rest` (GHG Protocol Scope 2
 * Guidance, chapter 7) in its parts: what certificates and contracts cover is an amount that stands, so an error of the
 * activity falls on what no amount covers, whole and by its rate. To first order, as IPCC 2006, volume 1, chapter 3, approach 1 is.
 */
import type { Knex } from 'knex'
import { ENERGY_OF_ROW } from '../scope2/consumedEnergy.ts'
import { type CoveredPlace, type CycleScope2, cycleScope2, hasAllocations } from '../scope2/cycleScope2.ts'
import type { Scope2Cycle } from '../scope2/cycleScope2.ts'
import { type EnergyColumns, energyColumns } from '../scope2/energyColumns.ts'
import { type Allocation, nextMegawattHour } from '../scope2/marketBased.ts'
import { assessedUntil, rateSpreads } from './assessments.ts'
import {
  type AssessedCycle,
  type AssessedTable,
  cellOrdinals,
  cellsOf,
  type CycleSources,
  type LargeRow,
  readCells,
  type RowGroup,
  type SourceRow,
} from './sourceGroups.ts'

/**
 * The sources of a cycle with scope 2 as it was bought, for who may read all of scope 2. Factors stay those of the grids; the
 * rates of one instrument are wrong together, wherever it covers. The same sources where nothing was bought.
 */
export async function marketSources(
  trx: Knex.Transaction,
  cycle: AssessedCycle & Scope2Cycle,
  sources: CycleSources,
  { isExact = false }: { isExact?: boolean } = {},
): Promise<CycleSources> {
  if (!(await hasAllocations(trx, cycle.id))) {
    return sources
  }
  const places = new MarketPlaces(await cycleScope2(trx, cycle, { isExact }))
  const groups = sources.groups.filter(({ table }) => columnsOf(table) === null)
  for (const table of sources.tables) {
    const columns = columnsOf(table)
    if (columns !== null) {
      for (const row of await energyRows(trx, table, { cycle, columns, isExact })) {
        groups.push(...groupsOf(row, { trx, table, cycle, columns, places, sources }))
      }
    }
  }
  const rowsOf = async (table: AssessedTable): Promise<SourceRow[] | null> => {
    const columns = columnsOf(table)
    return columns === null ? null : rowsOfTable(trx, { table, cycle, columns, places, sources })
  }
  const used = groups.flatMap((group) => group.factors.flatMap((id) => instrumentOf(id) ?? []))
  const rates = await rateSpreads(trx, used, await assessedUntil(trx, cycle))
  const factors = new Map([...sources.factors, ...Array.from(rates, ([id, spread]) => [rateId(id), spread] as const)])
  return { ...sources, groups, factors, rowsOf }
}

/** Null: instruments cover nothing of the table, and it counts alike on both sides. */
const columnsOf = ({ table, fields }: AssessedTable): EnergyColumns | null =>
  table.scope === 2 ? energyColumns(fields) : null

interface EnergyRow {
  site: string | null
  month: string | null
  grid: string | null
  cells: (string | null)[]
  /** In the unit of the column; null when the rows have none. */
  energy: number | null
  energy_squares: number | null
  co2e_kg: number | null
  co2e_squares: number | null
  largest_kg: number | null
  largest_energy: number | null
  row_count: number
}

interface Reading {
  table: AssessedTable
  cycle: Scope2Cycle
  columns: EnergyColumns
}

/** Rows of a table that are alike, and lie in one place. */
async function energyRows(
  trx: Knex.Transaction,
  table: AssessedTable,
  { cycle, columns, isExact }: Omit<Reading, 'table'> & { isExact: boolean },
): Promise<EnergyRow[]> {
  const order = isExact ? 'ORDER BY row_id' : ''
  const { sql, bindings } = rowsSql({ table, cycle, columns })
  const { rows } = await trx.raw<{ rows: EnergyRow[] }>(
    `SELECT site, month, grid, cells, sum(energy)::float8 AS energy, sum(energy * energy)::float8 AS energy_squares,
       sum(co2e_kg ${order}) AS co2e_kg, sum(co2e_kg * co2e_kg ${order}) AS co2e_squares, max(abs(co2e_kg)) AS largest_kg,
       max(abs(energy))::float8 AS largest_energy, count(*)::int AS row_count
     FROM (${sql}) r WHERE energy IS NOT NULL OR co2e_kg IS NOT NULL
     GROUP BY site, month, grid, cells, energy IS NULL, co2e_kg IS NULL
     ORDER BY site, month, grid, cells, energy IS NULL, co2e_kg IS NULL`,
    bindings,
  )
  return rows
}

function rowsSql({ table, cycle, columns }: Reading): { sql: string; bindings: Record<string, string> } {
  const ordinals = cellOrdinals(table)
  const named = Object.fromEntries(ordinals.map((ordinal, at) => [`cell${at}`, ordinal]))
  const cells = cellsOf(ordinals, (at) => `:cell${at}`)
  return {
    sql: `SELECT row_id, site, month, co2e_kg, values, values ->> CAST(:grid AS text) AS grid, ${ENERGY_OF_ROW} AS energy, ${cells} AS cells
      FROM rows WHERE tenant_id = current_tenant() AND table_id = :tableId AND cycle_id = :cycleId AND NOT deleted`,
    bindings: {
      ...named,
      tableId: table.table.id,
      cycleId: cycle.id,
      grid: String(columns.grid?.ordinal ?? ''),
      energy: String(columns.ordinal),
    },
  }
}

/** What rows that are alike come to: what of them is left to a rate, and what instruments cover by amount. */
function groupsOf(
  row: EnergyRow,
  reading: Reading & { trx: Knex.Transaction; places: MarketPlaces; sources: CycleSources },
): RowGroup[] {
  const { trx, table, cycle, columns, places, sources } = reading
  const { site, cells, row_count: rows } = row
  const share = sources.share(site)
  const said = readCells(table, cells, cycle.factorYear)
  const same = { table, site, cells, ...said }
  if (row.energy === null) {
    const [sumKg, squares] = [row.co2e_kg ?? 0, row.co2e_squares ?? 0]
    const amounts = { sumKg: sumKg * share, sumOfSquares: squares * share ** 2, rows }
    const largestRows: RowGroup['largestRows'] = (most) =>
      rowsAlike(trx, reading, { alike: row, most, kgPerEnergy: null })
    return [{ ...same, ...amounts, largestKg: (row.largest_kg ?? 0) * share, largestRows }]
  }
  const place = places.of(table, row)
  if (place === undefined) {
    return []
  }
  const toMwh = columns.toMwh.multiply / columns.toMwh.divide
  const part = place.mwh === 0 ? 0 : (row.energy * toMwh) / place.mwh
  const kgPerMwh = place.kgPerMwh * share
  const rest: RowGroup = {
    ...same,
    factors: place.rate ?? said.factors,
    sumKg: row.energy * toMwh * kgPerMwh,
    sumOfSquares: (row.energy_squares ?? 0) * (toMwh * kgPerMwh) ** 2,
    largestKg: (row.largest_energy ?? 0) * Math.abs(toMwh * kgPerMwh),
    rows,
    largestRows: (most) => rowsAlike(trx, reading, { alike: row, most, kgPerEnergy: toMwh * place.kgPerMwh }),
  }
  // what amounts cover is not left to the rate, and no error of the activity changes that
  const fixed = { sumOfSquares: 0, largestKg: 0, rows: 0, isFixed: true }
  const covered: RowGroup = { ...rest, ...fixed, sumKg: -place.coveredMwh * part * kgPerMwh }
  const byAmount = place.amounts.map(({ kg, rate }): RowGroup => ({
    ...same,
    ...fixed,
    activity: null,
    factors: rate,
    sumKg: kg * part * share,
  }))
  return place.coveredMwh === 0 ? [rest] : [rest, covered, ...byAmount]
}

/** The largest of rows that are alike, without the share of their site; `kgPerEnergy`: null where the results stand. */
async function rowsAlike(
  trx: Knex.Transaction,
  reading: Reading,
  { alike, most, kgPerEnergy }: { alike: EnergyRow; most: number; kgPerEnergy: number | null },
): Promise<LargeRow[]> {
  const { sql, bindings } = rowsSql(reading)
  const { rows } = await trx.raw<{ rows: (LargeRow & { energy: number | null })[] }>(
    `SELECT row_id, month, values, co2e_kg, energy::float8 AS energy FROM (${sql}) r
     WHERE site IS NOT DISTINCT FROM :site AND month IS NOT DISTINCT FROM :month AND grid IS NOT DISTINCT FROM :gridCell
       AND to_jsonb(cells) = CAST(:cells AS jsonb) AND (energy IS NULL) = :hasNoEnergy AND (co2e_kg IS NULL) = :hasNoResult
     ORDER BY abs(${kgPerEnergy === null ? 'co2e_kg' : 'energy'}) DESC, row_id LIMIT :most`,
    {
      ...bindings,
      site: alike.site,
      month: alike.month,
      gridCell: alike.grid,
      cells: JSON.stringify(alike.cells),
      hasNoEnergy: alike.energy === null,
      hasNoResult: alike.co2e_kg === null,
      most,
    },
  )
  return rows.map(({ energy, ...row }) => ({
    ...row,
    co2e_kg: kgPerEnergy === null ? row.co2e_kg : (energy ?? 0) * kgPerEnergy,
  }))
}

/** Rows one by one, as far as their activity is assessed: what they would come to if no amount covered them. */
async function rowsOfTable(
  trx: Knex.Transaction,
  reading: Reading & { places: MarketPlaces; sources: CycleSources },
): Promise<SourceRow[]> {
  const { table, cycle, columns, places, sources } = reading
  const { sql, bindings } = rowsSql(reading)
  const { rows } = await trx.raw<{ rows: Omit<EnergyRow, 'row_count'>[] }>(
    `SELECT site, month, grid, cells, energy::float8 AS energy, co2e_kg
     FROM (${sql}) r WHERE energy IS NOT NULL OR co2e_kg IS NOT NULL ORDER BY row_id`,
    bindings,
  )
  return rows.flatMap((row): SourceRow[] => {
    const said = readCells(table, row.cells, cycle.factorYear)
    const share = sources.share(row.site)
    if (row.energy === null) {
      return [{ ...said, kg: (row.co2e_kg ?? 0) * share }]
    }
    const place = places.of(table, row)
    const mwh = (row.energy * columns.toMwh.multiply) / columns.toMwh.divide
    return place === undefined
      ? []
      : [{ ...said, kg: mwh * place.kgPerMwh * share, factors: place.rate ?? said.factors }]
  })
}

interface MarketPlace {
  mwh: number
  /** Of this: covered by certificates and contracts. */
  coveredMwh: number
  /** What these amounts come to, each by the rate of its instrument. */
  amounts: { kg: number; rate: readonly string[] }[]
  /** Of a megawatt-hour that no amount covers; unknown is not counted, as in the total. */
  kgPerMwh: number
  /** The rate by which that is; null: the grid's, as the rows have it. */
  rate: readonly string[] | null
}

/** What covers the energy of each table, site, month and grid. */
class MarketPlaces {
  readonly #places: ReadonlyMap<string, MarketPlace>

  constructor({ consumption, allocations }: CycleScope2) {
    this.#places = new Map(
      consumption.map((place) => [
        keyOf(place.tableId, place.site, place.month, place.gridCell, place.locationKg === null),
        marketPlace(place, allocations),
      ]),
    )
  }

  of({ table }: AssessedTable, row: Pick<EnergyRow, 'site' | 'month' | 'grid' | 'co2e_kg'>): MarketPlace | undefined {
    return this.#places.get(keyOf(table.id, row.site, row.month, row.grid, row.co2e_kg === null))
  }
}

const keyOf = (...parts: readonly (string | boolean | null)[]): string => JSON.stringify(parts)

function marketPlace(place: CoveredPlace, allocations: readonly Allocation[]): MarketPlace {
  const amounts = place.lines.filter(({ allocation }) => allocation !== null && allocation.mwh !== null)
  const next = nextMegawattHour(place, allocations)
  return {
    mwh: place.mwh,
    coveredMwh: amounts.reduce((sum, { mwh }) => sum + mwh, 0),
    amounts: amounts.map(({ allocation, kg }) => ({ kg: kg ?? 0, rate: rateOf(allocation) })),
    kgPerMwh: next.kg ?? 0,
    rate: next.allocation === null ? null : rateOf(next.allocation),
  }
}

/** Ids of rates are beside those of factors: both are numbers that all their rows are wrong by together. */
const rateId = (instrumentId: string): string => `${RATE}${instrumentId}`

/** No id of a factor begins so. */
const RATE = 'instrument:'

/** The instrument whose rate has that id; null: it is the id of a factor. */
export const instrumentOf = (id: string): string | null => (id.startsWith(RATE) ? id.slice(RATE.length) : null)

const rateOf = (allocation: Allocation | null): readonly string[] =>
  allocation === null ? [] : [rateId(allocation.instrumentId)]

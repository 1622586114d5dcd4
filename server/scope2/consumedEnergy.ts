import type { Knex } from 'knex'
import { emissionsOfFactor, gasMass } from '#formulas/emissions/emissionsOfFactor.ts'
import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import type { Field } from '#shared/fields/field.ts'
import { RATE_GASES } from '#shared/scope2/instrument.ts'
import { factorsById, factorsOfOptions } from '../emissions/factorsOf.ts'
import { fieldsByTable } from '../emissions/fieldsByTable.ts'
import type { GwpSet, GwpTable } from '#shared/emissions/gas.ts'
import { carrierOf, type EnergyColumns, energyColumns } from './energyColumns.ts'
import type { Consumption } from './marketBased.ts'

/** Energy of one site, month and grid that instruments may cover. */
export interface ConsumedPlace extends Consumption {
  /** Location-based kilograms of CO2e; null: no result yet. */
  locationKg: number | null
  /** What the cells of the grid hold; null: nothing, or the table has no such field. */
  gridCell: string | null
}

/** What the rows of scope 2 say, by table, site, month and grid. */
export interface ConsumedEnergy {
  consumption: ConsumedPlace[]
  /** Location-based kilograms of rows whose energy is not known, so that no instrument covers it. */
  others: { tableId: string; site: string | null; month: string | null; kg: number }[]
}

/**
 * Reads the projected rows of a cycle (one scan per table of scope 2 that counts). The grid average is what the rows
 * themselves come to per MWh, whatever their formula is; its gases have the shares that they have in the grid's factor.
 * `isExact`: sums have the same bits each time, whichever way the database reads the rows.
 */
export async function consumedEnergy(
  trx: Knex.Transaction,
  { id: cycleId, projectId, factorYear }: { id: string; projectId: string; factorYear: number },
  basis: GwpBasis,
  { isExact = false }: { isExact?: boolean } = {},
): Promise<ConsumedEnergy> {
  const tableIds = await scope2Tables(trx, projectId)
  const energy: ConsumedEnergy = { consumption: [], others: [] }
  for (const [tableId, fields] of await fieldsByTable(trx, tableIds, cycleId)) {
    if (fields.some(({ role }) => role === 'emissions')) {
      const columns = energyColumns(fields)
      const sums = await sumEnergy(trx, { tableId, cycleId, isExact }, columns)
      const factorOf = await gridFactors(trx, columns?.grid ?? null, sums, factorYear)
      for (const sum of sums) {
        addEnergy(energy, { tableId, sum, columns, factor: factorOf(sum.grid), basis })
      }
    }
  }
  return energy
}

/** Tables of scope 2 of a project, whether they count or not. */
export function scope2Tables(trx: Knex.Transaction, projectId: string): Promise<string[]> {
  return trx('tables as t')
    .join('modules as m', (on) => on.on('m.tenant_id', 't.tenant_id').on('m.id', 't.module_id'))
    .where({ 'm.project_id': projectId, 'm.scope': 2 })
    .whereNull('t.deleted_at')
    .whereNull('m.deleted_at')
    .orderBy('t.id')
    .pluck('t.id')
}

export interface GwpBasis {
  gwp: GwpTable
  gwpSet: GwpSet
}

/** Of the rows of a table that share site, month and grid. */
export interface EnergySum {
  site: string | null
  month: string | null
  /** What the cell of the grid holds. */
  grid: string | null
  /** In the unit of the column; null when the rows have none. */
  energy: number | null
  co2e_kg: number | null
}

/** SQL for the energy of a row, as the exact decimal that was written; null: none. Binds `energy`, the key of its value. */
export const ENERGY_OF_ROW = `CASE jsonb_typeof(values -> CAST(:energy AS text))
               WHEN 'number' THEN (values ->> CAST(:energy AS text))::numeric END`

/** The energy is added as exact decimals, as it was written. */
async function sumEnergy(
  trx: Knex.Transaction,
  { isExact, ...sheet }: { tableId: string; cycleId: string; isExact: boolean },
  columns: EnergyColumns | null,
): Promise<EnergySum[]> {
  const { rows } = await trx.raw<{ rows: EnergySum[] }>(
    `SELECT site, month, grid, sum(energy)::float8 AS energy, sum(co2e_kg ${isExact ? 'ORDER BY row_id' : ''}) AS co2e_kg
     FROM (SELECT row_id, site, month, co2e_kg, values ->> CAST(:grid AS text) AS grid,
             ${ENERGY_OF_ROW} AS energy
           FROM rows WHERE tenant_id = current_tenant() AND table_id = :tableId AND cycle_id = :cycleId AND NOT deleted) r
     WHERE energy IS NOT NULL OR co2e_kg IS NOT NULL
     GROUP BY site, month, grid, co2e_kg IS NULL, energy IS NULL
     ORDER BY site, month, grid`,
    { ...sheet, grid: String(columns?.grid?.ordinal ?? ''), energy: String(columns?.ordinal ?? '') },
  )
  return rows
}

async function gridFactors(
  trx: Knex.Transaction,
  grid: Field | null,
  sums: readonly EnergySum[],
  factorYear: number,
): Promise<(cell: string | null) => EmissionFactor | undefined> {
  if (grid === null) {
    return () => undefined
  }
  const isFactor = grid.type === 'factor'
  const ids = new Map(grid.options.map((option) => [option.id, option.factors?.[factorYear]]))
  const idOf = (cell: string | null): string => (isFactor ? cell : ids.get(cell ?? '')) ?? ''
  const factors = isFactor
    ? await factorsById(
        trx,
        sums.flatMap((sum) => sum.grid ?? []),
        'now',
      )
    : await factorsOfOptions(trx, [grid], { factorYear, factorsAs: 'now' })
  return (cell) => factors.get(idOf(cell))
}

/** Adds what a sum says: energy that may be covered, or kilograms that no instrument covers. */
export function addEnergy(
  { consumption, others }: ConsumedEnergy,
  read: {
    tableId: string
    sum: EnergySum
    columns: EnergyColumns | null
    factor: EmissionFactor | undefined
    basis: GwpBasis
  },
): void {
  const { tableId, sum, columns, factor, basis } = read
  const { site, month, co2e_kg: kg } = sum
  if (columns === null || sum.energy === null) {
    others.push({ tableId, site, month, kg: kg ?? 0 })
    return
  }
  const mwh = (sum.energy * columns.toMwh.multiply) / columns.toMwh.divide
  consumption.push({
    tableId,
    site,
    month,
    mwh,
    carrier: carrierOf(factor),
    geography: factor?.geography ?? null,
    grid: kg === null || mwh === 0 ? null : gridRates(kg / mwh, factor, basis),
    locationKg: kg,
    gridCell: sum.grid,
  })
}

/** What a grid comes to per MWh, and of that the gases that its factor states. */
function gridRates(
  kgPerMwh: number,
  factor: EmissionFactor | undefined,
  { gwp, gwpSet }: GwpBasis,
): NonNullable<Consumption['grid']> {
  const found = factor === undefined ? null : emissionsOfFactor(factor, gwp, gwpSet)
  const gases = RATE_GASES.flatMap((gas) => {
    if (factor === undefined || found === null || gasMass(factor, gas) === null) {
      return []
    }
    const share = found.co2eKg === 0 ? 0 : (found.components[gas] ?? 0) / found.co2eKg
    return [[gas, kgPerMwh * share] as const]
  })
  return { ...Object.fromEntries(gases), CO2e: kgPerMwh }
}

import { readFile } from 'node:fs/promises'

/**
 * The emissions of the demo, added up a second time from the plain data of the seeds and the figures as published:
 * no formula, no unit table, no database. Only for tests.
 */
export interface PlainProject {
  key: string
  cycles: readonly PlainCycle[]
  modules: readonly {
    key: string
    scope: number
    tables: readonly PlainTable[]
  }[]
}

export interface PlainCycle {
  name: string
  year: number
  factorYear: number
  gwpSet: 'AR5' | 'AR6'
}

interface PlainTable {
  key: string
  fields: readonly {
    key: string
    type: string
    role?: string
    /** A price that few may read is no quantity. */
    readers?: readonly string[]
    options?: readonly { id: string; factors?: Readonly<Record<string, string>> }[]
  }[]
  rows: (cycle: PlainCycle) => PlainRow[]
}

type PlainRow = Readonly<Record<string, string | number | readonly string[] | null>>

/** One row of the demo with the kilograms of CO2e that it must have; null when a quantity is missing or misfits. */
export interface ExpectedRow {
  module: string
  scope: number
  table: string
  site: string
  month: string
  /** The chosen fuel, vehicle or treatment; null where a table has no such choice. */
  option: string | null
  co2eKg: number | null
  /** Kilograms of biogenic CO2, outside of `co2eKg`; 0 when the fuel has none. */
  biogenicCo2Kg: number | null
  /** Whether a quantity is empty. */
  incomplete: boolean
}

export async function demoProjects(): Promise<readonly PlainProject[]> {
  const seeds: { NORTHGATE_PROJECTS: readonly PlainProject[] } = await import(
    `../../../seeds/demo/${'northgateCeramics'}.ts`
  )
  return seeds.NORTHGATE_PROJECTS
}

/** Rows of a cycle of a project, computed by hand from the published records under the GWPs of the cycle. */
export async function expectedRows(project: PlainProject, cycle: PlainCycle): Promise<ExpectedRow[]> {
  const factors = await publishedFactors()
  return project.modules.flatMap((module) =>
    module.tables.flatMap((table) =>
      table.rows(cycle).map((row) => ({
        module: module.key,
        scope: module.scope,
        table: table.key,
        site: String(row['site']),
        month: String(row['month']),
        ...rowEmissions(table, row, cycle, factors),
      })),
    ),
  )
}

function rowEmissions(
  table: PlainTable,
  row: PlainRow,
  cycle: PlainCycle,
  factors: ReadonlyMap<string, Published>,
): Pick<ExpectedRow, 'option' | 'co2eKg' | 'biogenicCo2Kg' | 'incomplete'> {
  const quantities = table.fields
    .filter((field) => field.type === 'number' && field.readers === undefined)
    .map((field) => row[field.key] ?? null)
  const incomplete = quantities.includes(null)
  const named = table.fields.find((field) => field.type === 'factor')
  const choice = table.fields.find((field) => field.options?.some((option) => option.factors !== undefined))
  if ((choice === undefined && named === undefined) || !table.fields.some((field) => field.role === 'emissions')) {
    return { option: null, co2eKg: null, biogenicCo2Kg: null, incomplete }
  }
  const option = choice?.options?.find((candidate) => candidate.id === row[choice.key])
  const factor = factors.get(String(named === undefined ? option?.factors?.[cycle.factorYear] : row[named.key]))
  if (factor === undefined) {
    throw new Error(
      `${table.key}: ${String(row[(named ?? choice)!.key])} has no published factor for ${cycle.factorYear}`,
    )
  }
  const product = quantities.reduce<number>(
    (result, quantity) => (typeof quantity === 'number' ? result * quantity : Number.NaN),
    1,
  )
  return Number.isNaN(product)
    ? { option: option?.id ?? null, co2eKg: null, biogenicCo2Kg: null, incomplete }
    : {
        option: option?.id ?? null,
        co2eKg: product * publishedCo2e(factor, GWP[cycle.gwpSet]),
        biogenicCo2Kg: product * publishedBiogenicCo2(factor, factors),
        incomplete,
      }
}

interface Published {
  id: string
  per: string
  biogenicCO2?: boolean
  co2e?: { v: number }
  gases?: Readonly<Record<string, { v: number; u: string }>>
  gasesCO2e?: Readonly<Record<string, { v: number }>>
}

async function publishedFactors(): Promise<Map<string, Published>> {
  const file: { factors: Published[] } = JSON.parse(
    await readFile(new URL('../../../seeds/data/emission-factors.json', import.meta.url), 'utf8'),
  )
  return new Map(file.factors.map((factor) => [factor.id, factor]))
}

/** IPCC AR5 without feedback; AR6 table 7.15 with fossil methane (no cycle with AR6 burns biomass here). */
const GWP: Readonly<Record<PlainCycle['gwpSet'], Readonly<Record<string, number>>>> = {
  AR5: { CO2: 1, CH4: 28, N2O: 265 },
  AR6: { CO2: 1, CH4: 29.8, N2O: 273 },
}
const KG: Readonly<Record<string, number>> = { kg: 1, g: 0.001, lb: 0.45359237 }

/** How many units of the demo's quantity field are in one published denominator (gas in kWh, fuel in L, travel in km). */
const UNITS: Readonly<Record<string, number>> = {
  'mmBtu (HHV)': 1055.05585262 / 3.6,
  'kWh (Gross CV)': 1,
  'US gallon': 3.785411784,
  litres: 1,
  km: 1,
  kg: 1,
  kWh: 1,
  MWh: 1000,
  'USD2022 (purchaser price)': 1,
  'passenger.km': 1,
  'passenger-mile': 1.609344,
  'Room per night': 1,
  tonnes: 1,
  'tonne.km': 1,
}

/**
 * Kilograms of CO2e per unit of the quantity field: the printed total, with the printed gases brought from AR5 to the set,
 * or the printed masses of gases times their GWP.
 */
function publishedCo2e(factor: Published, gwp: Readonly<Record<string, number>>): number {
  const units = UNITS[factor.per] ?? Number.NaN
  if (factor.co2e !== undefined) {
    const rebased = Object.entries(factor.gasesCO2e ?? {}).map(
      ([gas, { v }]) => v * ((gwp[gas] ?? Number.NaN) / (GWP.AR5[gas] ?? Number.NaN) - 1),
    )
    return rebased.reduce((sum, change) => sum + change, factor.co2e.v) / units
  }
  const gases = Object.entries(factor.gases ?? {}).filter(([gas]) => gas !== 'CO2' || factor.biogenicCO2 !== true)
  return (
    gases.reduce((sum, [gas, mass]) => sum + mass.v * (KG[mass.u] ?? Number.NaN) * (gwp[gas] ?? Number.NaN), 0) / units
  )
}

/** Row of the DESNZ tab "Outside of scopes" that belongs to a fuel of the demo with biofuel in it. */
const OUTSIDE_OF_SCOPES: Readonly<Record<string, string>> = {
  '1_101_1011_8': '99_604_1011_8',
  '1_101_1017_8': '99_604_1017_8',
}

/** Kilograms of biogenic CO2 per unit of the quantity field: the record's own mark, or the DESNZ row beside it. */
function publishedBiogenicCo2(factor: Published, factors: ReadonlyMap<string, Published>): number {
  const units = UNITS[factor.per] ?? Number.NaN
  if (factor.biogenicCO2 === true) {
    const co2 = factor.gases?.['CO2']
    return ((co2?.v ?? Number.NaN) * (KG[co2?.u ?? ''] ?? Number.NaN)) / units
  }
  const [edition = '', row = ''] = factor.id.split('.')
  const outside = OUTSIDE_OF_SCOPES[row]
  return outside === undefined ? 0 : (factors.get(`${edition}.${outside}`)?.gasesCO2e?.['CO2']?.v ?? Number.NaN) / units
}

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { GWP_SETS, type GwpSet } from '#shared/emissions/gas.ts'
import { normaliseFactors } from '#shared/emissions/normaliseFactors.ts'
import type { FactorSource, PublishedFactor } from '#shared/emissions/publishedFactor.ts'
import type { FormulaField } from '#formulas/FormulaContext.ts'
import { compileFormula } from '#formulas/plan/compileFormula.ts'
import { columnsOf } from '#formulas/testing/columns.ts'
import { choiceOf, fieldOf } from '#formulas/testing/context.ts'

interface Published {
  id: string
  title: string
  source: { doc: string; where: string }
  outputs: Record<string, { expected: number; unit: string; relTol: number }>
}

/** A published example as a sheet: fields with units, rows, one formula; the example's figure is the sum of the column. */
interface Sheet {
  example: string
  output: string
  formula: string
  unit: string
  /** Units of the number fields; null for plain numbers. */
  units: Record<string, string | null>
  /** Option fields, by the ids of the published factors behind their options. */
  choices?: Record<string, string[]>
  rows: Record<string, CellValue>[]
  gwpSet?: GwpSet
}

const DATA = new URL('../../seeds/data/', import.meta.url)
const data: {
  factors: PublishedFactor[]
  sources: Record<string, FactorSource>
  gwp: ({ species: string } & Partial<Record<GwpSet, number>>)[]
} = JSON.parse(readFileSync(new URL('emission-factors.json', DATA), 'utf8'))
const published: { examples: Published[] } = JSON.parse(readFileSync(new URL('worked-examples.json', DATA), 'utf8'))
const factors = new Map(
  [...normaliseFactors(data.factors, data.sources)].flatMap(([id, { factor }]) => (factor ? [[id, factor]] : [])),
)
const gwpTables = new Map(
  GWP_SETS.map((set) => [
    set,
    Object.fromEntries(data.gwp.flatMap((gas) => (gas[set] === undefined ? [] : [[gas.species, gas[set]]]))),
  ]),
)

const NATURAL_GAS = 'epa25.t1.natural-gas.natural-gas.mmbtu'
const DISTILLATE = 'epa25.t1.distillate-fuel-oil-no-2.petroleum-pr.mmbtu'
const CAMX = 'egrid2023r2.camx'
const RFCW = 'egrid2023r2.rfcw'
const LEAK = { filled: 'kg', leaked: 'kg' } as const
const REFRIGERANT = { start: 'kg', end: 'kg', purchased: 'kg', capacity_start: 'kg', capacity_end: 'kg' }
const RATES = { energy: 'MWh', co2: 'lbCO2/MWh', ch4: 'lbCH4/MWh', n2o: 'lbN2O/MWh' }
const USE = { uses: null, sold: null, per_use: 'kWh', grid: 'kgCO2e/kWh' }

const SHEETS: Sheet[] = [
  {
    example: 'desnz-2026-gas-wtt',
    output: 'scope1',
    formula: 'energy * factor(fuel, "CO2e")',
    unit: 'kgCO2e',
    units: { energy: 'kWh(HHV)' },
    choices: { fuel: ['desnz26.1_100_1004_6'] },
    rows: [{ energy: 10000, fuel: 'desnz26.1_100_1004_6' }],
  },
  {
    example: 'desnz-2026-gas-wtt',
    output: 'total',
    formula: 'energy * (factor(fuel, "CO2e") + upstream)',
    unit: 'kgCO2e',
    units: { energy: 'kWh(HHV)', upstream: 'kgCO2e/kWh(HHV)' },
    choices: { fuel: ['desnz26.1_100_1004_6'] },
    rows: [{ energy: 10000, upstream: 0.03021, fuel: 'desnz26.1_100_1004_6' }],
  },
  {
    example: 'desnz-2024-butane',
    output: 'total',
    formula: 'mass * factor(fuel, "CO2e")',
    unit: 'kgCO2e',
    units: { mass: 't' },
    choices: { fuel: ['desnz24.1_100_1000_15'] },
    rows: [{ mass: 1, fuel: 'desnz24.1_100_1000_15' }],
  },
  {
    example: 'epa-hub-bituminous',
    output: 'factor',
    formula: 'heat * factor(fuel, "CO2")',
    unit: 'kgCO2/short_ton',
    units: { heat: 'mmBtu(HHV)/short_ton' },
    choices: { fuel: ['epa25.t1.bituminous.coal-and-cok.mmbtu'] },
    rows: [{ heat: 24.93, fuel: 'epa25.t1.bituminous.coal-and-cok.mmbtu' }],
  },
  {
    example: 'epa-hub-motor-gasoline',
    output: 'factor',
    formula: 'heat * factor(fuel, "CO2")',
    unit: 'kgCO2/gal(US)',
    units: { heat: 'mmBtu(HHV)/gal(US)' },
    choices: { fuel: ['epa25.t1.motor-gasoline.petroleum-pr.mmbtu'] },
    rows: [{ heat: 0.125, fuel: 'epa25.t1.motor-gasoline.petroleum-pr.mmbtu' }],
  },
  {
    example: 'epa-eq-mcf',
    output: 'value',
    formula: 'factor_per_therm * content',
    unit: 'tCO2/Mcf',
    units: { factor_per_therm: 'tCO2/therm(HHV)', content: 'therm(HHV)/Mcf' },
    rows: [{ factor_per_therm: 0.005291, content: 10.37 }],
  },
  {
    example: 'epa-eq-elec',
    output: 'value',
    formula: 'rate / (1 - loss)',
    unit: 'tCO2/kWh',
    units: { rate: 'lbCO2/MWh', loss: '%' },
    rows: [{ rate: 852.3, loss: 7.3 }],
  },
  {
    example: 'nv-s1-diesel-hd',
    output: 'kg',
    formula: 'fuel_used * factor(fuel, "CO2e") + driven * factor(vehicle, "CO2e")',
    unit: 'kgCO2e',
    units: { fuel_used: 'gal(US)', driven: 'vmi' },
    choices: { fuel: ['epa25.t2.diesel-fuel'], vehicle: ['epa25.t4.medium-and-heavy-duty-vehicles.diesel.2007-2022'] },
    rows: [
      {
        fuel_used: 1000,
        driven: 8000,
        fuel: 'epa25.t2.diesel-fuel',
        vehicle: 'epa25.t4.medium-and-heavy-duty-vehicles.diesel.2007-2022',
      },
    ],
  },
  ...[0.138, 0.137].map((heat, index) => ({
    example: 'nv-s1-dist2',
    output: index === 0 ? 'kg' : 'kgWithOwnHHV',
    formula: 'volume * heat * factor(fuel, "CO2e")',
    unit: 'kgCO2e',
    units: { volume: 'gal(US)', heat: 'mmBtu(HHV)/gal(US)' },
    choices: { fuel: [DISTILLATE] },
    rows: [{ volume: 100, heat, fuel: DISTILLATE }],
  })),
  {
    example: 'nv-s1-hfc227',
    output: 'kg',
    formula: 'leaked * factor(gas, "CO2e")',
    unit: 'kgCO2e',
    units: LEAK,
    choices: { gas: ['desnz25.3_200_2036_3'] },
    rows: [{ leaked: 5, gas: 'desnz25.3_200_2036_3' }],
  },
  {
    example: 'nv-s1-hfc227',
    output: 'kg',
    formula: 'leaked * gwp("HFC-227ea")',
    unit: 'kgCO2e',
    units: { leaked: 'kgHFC-227ea' },
    rows: [{ leaked: 5 }],
  },
  {
    example: 'nv-s1-r404a',
    output: 'kg',
    formula: '((start - end) + purchased - (capacity_end - capacity_start)) * factor(gas, "CO2e")',
    unit: 'kgCO2e',
    units: REFRIGERANT,
    choices: { gas: ['desnz25.3_201_2120_3'] },
    rows: [{ start: 20, end: 18, purchased: 5, capacity_start: 12, capacity_end: 10, gas: 'desnz25.3_201_2120_3' }],
  },
  {
    example: 'nv-s1-ng-scf',
    output: 'kg',
    formula: 'volume * heat * factor(fuel, "CO2e")',
    unit: 'kgCO2e',
    units: { volume: 'scf', heat: 'mmBtu(HHV)/scf' },
    choices: { fuel: [NATURAL_GAS] },
    rows: [{ volume: 100000, heat: 0.001026, fuel: NATURAL_GAS }],
  },
  {
    example: 'nv-s1-ng-therm',
    output: 'kg',
    formula: 'energy * factor(fuel, "CO2e")',
    unit: 'kgCO2e',
    units: { energy: 'therm(HHV)' },
    choices: { fuel: [NATURAL_GAS] },
    rows: [{ energy: 61500, fuel: NATURAL_GAS }],
  },
  {
    example: 'nv-s1-tank',
    output: 'gal',
    formula: 'opening + purchased - closing',
    unit: 'gal(US)',
    units: { opening: 'gal(US)', purchased: 'gal(US)', closing: 'gal(US)' },
    rows: [{ opening: 120, purchased: 30, closing: 50 }],
  },
  {
    example: 'nv-s2-mb-stated',
    output: 'kg',
    formula: 'energy * (co2 * gwp("CO2") + ch4 * gwp("CH4") + n2o * gwp("N2O"))',
    unit: 'kgCO2e',
    units: RATES,
    rows: [{ energy: 10, co2: 100, ch4: 0.1, n2o: 0.01 }],
  },
  {
    example: 'nv-s2-mb-supplier',
    output: 'kg',
    formula: 'energy * (co2 * gwp("CO2") + factor(grid, "CH4") * gwp("CH4") + factor(grid, "N2O") * gwp("N2O"))',
    unit: 'kgCO2e',
    units: RATES,
    choices: { grid: [CAMX, RFCW] },
    rows: [{ energy: 10, co2: 500, grid: CAMX }],
  },
  {
    example: 'nv-s2-lb-rfcw',
    output: 'kg',
    formula: 'energy * factor(grid, "CO2e")',
    unit: 'kgCO2e',
    units: { energy: 'MWh' },
    choices: { grid: [CAMX, RFCW] },
    rows: [{ energy: 250.5, grid: RFCW }],
  },
  {
    example: 'nv-s2-sum',
    output: 'kg',
    formula: 'energy * factor(grid, "CO2e")',
    unit: 'kgCO2e',
    units: { energy: 'kWh' },
    choices: { grid: [CAMX, RFCW] },
    rows: [
      { energy: 10000, grid: CAMX },
      { energy: 10000, grid: CAMX },
      { energy: 250500, grid: RFCW },
    ],
  },
  {
    example: 'nv-s2-mb-resid',
    output: 'kg',
    formula: 'energy * factor(grid, "CO2e") * generated / (generated - claimed)',
    unit: 'kgCO2e',
    units: { energy: 'MWh', generated: 'MWh', claimed: 'MWh' },
    choices: { grid: [CAMX] },
    rows: [{ energy: 10, generated: 220986983, claimed: 2155596, grid: CAMX }],
  },
  {
    example: 'greene-camx-co2e',
    output: 'lbCO2ePerMWh',
    formula: 'factor(grid, "CO2e") * generated / (generated - claimed)',
    unit: 'lbCO2e/MWh',
    units: { generated: 'MWh', claimed: 'MWh' },
    choices: { grid: [CAMX] },
    rows: [{ generated: 220986983, claimed: 2155596, grid: CAMX }],
  },
  {
    example: 'nv-s3-msw',
    output: 'kg',
    formula: 'waste * factor(treatment, "CO2e")',
    unit: 'kgCO2e',
    units: { waste: 'short_ton' },
    choices: { treatment: ['epa25.t9.mixed-msw.landfilled'] },
    rows: [{ waste: 2, treatment: 'epa25.t9.mixed-msw.landfilled' }],
  },
  {
    example: 'nv-s3-td',
    output: 'lostMWh',
    formula: 'energy * loss / (1 - loss)',
    unit: 'MWh',
    units: { energy: 'MWh', loss: null },
    rows: [{ energy: 10, loss: 0.041 }],
  },
  {
    example: 'nv-s3-td',
    output: 'kg',
    formula: 'energy * loss / (1 - loss) * factor(grid, "CO2e")',
    unit: 'kgCO2e',
    units: { energy: 'MWh', loss: null },
    choices: { grid: [CAMX] },
    rows: [{ energy: 10, loss: 0.041, grid: CAMX }],
  },
  {
    example: 'nv-s3-air',
    output: 'kg',
    formula: 'trips * distance * factor(haul, "CO2e")',
    unit: 'kgCO2e',
    units: { trips: null, distance: 'pmi' },
    choices: { haul: ['epa25.t10.air-travel-long-haul-2300-miles'] },
    rows: [{ trips: 2, distance: 2475, haul: 'epa25.t10.air-travel-long-haul-2300-miles' }],
  },
  {
    example: 's3g-1.3',
    output: 'total',
    formula: 'own + waste + material * proxy',
    unit: 'kgCO2e',
    units: { own: 'kgCO2e', waste: 'kgCO2e', material: 'kg', proxy: 'kgCO2e/kg' },
    rows: [{ own: 3000, waste: 50, material: 12000, proxy: 5.6 }],
  },
  {
    example: 's3g-3.1',
    output: 'upstream',
    formula: 'energy * upstream',
    unit: 'kgCO2e',
    units: { energy: 'kWh', upstream: 'kgCO2e/kWh' },
    rows: [
      { energy: 500000, upstream: 0.12 },
      { energy: 600000, upstream: 0.1 },
      { energy: 400000, upstream: 0.15 },
      { energy: 5500000, upstream: 0.1 },
      { energy: 200000, upstream: 0.05 },
    ],
  },
  {
    example: 's3g-3.1',
    output: 'tdLosses',
    formula: 'energy * grid * loss',
    unit: 'kgCO2e',
    units: { energy: 'kWh', grid: 'kgCO2e/kWh', loss: '%' },
    rows: [
      { energy: 500000, grid: 0.8, loss: 10 },
      { energy: 600000, grid: 0.4, loss: 13 },
      { energy: 50000, grid: 0.15, loss: 5 },
      { energy: 400000, grid: 0.8, loss: 15 },
      { energy: 5500000, grid: 0.5, loss: 10 },
      { energy: 200000, grid: 0.4, loss: 12 },
    ],
  },
  {
    example: 's3g-4.1',
    output: 'fuel',
    formula: 'volume * per_litre',
    unit: 'kgCO2e',
    units: { volume: 'L', per_litre: 'kgCO2e/L' },
    rows: [50000, 80000, 90000].map((volume) => ({ volume, per_litre: 3 })),
  },
  {
    example: 's3g-4.1',
    output: 'total',
    formula: 'coalesce(volume, 0) * per_litre + coalesce(leaked, 0) * potential',
    unit: 'kgCO2e',
    units: { volume: 'L', per_litre: 'kgCO2e/L', leaked: 'kg', potential: 'kgCO2e/kg' },
    rows: [50000, 80000, 90000, null].map((volume) => ({
      volume,
      per_litre: 3,
      leaked: volume === null ? 50 : null,
      potential: 2000,
    })),
  },
  {
    example: 's3g-4.2',
    output: 'total',
    formula: 'mass * distance * per_tkm',
    unit: 'kgCO2e',
    units: { mass: 't', distance: 'km', per_tkm: 'kgCO2e/tkm' },
    rows: [
      { mass: 2, distance: 2000, per_tkm: 0.2 },
      { mass: 1, distance: 3000, per_tkm: 1 },
      { mass: 6, distance: 4000, per_tkm: 0.05 },
    ],
  },
  ...['a', 'b', 'c'].map((output, index) => ({
    example: 's3g-4.3b',
    output,
    formula: 'emitted * share / whole',
    unit: 'kgCO2e',
    units: { emitted: 'kgCO2e', share: 'tkm', whole: 'tkm' },
    rows: [{ emitted: 31.5, share: [240, 150, 100][index]!, whole: 490 }],
  })),
  {
    example: 's3g-4.4',
    output: 'total',
    formula: 'spend * intensity',
    unit: 'kgCO2e',
    units: { spend: 'USD@2013', intensity: 'kgCO2e/USD@2013' },
    rows: [
      { spend: 20000, intensity: 0.04 },
      { spend: 30000, intensity: 0.15 },
      { spend: 40000, intensity: 0.05 },
    ],
  },
  {
    example: 's3g-5.1',
    output: 'total',
    formula: 'waste * per_tonne',
    unit: 'kgCO2e',
    units: { waste: 't', per_tonne: 'kgCO2e/t' },
    rows: [
      { waste: 2000, per_tonne: 40 },
      { waste: 5000, per_tonne: 2 },
      { waste: 4000, per_tonne: 10 },
      { waste: 5000, per_tonne: 0.5 },
    ],
  },
  {
    example: 's3g-5.2',
    output: 'total',
    formula: 'waste * share * per_tonne',
    unit: 'kgCO2e',
    units: { waste: 'kg', share: '%', per_tonne: 'kgCO2e/t' },
    rows: [
      { waste: 40000, share: 25, per_tonne: 300 },
      { waste: 40000, share: 5, per_tonne: 0 },
      { waste: 40000, share: 30, per_tonne: 0 },
      { waste: 40000, share: 20, per_tonne: 10 },
      { waste: 40000, share: 20, per_tonne: 30 },
    ],
  },
  {
    example: 's3g-6.1',
    output: 'road',
    formula: 'people / occupancy * distance * per_vkm',
    unit: 'kgCO2e',
    units: { people: 'passenger', occupancy: 'passenger/vehicle', distance: 'km', per_vkm: 'kgCO2e/vkm' },
    rows: [
      { people: 10, occupancy: 2, distance: 50, per_vkm: 1 },
      { people: 20, occupancy: 2, distance: 200, per_vkm: 2 },
      { people: 100, occupancy: 3, distance: 100, per_vkm: 4 },
    ],
  },
  {
    example: 's3g-6.1',
    output: 'air',
    formula: 'people * distance * per_pkm',
    unit: 'kgCO2e',
    units: { people: 'passenger', distance: 'km', per_pkm: 'kgCO2e/pkm' },
    rows: [
      { people: 10, distance: 10000, per_pkm: 5 },
      { people: 20, distance: 15000, per_pkm: 6 },
      { people: 100, distance: 12000, per_pkm: 5 },
    ],
  },
  {
    example: 's3g-7.1',
    output: 'total',
    formula: 'one_way * 2 * days * weeks * per_km',
    unit: 'kgCO2e',
    units: { one_way: 'km', days: null, weeks: null, per_km: 'kgCO2e/km' },
    rows: [
      { one_way: 10, days: 5, weeks: 48, per_km: 0.1 },
      { one_way: 10, days: 4, weeks: 48, per_km: 0.1 },
      { one_way: 15, days: 1, weeks: 48, per_km: 0.2 },
      { one_way: 20, days: 5, weeks: 48, per_km: 0.2 },
    ],
  },
  {
    example: 's3g-8.1',
    output: 'total',
    formula: 'area / (building * occupied) * (gas * per_gas + power * per_power + leaked * potential)',
    unit: 'kgCO2e',
    units: {
      area: 'm2',
      building: 'm2',
      occupied: '%',
      gas: 'kWh(HHV)',
      per_gas: 'kgCO2e/kWh(HHV)',
      power: 'kWh',
      per_power: 'kgCO2e/kWh',
      leaked: 'kg',
      potential: 'kgCO2e/kg',
    },
    rows: [
      {
        area: 200,
        building: 2000,
        occupied: 75,
        gas: 1500,
        per_gas: 0.2,
        power: 3000,
        per_power: 0.7,
        leaked: 5,
        potential: 1500,
      },
    ],
  },
  {
    example: 's3g-9.1',
    output: 'total',
    formula: 'mass * distance * per_tkm',
    unit: 'kgCO2e',
    units: { mass: 'kg', distance: 'km', per_tkm: 'kgCO2e/tkm' },
    rows: [{ mass: 4000, distance: 2000, per_tkm: 0.2 }],
  },
  {
    example: 's3g-11.1',
    output: 'total',
    formula: 'uses * sold * per_use * grid',
    unit: 'kgCO2e',
    units: USE,
    rows: [
      { uses: 1000, sold: 11500, per_use: 1.3, grid: 0.5 },
      { uses: 1100, sold: 1900, per_use: 1.5, grid: 0.5 },
      { uses: 2000, sold: 20000, per_use: 0.2, grid: 0.5 },
    ],
  },
  {
    example: 's3g-11.2',
    output: 'total',
    formula: 'uses * sold * share * per_use * grid',
    unit: 'kgCO2e',
    units: { ...USE, share: '%' },
    rows: [
      { uses: 1000, sold: 2000, share: 20, per_use: 0.4, grid: 0.5 },
      { uses: 1000, sold: 2000, share: 40, per_use: 0.5, grid: 0.5 },
      { uses: 1000, sold: 2000, share: 40, per_use: 1.2, grid: 0.5 },
    ],
  },
  {
    example: 's3g-11.3',
    output: 'total',
    formula: 'sold * distance * per_km * part / whole',
    unit: 'kgCO2e',
    units: { sold: null, distance: 'vkm', per_km: 'kgCO2e/vkm', part: 'kg', whole: 'kg' },
    rows: [{ sold: 10, distance: 300000, per_km: 0.3, part: 20, whole: 500 }],
  },
  {
    example: 's3g-12.1',
    output: 'total',
    formula: 'mass * share * per_kg',
    unit: 'kgCO2e',
    units: { mass: 'kg', share: null, per_kg: 'kgCO2e/kg' },
    rows: [
      { mass: 10000, share: 0.9, per_kg: 0.3 },
      { mass: 10000, share: 0.1, per_kg: 1 },
    ],
  },
  {
    example: 's3g-15.1',
    output: 'total',
    formula: 'emitted * equity',
    unit: 'tCO2e',
    units: { emitted: 'tCO2e', equity: '%' },
    rows: [
      { emitted: 120000, equity: 40 },
      { emitted: 200000, equity: 15 },
      { emitted: 1600000, equity: 25 },
      { emitted: 60000, equity: 25 },
    ],
  },
]

for (const sheet of SHEETS) {
  const example = published.examples.find(({ id }) => id === sheet.example)!
  test(`${example.title} (${sheet.output}; ${example.source.doc}, ${example.source.where}) passes: ${sheet.formula}`, () => {
    const { expected, relTol } = example.outputs[sheet.output]!
    const result = totalOf(sheet)
    expect(Math.abs(result - expected)).toBeLessThanOrEqual(relTol * Math.abs(expected))
  })
}

test('more than twenty published examples are covered', () => {
  expect(new Set(SHEETS.map(({ example }) => example)).size).toBeGreaterThan(30)
})

function totalOf(sheet: Sheet): number {
  const gwpSet = sheet.gwpSet ?? 'AR5'
  const choices = Object.entries(sheet.choices ?? {}).map(([key, ids]): FormulaField =>
    choiceOf(
      key,
      ids.map((id) => factors.get(id)!),
    ),
  )
  const numbers = Object.entries(sheet.units).map(([key, unit]) => fieldOf(key, unit))
  const context = { fields: [...numbers, ...choices], factors, gwp: gwpTables.get(gwpSet)!, gwpSet, factorYear: 2025 }
  const plan = compileFormula(sheet.formula, context, { resultUnit: sheet.unit })
  if (!plan.ok) {
    throw new Error(plan.error.map(({ message }) => message).join(' '))
  }
  const column = plan.value.evaluate(columnsOf(sheet.rows), sheet.rows.length)
  expect([...column.errors]).toEqual(sheet.rows.map(() => 0))
  return column.numbers.reduce((sum, value) => sum + value, 0)
}

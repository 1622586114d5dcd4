import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { EmissionFactor } from './emissionFactor.ts'
import { normaliseFactor } from './normaliseFactor.ts'
import type { FactorSource, PublishedFactor } from './publishedFactor.ts'

const DATA = new URL('../../seeds/data/emission-factors.json', import.meta.url)
const data: { factors: PublishedFactor[]; sources: Record<string, FactorSource> } = JSON.parse(
  readFileSync(DATA, 'utf8'),
)
const byId = new Map(data.factors.map((record) => [record.id, record]))
const results = data.factors.map((record) => ({ record, ...normaliseFactor(record, data.sources) }))

function factor(id: string): EmissionFactor {
  const record = byId.get(id)
  const result = record && normaliseFactor(record, data.sources)
  if (!result?.factor) {
    throw new Error(`${id} is not a factor`)
  }
  return result.factor
}

const co2eAr5 = (of: EmissionFactor): number =>
  (of.gasesKg['CO2'] ?? 0) +
  28 * ((of.gasesKg['CH4-fossil'] ?? 0) + (of.gasesKg['CH4-nonfossil'] ?? 0)) +
  265 * (of.gasesKg['N2O'] ?? 0) +
  (of.co2eOnlyKg ?? 0)

test('every one of the 8,047 records is a factor or has a reason', () => {
  const counts: Record<string, number> = {}
  for (const { factor: normalised, reason } of results) {
    const key = normalised ? 'factor' : String(reason)
    counts[key] = (counts[key] ?? 0) + 1
  }
  expect(counts).toEqual({ factor: 7139, 'energy-only': 902, 'ratio-only': 6 })
})

test('the factors by the unit of their activity, all counted', () => {
  const counts: Record<string, number> = {}
  for (const { factor: normalised } of results) {
    if (normalised) {
      counts[normalised.unit] = (counts[normalised.unit] ?? 0) + 1
    }
  }
  expect(Object.keys(counts).sort()).toEqual([
    'GJ',
    'L',
    'ML',
    'MWh',
    'TJ(LHV)',
    'USD@2022',
    'employee_hour',
    'gal(US)',
    'kWh',
    'kWh(HHV)',
    'kWh(LHV)',
    'kg',
    'm3',
    'mmBtu',
    'mmBtu(HHV)',
    'pkm',
    'pmi',
    'room_night',
    'scf',
    'short_ton',
    'short_ton_mile',
    't',
    'tkm',
    'vkm',
    'vmi',
  ])
})

test('EPA grams become kilograms, on the higher heating value', () => {
  const anthracite = factor('epa25.t1.anthracite.coal-and-cok.mmbtu')
  expect([anthracite.unit, anthracite.gasesKg]).toEqual([
    'mmBtu(HHV)',
    { CO2: 103.69, 'CH4-fossil': 0.011, N2O: 0.0016 },
  ])
})

test('eGRID pounds become kilograms per MWh', () => {
  expect(factor('egrid2023r2.camx').gasesKg['CO2']).toBeCloseTo(428.464 * 0.45359237, 12)
})

test('[GOTCHA 9] DESNZ gas rows are CO2e and are divided by the GWPs of AR5', () => {
  const gas = factor('desnz26.1_100_1004_6')
  expect(gas).toMatchObject({ unit: 'kWh(HHV)', co2eOnlyKg: null, biogenicCo2Kg: null })
  expect(gas.gasesKg['CH4-fossil']).toBe(0.00028 / 28)
  expect(gas.gasesKg['N2O']).toBe(0.00009 / 265)
})

test('[GOTCHA 9] every DESNZ factor with gas rows gives its published total under AR5', () => {
  const off = results.filter(
    ({ record, factor: normalised }) =>
      normalised && record.gasesCO2e && record.co2e && Math.abs(co2eAr5(normalised) - record.co2e.v) > 1e-9,
  )
  expect(off.map(({ record }) => record.id)).toEqual([])
})

test('what was published only as CO2e keeps its GWP set and is not split', () => {
  const spend = factor('ussc13.111110')
  expect(spend).toMatchObject({ unit: 'USD@2022', gasesKg: {}, co2eOnlyKg: 0.532, co2eOnlyGwp: 'AR5' })
  const waste = results.find(({ record }) => record.table.startsWith('Table 9'))?.factor
  expect(waste).toMatchObject({ unit: 'short_ton', co2eOnlyGwp: 'AR4' })
})

test('[GOTCHA 10] [GOTCHA 11] biogenic CO2 stands apart and the methane of the same fuel stays', () => {
  const wood = factor('epa25.t1.wood-and-wood-residuals.biomass-fuel.mmbtu')
  expect(wood.biogenicCo2Kg).toBe(93.8)
  expect(wood.gasesKg).toEqual({ 'CH4-nonfossil': 0.0072, N2O: 0.0036 })
})

test('peat is fossil although it is listed with biomass', () => {
  expect(factor('ipcc06.stat.peat')).toMatchObject({ biogenicCo2Kg: null, gasesKg: { CO2: 106000 } })
  const epaPeat = results.filter(({ record }) => record.id.startsWith('epa25.t1.peat'))
  expect(epaPeat.map(({ factor: normalised }) => normalised?.biogenicCo2Kg)).toEqual([null, null])
})

test('[GOTCHA 16] a blank is absent, a published zero is zero', () => {
  expect(Object.keys(factor('epa25.t2.aviation-gasoline').gasesKg)).toEqual(['CO2'])
  expect(factor('desnz25.4_300_3004_4').gasesKg).toEqual({ CO2: 0, 'CH4-fossil': 0, N2O: 0 })
})

test('a leaked kilogram of one gas is a kilogram of that gas', () => {
  const kyoto = results.filter(
    ({ record }) => record.src === 'desnz-2025' && record.path?.[1] === 'Kyoto protocol products',
  )
  expect(
    kyoto.filter(({ factor: normalised }) => normalised?.co2eOnlyKg !== null).map(({ record }) => record.path?.[2]),
  ).toEqual([])
})

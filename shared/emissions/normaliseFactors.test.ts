import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { normaliseFactors } from './normaliseFactors.ts'
import type { FactorSource, PublishedFactor } from './publishedFactor.ts'

const DATA = new URL('../../seeds/data/emission-factors.json', import.meta.url)
const data: {
  factors: PublishedFactor[]
  sources: Record<string, FactorSource>
} = JSON.parse(readFileSync(DATA, 'utf8'))

test('diesel with biofuel has its biogenic CO2 beside its other gases', () => {
  const all = normaliseFactors(data.factors, data.sources)
  const diesel = data.factors.find((record) => record.id === 'desnz25.1_101_1011_8')
  const outside = data.factors.find((record) => record.id === 'desnz25.99_604_1011_8')
  expect(diesel?.per).toBe('litres')
  expect(all.get('desnz25.1_101_1011_8')?.factor?.biogenicCo2Kg).toBe(outside?.gasesCO2e?.['CO2']?.v)
  expect(all.get('desnz25.99_604_1011_8')?.factor?.gasesKg).toEqual({})
})

test('every DESNZ bioenergy factor has the biogenic CO2 of the same fuel and unit', () => {
  const all = normaliseFactors(data.factors, data.sources)
  const bioenergy = data.factors.filter((record) => record.src === 'desnz-2025' && record.path?.[0] === 'Bioenergy')
  expect(bioenergy.filter((record) => all.get(record.id)?.factor?.biogenicCo2Kg === null).map(({ id }) => id)).toEqual(
    [],
  )
})

test('[GOTCHA 12] what counts other gases than those of Kyoto is marked, with the row of the same substance that does not', () => {
  const all = normaliseFactors(data.factors, data.sources)
  const outside = (id: string) => all.get(id)?.factor?.outsideScopes
  const r401a = 'Blends / R401A / Emissions including only Kyoto products'
  expect(['desnz25.3_201_2099_3', 'desnz25.3_201_2100_3', 'desnz25.3_201_2101_3'].map(outside)).toEqual([
    undefined,
    { instead: r401a },
    { instead: r401a },
  ])
  expect(outside('desnz24.3_202_2352_3')).toEqual({ instead: null })
  const marked = data.factors.filter(({ id }) => outside(id))
  const isKyoto = ({ path = [] }: PublishedFactor) =>
    path[1] === 'Kyoto protocol products' || / only Kyoto/.test(path[3] ?? '')
  expect([marked.length, marked.filter(isKyoto)]).toEqual([2 * (27 * 2 + 18 * 2 + 1 + 2 * (20 + 15 + 14)), []])
})

test('[GOTCHA 12] what of it is a memo is by the rows of the same substance, and the gas is named where it is one', () => {
  const all = normaliseFactors(data.factors, data.sources)
  const memo = (id: string) => all.get(id)?.factor?.memo
  expect(['desnz25.3_201_2099_3', 'desnz25.3_201_2100_3', 'desnz25.3_201_2101_3'].map(memo)).toEqual([
    undefined,
    { gasesKg: {}, co2eKg: 1112, insideKg: 0 },
    { gasesKg: {}, co2eKg: 1112, insideKg: 18 },
  ])
  expect(memo('desnz25.3_202_2389_3')).toEqual({ gasesKg: { HCFC22: 1 }, co2eKg: 1760, insideKg: 0 })
  expect(memo('desnz25.3_202_2380_3')).toEqual({ gasesKg: {}, co2eKg: 1730, insideKg: 0 })
})

test('[GOTCHA 32] CO2 alone of a fuel or a grid lacks CH4 and N2O; of a leaked kilogram of CO2 nothing is lacking', () => {
  const all = normaliseFactors(data.factors, data.sources)
  const lacking = data.factors.flatMap(({ id, table }) => {
    const lacks = all.get(id)?.factor?.lacks
    return lacks === undefined ? [] : [`${table}: ${lacks.join(', ')}`]
  })
  expect(Object.fromEntries([...Map.groupBy(lacking, (one) => one)].map(([of, each]) => [of, each.length]))).toEqual({
    'Table 2 Mobile Combustion CO2: CH4, N2O': 8,
    'China national grid: CH4, N2O': 1,
    'Brazil grid: CH4, N2O': 8,
    'Thailand grid generation: CH4, N2O': 12,
  })
  const leaked = data.factors.filter(({ path = [] }) => path[2] === 'Carbon dioxide')
  expect(leaked.map(({ id }) => all.get(id)?.factor?.gasesKg)).toContainEqual({ CO2: 1 })
})

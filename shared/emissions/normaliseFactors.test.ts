import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { normaliseFactors } from './normaliseFactors.ts'
import type { FactorSource, PublishedFactor } from './publishedFactor.ts'
import { type RefrigerantBlend, refrigerantFactors } from './refrigerantFactors.ts'

const DATA = new URL('../../seeds/data/emission-factors.json', import.meta.url)
const data: {
  factors: PublishedFactor[]
  sources: Record<string, FactorSource>
  refrigerantBlends: (RefrigerantBlend & { gwpAR5_epa: number; recomputedAR5_HFCPFConly: number })[]
  gwp: { species: string; AR5?: number }[]
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

test('[GOTCHA 12] [GOTCHA 13] a blend is its HFC and PFC parts and gives the GWP recomputed from its composition', () => {
  const gwp = new Map(data.gwp.map(({ species, AR5 }) => [species, AR5 ?? 0]))
  const factors = refrigerantFactors(data.refrigerantBlends, [...gwp.keys()], 2025)
  for (const blend of data.refrigerantBlends) {
    const factor = factors.find(({ id }) => id === `refrigerant.${blend.name}`)
    const co2e = Object.entries(factor?.gasesKg ?? {}).reduce((sum, [gas, kg]) => sum + kg * gwp.get(gas)!, 0)
    expect(Math.abs(co2e - blend.recomputedAR5_HFCPFConly)).toBeLessThan(0.06)
  }
  expect(factors.find(({ id }) => id === 'refrigerant.R-409A')).toMatchObject({ gasesKg: {}, co2eOnlyKg: 0 })
  expect(factors.find(({ id }) => id === 'refrigerant.SF6')?.gasesKg).toEqual({ SF6: 1 })
  expect(factors.some(({ id }) => id.includes('HCFC') || id.includes('CFC'))).toBe(false)
})

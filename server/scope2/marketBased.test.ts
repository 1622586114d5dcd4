import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { GWP } from '#formulas/testing/context.ts'
import type { StatedRates } from '#shared/scope2/instrument.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { type Allocation, type Consumption, coverConsumption } from './marketBased.ts'
import { ratesOf } from './ratesOf.ts'

const { examples }: { examples: { id: string; outputs: Record<string, { expected: number; relTol: number }> }[] } =
  JSON.parse(readFileSync(new URL('../../seeds/data/worked-examples.json', import.meta.url), 'utf8'))

const AR5 = { gwp: GWP.AR5, gwpSet: 'AR5' } as const
/** eGRID2023 rev 2, lb/MWh. */
const CAMX = { CO2: 428.464, CH4: 0.025, N2O: 0.003 }
const gridOf = (stated: StatedRates): NonNullable<Consumption['grid']> => {
  const gases = ratesOf(stated, 'lb/MWh', AR5)
  return { ...gases, CO2e: Object.values(gases).reduce((sum, kg) => sum + kg, 0) }
}

const TEN: Consumption = {
  tableId: 'bills',
  site: 'plant',
  month: '2025-01',
  carrier: 'electricity',
  geography: 'US-eGRID-CAMX',
  mwh: 10,
  grid: gridOf(CAMX),
}
let made = 0
function allocation(type: Allocation['type'], mwh: number | null, stated: StatedRates, more: Partial<Allocation> = {}) {
  const id = `a${++made}`
  const rates = ratesOf(stated, 'lb/MWh', AR5)
  const place = { carrier: 'electricity', market: 'US', site: null, fromMonth: null, toMonth: null } as const
  return { id, instrumentId: id, type, mwh, rates, ...place, ...more } satisfies Allocation
}

const kgOf = (places: ReturnType<typeof coverConsumption>['consumption']): number =>
  places.flatMap(({ lines }) => lines).reduce((sum, { kg }) => sum + (kg ?? 0), 0)
const covered = (consumption: readonly Consumption[], ...allocations: Allocation[]): number =>
  kgOf(coverConsumption(consumption, allocations).consumption)

function expectWorked(id: string, kg: number): void {
  const { expected, relTol } = examples.find((example) => example.id === id)!.outputs['kg']!
  expect(Math.abs(kg / expected - 1)).toBeLessThanOrEqual(relTol)
}

test('nv-s2-mb-stated: all three gases stated', () => {
  expectWorked('nv-s2-mb-stated', covered([TEN], allocation('supplier_rate', null, { CO2: 100, CH4: 0.1, N2O: 0.01 })))
})

test('nv-s2-mb-supplier: a rate of CO2 only has CH4 and N2O of the grid, and says so', () => {
  const rate = allocation('supplier_rate', null, { CO2: 500 })
  expectWorked('nv-s2-mb-supplier', covered([TEN], rate))
  expect(coverConsumption([TEN], [rate]).consumption[0]?.lines).toMatchObject([
    {
      source: 'supplier_rate',
      mwh: 10,
      fallbacks: [
        { gas: 'CH4', from: 'grid_average' },
        { gas: 'N2O', from: 'grid_average' },
      ],
    },
  ])
})

test('[GOTCHA 14] nv-s2-mb-resid: a Green-e residual mix is CO2e, so nothing is added to it', () => {
  const perMwh = ((428.464 + 28 * 0.025 + 265 * 0.003) * 220_986_983) / (220_986_983 - 2_155_596)
  const mix = allocation('residual_mix', null, { CO2e: perMwh })
  expectWorked('nv-s2-mb-resid', covered([TEN], mix))
  expect(coverConsumption([TEN], [mix]).consumption[0]?.lines[0]?.fallbacks).toEqual([])
})

test('nv-s2-lb-rfcw: without any instrument the grid average stands in, and is called so', () => {
  const plant = { ...TEN, mwh: 250.5, grid: gridOf({ CO2: 911.424, CH4: 0.071, N2O: 0.01 }) }
  expectWorked('nv-s2-lb-rfcw', covered([plant]))
  expect(coverConsumption([plant], []).consumption[0]?.lines).toMatchObject([{ source: 'grid_average', mwh: 250.5 }])
})

test('MB = sum(MWh_inst x EF_inst) + (MWh - sum MWh_inst) x EF_residual', () => {
  const zero = { CO2: 0, CH4: 0, N2O: 0 }
  const kg = covered(
    [TEN],
    allocation('certificate', 4, zero),
    allocation('contract', 3, { CO2: 100, CH4: 0, N2O: 0 }),
    allocation('residual_mix', null, { CO2e: 500 }),
  )
  expect(kg).toBeCloseTo((3 * 100 + 3 * 500) * 0.453_592_37, 9)
})

test('zero CO2 is not zero CH4 and N2O', () => {
  const certificate = allocation('certificate', 10, { CO2: 0 })
  expect(covered([TEN], certificate)).toBeCloseTo(10 * (0.025 * 28 + 0.003 * 265) * 0.453_592_37, 9)
  const dry = { ...TEN, grid: { CO2e: 200 } }
  expect(coverConsumption([dry], [certificate]).consumption[0]?.lines[0]?.fallbacks).toEqual([
    { gas: 'CH4', from: 'missing' },
    { gas: 'N2O', from: 'missing' },
  ])
})

test('the rest takes the supplier rate before the residual mix, and the residual mix before the grid', () => {
  const [rate, mix] = [
    allocation('supplier_rate', null, { CO2e: 300 }),
    allocation('residual_mix', null, { CO2e: 500 }),
  ]
  const sources = (...allocations: Allocation[]) =>
    coverConsumption([TEN], allocations).consumption[0]?.lines.map(({ source }) => source)
  expect([sources(mix, rate), sources(mix), sources()]).toEqual([['supplier_rate'], ['residual_mix'], ['grid_average']])
})

test('another market, carrier, site or month is not covered; what covers nothing is told', () => {
  const elsewhere = [
    allocation('certificate', 1, { CO2e: 0 }, { market: 'AIB' }),
    allocation('certificate', 1, { CO2e: 0 }, { carrier: 'heat' }),
    allocation('certificate', 1, { CO2e: 0 }, { site: 'office' }),
    allocation('certificate', 1, { CO2e: 0 }, { fromMonth: '2025-02', toMonth: '2025-12' }),
  ]
  const { consumption, excess } = coverConsumption([TEN], elsewhere)
  expect(consumption[0]?.lines.map(({ source }) => source)).toEqual(['grid_average'])
  expect(new Map(excess)).toEqual(new Map(elsewhere.map(({ id }) => [id, 1])))
})

test('more than is consumed covers what there is, and the rest of it is told', () => {
  const certificate = allocation('certificate', 12.5, { CO2e: 0 })
  const { consumption, excess } = coverConsumption([TEN], [certificate])
  expect(consumption[0]?.lines).toMatchObject([{ source: 'certificate', mwh: 10, kg: 0 }])
  expect(excess.get(certificate.id)).toBe(2.5)
})

test('what has less to choose from chooses first, so a year of certificates leaves room for a contract of two months', () => {
  const months = ['2025-01', '2025-02', '2025-03', '2025-04'].map((month) => ({ ...TEN, month }))
  const { excess } = coverConsumption(months, [
    allocation('certificate', 20, { CO2e: 0 }),
    allocation('contract', 20, { CO2e: 0 }, { site: 'plant', fromMonth: '2025-01', toMonth: '2025-02' }),
  ])
  expect(excess.size).toBe(0)
})

test('unknown stays unknown: energy of no known grid that nothing covers has no amount', () => {
  const strange = { ...TEN, geography: null, grid: null }
  expect(coverConsumption([strange], [allocation('residual_mix', null, { CO2e: 500 })]).consumption[0]?.lines).toEqual([
    { allocation: null, source: 'unknown', mwh: 10, kg: null, fallbacks: [] },
  ])
})

test('every megawatt-hour is covered exactly once, whatever was bought', () => {
  const place = fc.record({
    site: fc.constantFrom('plant', 'office', null),
    month: fc.constantFrom('2025-01', '2025-02', '2025-03', null),
    mwh: fc.double({ min: -5, max: 1e5, noNaN: true }),
  })
  const bought = fc.record({
    type: fc.constantFrom('certificate', 'contract', 'supplier_rate', 'residual_mix'),
    mwh: fc.option(fc.double({ min: 1e-6, max: 1e5, noNaN: true })),
    site: fc.constantFrom('plant', 'office', null),
    toMonth: fc.constantFrom('2025-01', '2025-03', null),
  })
  fc.assert(
    fc.property(fc.array(place, { maxLength: 12 }), fc.array(bought, { maxLength: 8 }), (places, instruments) => {
      const allocations = instruments.map(({ type, mwh, site, toMonth }) =>
        allocation(type, mwh, { CO2e: 1 }, { site, toMonth, fromMonth: toMonth === null ? null : '2025-01' }),
      )
      const { consumption, excess } = coverConsumption(
        places.map((one) => ({ ...TEN, ...one })),
        allocations,
      )
      for (const { mwh, lines } of consumption) {
        const sum = lines.reduce((so, line) => so + line.mwh, 0)
        expect(Math.abs(sum - mwh)).toBeLessThanOrEqual(1e-6 + 1e-12 * Math.abs(mwh))
      }
      for (const { id, mwh } of allocations) {
        const lines = consumption.flatMap((one) => one.lines).filter((line) => line.allocation?.id === id)
        const used = lines.reduce((so, line) => so + line.mwh, 0) + (excess.get(id) ?? 0)
        expect(mwh === null || Math.abs(used - mwh) <= 1e-6 + 1e-12 * mwh).toBe(true)
      }
    }),
    { numRuns: sizeOf({ short: 200, long: 5000 }) },
  )
})

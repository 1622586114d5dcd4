/** Mistakes that carbon accounts are known for (docs/GOTCHAS.md), tried with the published figures that invite them. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { normaliseFactors } from '#shared/emissions/normaliseFactors.ts'
import type { FactorSource, PublishedFactor } from '#shared/emissions/publishedFactor.ts'
import { BUILT_IN_TEMPLATES } from '#shared/templates/builtInTemplates.ts'
import { formulaError } from '#formulas/evaluate/formulaErrors.ts'
import type { CompileOptions } from '#formulas/plan/compileFormula.ts'
import { columnsOf } from '#formulas/testing/columns.ts'
import { planOf } from '#formulas/testing/published/planOf.ts'
import { bundledLibrary, PUBLISHED_SHEETS } from '#formulas/testing/published/published.ts'
import type { PublishedSheet } from '#formulas/testing/published/PublishedSheet.ts'

const text = readFileSync(new URL('../../seeds/data/emission-factors.json', import.meta.url), 'utf8')
const published: {
  factors: (PublishedFactor & { supersededBy?: string; boundary?: string })[]
  sources: Record<string, FactorSource>
} = JSON.parse(text)
const library = bundledLibrary(text)

type Trial = Pick<PublishedSheet, 'formula' | 'units' | 'choices' | 'gwpSet'>
type Row = Record<string, CellValue>

/** Kilograms of CO2e of each row, or the name of its error; of a refused formula what is wrong with it. */
function kgOf(trial: Trial, rows: Row | Row[], options: Pick<CompileOptions, 'gas'> = {}): unknown {
  const plan = planOf({ ...trial, unit: 'kgCO2e' }, library, options)
  if (!plan.ok) {
    return plan.error.map(({ code, message }) => `${code}: ${message}`).join(' ')
  }
  const all = [rows].flat()
  const { numbers, errors } = plan.value.evaluate(columnsOf(all), all.length)
  const results = all.map((_, row) => formulaError(errors[row]!) ?? numbers[row]!)
  return Array.isArray(rows) ? results : results[0]
}

/** What an amount in that unit gives by one factor. */
function emitted(amount: number, unit: string, factor: string, options: Pick<CompileOptions, 'gas'> = {}): unknown {
  const trial = { formula: 'amount * factor(of, "CO2e")', units: { amount: unit }, choices: { of: [factor] } }
  return kgOf(trial, { amount, of: factor }, options)
}

const close = (kg: number): unknown => expect.closeTo(kg, 9)
const tableOf = (id: string) => BUILT_IN_TEMPLATES.find((template) => template.id === `builtin:${id}`)!
const LB = 0.45359237

test('[GOTCHA 1] the two releases of eGRID2023 are two factors with their editions, and what we ship takes the corrected one', () => {
  const [first, second] = ['epa25.t6.camx.total-output', 'egrid2023r2.camx'].map((id) => library.factors.get(id)!)
  expect([first?.gasesKg['CO2'], second?.gasesKg['CO2']]).toEqual([close(436.655 * LB), close(428.464 * LB)])
  expect([first?.edition, second?.edition]).toEqual([
    '2025, last modified 15 January 2025',
    expect.stringMatching(/^rev2, published 12 June 2025/),
  ])
  const corrected = published.factors.filter(({ supersededBy }) => supersededBy !== undefined)
  expect(corrected).toHaveLength(27)
  expect(corrected.filter(({ supersededBy }) => !library.factors.has(supersededBy!))).toEqual([])
  const old = new Set(corrected.map(({ id }) => id))
  const shipped = BUILT_IN_TEMPLATES.flatMap(({ fields }) => fields.flatMap(({ options }) => options)).flatMap(
    ({ factors = {} }) => Object.values(factors),
  )
  expect(shipped.filter((id) => old.has(id) || !library.factors.has(id))).toEqual([])
})

test('[EMI9] [GOTCHA 2] none of the non-baseload rates of eGRID gets into an inventory', () => {
  const ids = [...library.factors.keys()].filter((id) => id.endsWith('.non-baseload'))
  expect(ids).toHaveLength(28)
  expect(ids.filter((id) => library.factors.get(id)?.avoidedOnly !== true)).toEqual([])
  expect(emitted(10, 'MWh', 'epa25.t6.camx.non-baseload')).toMatch(/^not-for-inventories: /)
})

test('[GOTCHA 3] what the grid loses is a ratio and no factor, so scope 2 is what was consumed and no more', () => {
  const losses = published.factors.filter(({ id }) => id.startsWith('egrid2023r2.ggl.'))
  const results = normaliseFactors(losses, published.sources)
  expect([...results.values()].map(({ reason }) => reason)).toEqual(losses.map(() => 'ratio-only'))
  const perMwh = (428.464 + 0.025 * 28 + 0.003 * 265) * LB
  expect(emitted(10, 'MWh', 'egrid2023r2.camx')).toBeCloseTo(10 * perMwh, 9)
  const lost = { formula: 'energy * loss / (1 - loss) * factor(grid, "CO2e")', units: { energy: 'MWh', loss: null } }
  const row = { energy: 10, loss: 0.041, grid: 'egrid2023r2.camx' }
  expect(kgOf({ ...lost, choices: { grid: [row.grid] } }, row)).toBeCloseTo(((10 * 0.041) / 0.959) * perMwh, 9)
})

test('[EMI7] [GOTCHA 4] waste of EPA table 9 is CO2e by AR4: an AR5 total says how much of it that is, and does not re-base it', () => {
  const parts = (['CO2e-AR4', 'CO2e-AR5', 'other', 'CH4'] as const).map((gas) =>
    emitted(2, 'short_ton', 'epa25.t9.mixed-msw.landfilled', { gas }),
  )
  expect([emitted(2, 'short_ton', 'epa25.t9.mixed-msw.landfilled'), ...parts]).toEqual([1160, 1160, 0, 1160, 0])
})

test('[UNIT4] [GOTCHA 6] UK gas of 2025 is 0.18296 kg per kWh gross and 0.20270 net, and one is never taken for the other', () => {
  const [gross, net] = ['desnz25.1_100_1004_6', 'desnz25.1_100_1004_7'] as const
  expect([emitted(10_000, 'kWh(HHV)', gross), emitted(10_000, 'kWh(LHV)', net)]).toEqual([close(1829.6), close(2027)])
  expect(emitted(10_000, 'kWh(HHV)', net)).toMatch(/^unit: .*HHV.*LHV|^unit: .*LHV.*HHV/)
  expect(emitted(10_000, 'kWh', gross)).toMatch(/^unit: /)
})

test('[GOTCHA 7] two tonnes of waste by a factor per short ton are 2.2046 short tons; a long ton is another again', () => {
  const ofUnit = (unit: string): unknown => emitted(2, unit, 'epa25.t9.mixed-msw.landfilled')
  expect(ofUnit('t')).toBeCloseTo((2 / 0.907_184_74) * 580, 9)
  expect(ofUnit('long_ton')).toBeCloseTo(2 * 1.12 * 580, 9)
  expect(ofUnit('ton')).toMatch(/t, short_ton or long_ton/)
})

test('[GOTCHA 8] diesel by the UK gallon is 4.54609 L of it, also by a factor per US gallon', () => {
  expect(emitted(1000, 'gal(US)', 'epa25.t2.diesel-fuel')).toBeCloseTo(10_210, 9)
  expect(emitted(1000, 'gal(UK)', 'epa25.t2.diesel-fuel')).toBeCloseTo((4546.09 / 3.785_411_784) * 10.21, 9)
  expect(emitted(1000, 'gal(UK)', 'desnz25.1_101_1011_8')).toBeCloseTo(4546.09 * 2.57082, 9)
  expect(emitted(1000, 'gal', 'epa25.t2.diesel-fuel')).toMatch(/gal\(US\) or gal\(UK\)/)
})

test('[EMI5] [GOTCHA 11] biodiesel has its CH4 and N2O in the scope, and 2.43 kg of biogenic CO2 a litre beside it', () => {
  const hvo = 'desnz25.2_103_1036_8'
  expect(emitted(100, 'L', hvo)).toBeCloseTo(3.558, 9)
  expect(emitted(100, 'L', hvo, { gas: 'biogenicCO2' })).toBeCloseTo(243, 9)
  const epa = 'epa25.t1.biodiesel-100.biomass-fuel.us-gallon'
  expect(emitted(1000, 'gal(US)', epa)).toBeCloseTo(0.14 * 28 + 0.01 * 265, 9)
  expect(emitted(1000, 'gal(US)', epa, { gas: 'CO2' })).toBe(0)
  expect(emitted(1000, 'gal(US)', epa, { gas: 'biogenicCO2' })).toBeCloseTo(9450, 9)
})

test('[GOTCHA 12] blends with an HCFC that we ship choices of are counted by their Kyoto gases', () => {
  const gases = tableOf('refrigerants').fields.flatMap(({ options }) => options)
  const ids = gases.flatMap(({ factors = {} }) => Object.values(factors))
  const paths = published.factors.filter(({ id }) => ids.includes(id)).map(({ path = [] }) => path.join(' / '))
  expect(paths).toHaveLength(12)
  expect(paths.filter((path) => /non-Kyoto|Montreal/.test(path))).toEqual([])
})

test('[EMI13] [GOTCHA 12] a blend of DESNZ counts its Kyoto gases in the scope, and its HCFC as a memo beside it', () => {
  const [kyoto, others, all] = ['desnz25.3_201_2099_3', 'desnz25.3_201_2100_3', 'desnz25.3_201_2101_3'] as const
  expect([kyoto, others, all].map((id) => emitted(1, 'kg', id))).toEqual([18, 0, 18])
  expect([kyoto, others, all].map((id) => emitted(1, 'kg', id, { gas: 'memo' }))).toEqual([0, 1112, 1112])
  expect(emitted(1, 'kg', all, { gas: 'other' })).toBe(18)
  expect(emitted(1, 'kg', 'desnz25.3_200_2026_3')).toBe(emitted(1, 'kg', 'desnz25.3_200_2024_3'))
})

test('[EMI13] [GOTCHA 12] of a gas of the Montreal Protocol nothing is in a scope, and the memo is by the GWP set of the cycle', () => {
  const trial = { formula: 'amount * factor(of, "CO2e")', units: { amount: 'kg' } }
  const memo = (of: string, gwpSet: 'AR5' | 'AR6') =>
    kgOf({ ...trial, choices: { of: [of] }, gwpSet }, { amount: 2, of }, { gas: 'memo' })
  const r22 = 'desnz25.3_202_2389_3'
  expect(emitted(2, 'kg', r22)).toBe(0)
  expect([memo(r22, 'AR5'), memo(r22, 'AR6')]).toEqual([2 * 1760, 2 * 1960])
  expect(emitted(2, 'kg', r22, { gas: 'other' })).toBe(0)
})

test('[GOTCHA 12] whatever DESNZ counts outside the scopes says how much, and both parts come to what it prints', () => {
  const outside = [...library.factors.values()].filter(({ outsideScopes }) => outsideScopes !== undefined)
  const [without, divided] = [outside.filter(({ memo }) => !memo), outside.filter(({ memo }) => memo)]
  // 1 kg more than its Kyoto gases in both editions, and no row of the others
  expect(new Set(without.map(({ name }) => name))).toEqual(
    new Set(['Blends / R434A / Total emissions including non-Kyoto products']),
  )
  expect(emitted(1, 'kg', without[0]!.id)).toMatch(
    /^outside-scopes: .*Choose "Blends \/ R434A \/ .* only Kyoto products"/,
  )
  const rest = divided.map(({ co2eOnlyKg, memo }) => co2eOnlyKg! - memo!.co2eKg! - memo!.insideKg!)
  // printed without decimals
  expect(rest.filter((kg) => Math.abs(kg) > 1)).toEqual([])
  const names = [...library.factors.values()].flatMap(({ name, outsideScopes }) => (outsideScopes ? [] : [name]))
  expect(names.filter((name) => /Montreal|only non-Kyoto|H?CFC-\d/.test(name))).toEqual([])
})

test('[GOTCHA 13] R-424A is 2,212 as in both editions of DESNZ; the 3,104 of EPA table 11 is in no factor', () => {
  const r424a = [...library.factors.values()].filter(({ name }) => /R-?424A/.test(name))
  expect(r424a.map(({ co2eOnlyKg }) => co2eOnlyKg)).toEqual([2212, 2212, 2212, 2212])
  expect([...library.factors.values()].filter(({ co2eOnlyKg }) => co2eOnlyKg === 3104)).toEqual([])
})

test('[GOTCHA 17] the way back is counted once: commuting gives the kilometres of the published example, travel what was entered', () => {
  const distanceOf = (id: string, unit: string, row: Row): number => {
    const { formula } = tableOf(id).fields.find(({ key }) => key === 'distance')!
    const units = { vehicles: null, people: null, days: null, one_way: unit }
    const plan = planOf({ formula: formula!, unit, units }, library)
    return plan.ok ? plan.value.evaluate(columnsOf([row]), 1).numbers[0]! : Number.NaN
  }
  // GHG Protocol, Scope 3 calculation guidance, example 7.1: 8,640 km by rail and 11,040 by car, 48 weeks
  const byRail = [5, 4].map((days) =>
    distanceOf('commuting_by_transit', 'pkm', { people: 1, days: days * 48, one_way: 10 }),
  )
  const byCar = [
    [1, 15],
    [5, 20],
  ].map(([days, km]) => distanceOf('commuting_by_car', 'vkm', { vehicles: 1, days: days! * 48, one_way: km! }))
  expect([byRail, byCar].map(([a, b]) => a! + b!)).toEqual([8640, 11_040])
  expect(tableOf('business_travel').fields.at(-1)?.formula).toBe('distance * factor(mode, "CO2e")')
})

test('[UNIT4] [GOTCHA 18] passenger-kilometres by a factor per vehicle-kilometre need the passengers per vehicle', () => {
  const car = 'desnz25.25_301_3074_4'
  expect(emitted(1000, 'pkm', car)).toMatch(/^unit: .*pkm/)
  const shared = { formula: 'distance / occupancy * factor(car, "CO2e")', choices: { car: [car] } }
  const units = { distance: 'pkm', occupancy: 'passenger/vehicle' }
  expect(kgOf({ ...shared, units }, { distance: 1000, occupancy: 2, car })).toBeCloseTo(500 * 0.16725, 9)
  expect(emitted(1000, 'vkm', car)).toBeCloseTo(167.25, 9)
})

test('[UNIT4] [GOTCHA 19] spend of another year or currency is brought to 2022 dollars by an index and a rate that are stated', () => {
  const boxes = 'ussc13.322211' // 0.479 kg CO2e per 2022 USD, US EPA v1.3 with margins
  const refused = ['USD@2024', 'USD', 'EUR@2022'].map((unit) => emitted(1000, unit, boxes))
  expect(refused).toEqual(refused.map(() => expect.stringMatching(/^unit: /)))
  expect(emitted(1000, 'USD@2022', boxes)).toBeCloseTo(479, 9)
  const stated = {
    formula: 'spend * rate * index * factor(product, "CO2e")',
    units: { spend: 'EUR@2024', rate: 'USD@2024/EUR@2024', index: 'USD@2022/USD@2024' },
    choices: { product: [boxes] },
  }
  const row = { spend: 1000, rate: 1.08, index: 0.93, product: boxes }
  expect(kgOf(stated, row)).toBeCloseTo(1000 * 1.08 * 0.93 * 0.479, 9)
  expect(kgOf(stated, { ...row, index: null })).toBe('missing')
})

test('[GOTCHA 20] no factor for energy or transport has its well-to-tank share in it: that is in rows of its own, of scope 3', () => {
  const whole = published.factors.filter(
    ({ boundary = '', s3cat = [] }) => /well|WTW|cradle/i.test(boundary) && !s3cat.includes(1),
  )
  expect(whole.map(({ id }) => id)).toEqual([])
  const upstream = published.factors.filter(({ path }) => path?.[0]?.startsWith('WTT') === true)
  expect(upstream.length).toBeGreaterThan(1000)
  expect(upstream.filter(({ scope }) => scope !== 3).map(({ id }) => id)).toEqual([])
  // diesel of DESNZ 2025: the total per litre is its three gases, and the 0.61101 of its way to the tank apart
  expect(emitted(1000, 'L', 'desnz25.1_101_1011_8')).toBeCloseTo(2537.63 + 0.29 + 32.9, 9)
  expect(emitted(1000, 'L', 'desnz25.11_101_1011_8')).toBeCloseTo(611.01, 9)
})

test('[GOTCHA 28] 10,000 kWh and 10 MWh are the same, whichever of both the factor is per', () => {
  for (const [grid, perMwh] of [
    ['egrid2023r2.camx', (428.464 + 0.025 * 28 + 0.003 * 265) * LB],
    ['desnz25.7_400_4000_5', 177],
  ] as const) {
    expect([emitted(10_000, 'kWh', grid), emitted(10, 'MWh', grid)]).toEqual([close(10 * perMwh), close(10 * perMwh)])
  }
})

test('[GOTCHA 29] the tables of the GHG Protocol tool V2.0 are taken per energy only, and no diesel burns to 2.91 kg of CO2 a litre', () => {
  const tool = published.factors.filter(({ src }) => src === 'ipcc2006-stationary')
  expect(new Set(tool.map(({ per }) => per))).toEqual(new Set(['TJ (NCV/LHV)']))
  const diesel = published.factors.filter(
    ({ name, per, scope }) =>
      /diesel/i.test(name) && !/biodiesel|development/i.test(name) && per === 'litres' && scope === 1,
  )
  const perLitre = [...diesel.map(({ id }) => id), 'epa25.t2.diesel-fuel'].map((id) =>
    emitted(1, 'L', id, { gas: 'CO2' }),
  )
  expect(perLitre).toHaveLength(6)
  expect(perLitre.filter((kg) => !(Number(kg) > 2.45 && Number(kg) < 2.72))).toEqual([])
})

/** By the id of the example; the total of its sheet. */
function exampleTotal(id: string, units: PublishedSheet['units'] = {}): unknown {
  const sheet = PUBLISHED_SHEETS.find(({ example, output }) => example === id && output === 'total')!
  const plan = planOf({ ...sheet, units: { ...sheet.units, ...units } }, library)
  return plan.ok
    ? plan.value.evaluate(columnsOf(sheet.rows), sheet.rows.length).numbers.reduce((sum, kg) => sum + kg, 0)
    : plan.error[0]?.code
}

test('[GOTCHA 15] [GOTCHA 30] example 8.1 of the Scope 3 guidance is 1,320 kg; the printed 1,325 rounded a share on the way', () => {
  expect(exampleTotal('s3g-8.1')).toBeCloseTo(1320, 9)
})

test('[GOTCHA 30] examples 4.2 and 12.1 come out in the units of their arithmetic, and not in those of their headings', () => {
  expect([exampleTotal('s3g-4.2'), exampleTotal('s3g-12.1')]).toEqual([close(5000), close(3700)])
  expect(exampleTotal('s3g-4.2', { mass: 'TEU' })).toBe('unit')
  expect(exampleTotal('s3g-12.1', { mass: 't' })).toBeCloseTo(3_700_000, 6)
})

test('[EVAL1] [GOTCHA 16] [GOTCHA 32] a fuel without mileage has CO2 only: its CH4 and N2O are unknown, and never 0', () => {
  const [mobile, burned] = ['epa25.t2.diesel-fuel', 'epa25.t1.distillate-fuel-oil-no-2.petroleum-pr.us-gallon'] as const
  const of = (gas: string): unknown => {
    const formula = `used * factor(fuel, "${gas}") * gwp("${gas}")`
    const trial = { formula, units: { used: 'gal(US)' }, choices: { fuel: [mobile, burned] } }
    return kgOf(
      trial,
      [mobile, burned].map((fuel) => ({ used: 1000, fuel })),
    )
  }
  expect(of('CO2')).toEqual([close(10_210), close(10_210)])
  expect([of('CH4'), of('N2O')]).toEqual([
    ['no-factor', close(0.41 * 28)],
    ['no-factor', close(0.08 * 265)],
  ])
})

test('[EMI12] [GOTCHA 32] what is computed with CO2 alone says how much that is and which gases are not known', () => {
  const parts = (factor: string, unit: string): unknown[] =>
    (['CO2', 'CH4', 'N2O', 'partial-CH4-N2O', 'partial-N2O'] as const).map((gas) =>
      emitted(1000, unit, factor, { gas }),
    )
  expect(parts('epa25.t2.diesel-fuel', 'gal(US)')).toEqual([close(10_210), 0, 0, close(10_210), 0])
  expect(parts('ghgp.grid.br.2023', 'MWh')).toEqual([expect.any(Number), 0, 0, expect.any(Number), 0])
  const [, , , partial] = parts('epa25.t1.distillate-fuel-oil-no-2.petroleum-pr.us-gallon', 'gal(US)')
  expect(partial).toBe(0)
})

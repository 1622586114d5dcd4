import { expect, test } from 'vitest'
import { compileFormula } from '#formulas/plan/compileFormula.ts'
import { choiceOf, contextOf, factorOf, fieldOf } from '#formulas/testing/context.ts'

const diesel = factorOf('diesel', 'L', { CO2: 2.5 })
const gasByVolume = factorOf('gas', 'm3', { CO2: 2 })
const gasByEnergy = factorOf('gas-kwh', 'kWh(HHV)', { CO2: 0.18 })
const context = contextOf(
  [
    fieldOf('energy', 'MWh', { name: 'Energy' }),
    fieldOf('distance', 'km', { name: 'Distance' }),
    fieldOf('fuel_energy', 'kWh(HHV)'),
    fieldOf('net_energy', 'kWh(LHV)'),
    fieldOf('litres', 'L'),
    fieldOf('volume', 'm3'),
    fieldOf('share', '%'),
    fieldOf('count'),
    fieldOf('leak', 'kgSF6'),
    fieldOf('mass', 'kg'),
    fieldOf('emitted', 'tCO2e'),
    fieldOf('note', null, { type: 'text' }),
    fieldOf('done', null, { type: 'boolean' }),
    fieldOf('person', null, { type: 'person' }),
    fieldOf('streams', null, { type: 'options', name: 'Streams' }),
    fieldOf('strange', 'furlong'),
    choiceOf('fuel', [diesel, gasByVolume]),
    choiceOf('mixed', [diesel, gasByEnergy]),
    choiceOf('nothing', []),
  ],
  [diesel, gasByVolume, gasByEnergy],
)

function compiled(source: string, resultUnit?: string): string {
  const result = compileFormula(source, context, resultUnit === undefined ? {} : { resultUnit })
  return result.ok
    ? `${result.value.type} ${result.value.unit ?? '-'}`
    : result.error.map(({ code, start, end }) => `${code}:${source.slice(start, end)}`).join(' | ')
}

const firstMessage = (source: string): string | undefined => {
  const result = compileFormula(source, context)
  return result.ok ? undefined : result.error[0]?.message
}

test('[TYP4] a list of options is refused wherever a formula names it', () => {
  expect(
    ['streams', 'if(streams == "paper", 1, 2)', 'factor(streams, "CO2e")'].map((source) => compiled(source)),
  ).toEqual(['type:streams', 'type:streams', expect.stringContaining('streams')])
  expect(firstMessage('streams')).toBe(
    'Streams holds several choices, and a formula reads one value. Name another column.',
  )
})

test('[UNIT1] an addition of unlike things names both fields and both units', () => {
  const result = compileFormula('1000 * (energy + distance)', context)
  expect(result.ok ? [] : result.error).toEqual([
    {
      code: 'unit',
      message: 'Energy and Distance cannot be added. Energy is in MWh, Distance is in km.',
      start: 7,
      end: 26,
      units: ['MWh', 'km'],
    },
  ])
})

const UNIT1_CASES = [
  ['energy - distance', 'unit:energy - distance'],
  ['energy < distance', 'unit:energy < distance'],
  ['if(done, energy, distance)', 'unit:if(done, energy, distance)'],
  ['min(energy, distance)', 'unit:min(energy, distance)'],
  ['coalesce(energy, 5)', 'unit:coalesce(energy, 5)'],
  ['energy + 5', 'unit:energy + 5'],
] as const

test.each(UNIT1_CASES)('[UNIT1] %s is refused', (source, expected) => {
  expect(compiled(source)).toBe(expected)
})

const UNIT4_CASES = [
  ['fuel_energy + net_energy', 'unit:fuel_energy + net_energy'],
  ['fuel_energy + energy', 'unit:fuel_energy + energy'],
  ['leak + mass', 'unit:leak + mass'],
  ['emitted + mass', 'unit:emitted + mass'],
  ['emitted + leak', 'unit:emitted + leak'],
] as const

test.each(UNIT4_CASES)('[UNIT4] %s is refused', (source, expected) => {
  expect(compiled(source)).toBe(expected)
})

const UNIT3_CASES = [
  ['energy * 2', 'number MWh'],
  ['energy / distance', 'number MWh/km'],
  ['litres / litres', 'number -'],
  ['distance ^ 2', 'number km^2'],
  ['litres * factor(fuel, "CO2e")', 'number kgCO2e'],
  ['leak * gwp("SF6")', 'number kgCO2e'],
  ['litres * factor(fuel, "CO2") * gwp("CO2")', 'number kgCO2e'],
  ['convert(5, "kWh") + energy', 'number kWh'],
  ['energy > 50', 'boolean -'],
  ['if(done, energy, 0)', 'number MWh'],
  ['note', 'text -'],
] as const

test.each(UNIT3_CASES)('[UNIT3] %s gives %s', (source, expected) => {
  expect(compiled(source)).toBe(expected)
})

const UNIT6_CASES = [
  ['distance ^ count', 'unit:count'],
  ['distance ^ 0.5', 'unit:0.5'],
  ['2 ^ distance', 'unit:distance'],
] as const

test.each(UNIT6_CASES)('[UNIT6] %s is refused', (source, expected) => {
  expect(compiled(source)).toBe(expected)
})

test('[UNIT7] the result has the unit of its field or is refused with both', () => {
  expect(compiled('litres * factor(fuel, "CO2e")', 'tCO2e')).toBe('number tCO2e')
  const result = compileFormula('litres', context, { resultUnit: 'kgCO2e' })
  expect(result.ok ? null : result.error[0]).toMatchObject({
    code: 'unit',
    units: ['L', 'kgCO2e'],
    message: 'The formula gives L, but the field is in kgCO2e.',
  })
})

const TYP1_CASES = [
  ['amount * 2', 'unknown-field:amount'],
  ['cbrt(litres)', 'unknown-function:cbrt(litres)'],
  ['import("fs")', 'unknown-function:import("fs")'],
  ['toString(1)', 'unknown-function:toString(1)'],
  ['constructor', 'unknown-field:constructor'],
  ['__proto__ + 1', 'unknown-field:__proto__'],
] as const

test.each(TYP1_CASES)('[TYP1] %s is a problem', (source, expected) => {
  expect(compiled(source)).toBe(expected)
})

const TYP2_CASES = [
  ['litres + note', 'type:note'],
  ['person == note', 'type:person'],
  ['if(litres, 1, 2)', 'type:litres'],
  ['note < "b"', 'type:note < "b"'],
  ['litres == note', 'type:litres == note'],
  ['not litres', 'type:litres'],
  ['if(done, 1, "x")', 'type:if(done, 1, "x")'],
] as const

test.each(TYP2_CASES)('[TYP2] %s is a problem', (source, expected) => {
  expect(compiled(source)).toBe(expected)
})

test('[TYP3] all problems come at once, in source order', () => {
  expect(compiled('amount + cbrt(2) + (energy + distance)')).toBe(
    'unknown-field:amount | unknown-function:cbrt(2) | unit:(energy + distance)',
  )
})

const FN6_CASES = [
  ['factor(litres, "CO2e")', 'arguments:litres'],
  ['factor(fuel, "CO2x")', 'unknown-gas:"CO2x"'],
  ['factor(fuel, note)', 'unknown-gas:note'],
  ['factor(nothing, "CO2e")', 'no-factor:factor(nothing, "CO2e")'],
  ['factor(fuel, "SF6")', 'no-factor:factor(fuel, "SF6")'],
  ['factor(fuel)', 'arguments:factor(fuel)'],
  ['gwp("XYZ")', 'unknown-gas:"XYZ"'],
  ['gwp("__proto__")', 'unknown-gas:"__proto__"'],
  ['convert(litres, "furlong")', 'unknown-unit:"furlong"'],
  ['convert(litres, "kg")', 'unit:convert(litres, "kg")'],
  ['round(litres, count)', 'arguments:count'],
  ['strange * 2', 'unknown-unit:strange'],
] as const

test.each(FN6_CASES)('[FN6] %s is a problem at its argument', (source, expected) => {
  expect(compiled(source)).toBe(expected)
})

test('[FN6] factors of different dimensions in one choice are refused with both units', () => {
  expect(firstMessage('factor(mixed, "CO2e")')).toBe(
    'The options of mixed have factors of different kinds. "diesel" is per L, "gas-kwh" is per kWh(HHV).',
  )
})

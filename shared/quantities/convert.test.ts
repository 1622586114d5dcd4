import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { convert } from './convert.ts'
import { describeDimension, isSameDimension } from './dimension.ts'
import { formatUnit } from './formatUnit.ts'
import { parseUnit } from './parseUnit.ts'
import { multiplyUnits, type Unit } from './unit.ts'
import { NAMED_UNITS } from './unitTable.ts'

const DATA = new URL('../../seeds/data/emission-factors.json', import.meta.url)
const data: { unitConstants: { id: string; v: unknown }[] } = JSON.parse(readFileSync(DATA, 'utf8'))

function unit(text: string): Unit {
  const parsed = parseUnit(text)
  if (!parsed.ok) {
    throw new Error(parsed.error.message)
  }
  return parsed.value
}

const converted = (value: number, from: string, to: string): number | string => {
  const result = convert(value, unit(from), unit(to))
  return result.ok ? result.value : result.error.message
}

const SYMBOLS = [
  ...NAMED_UNITS.keys(),
  'kWh(HHV)',
  'therm(HHV)',
  'mmBtu(LHV)',
  'kgCO2e',
  'tCO2e',
  'gCH4',
  'kgC',
  'toe(LHV)',
  'USD@2022',
  'GBP',
]
const anyUnit = fc.constantFrom(...SYMBOLS).map(unit)
const anyValue = fc.double({ min: 1e-6, max: 1e9, noNaN: true })
const isClose = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b))

test.each([
  ['mmBtu(HHV)', 'GJ(HHV)', 'mmBtu->GJ'],
  ['therm', 'mmBtu', 'therm->mmBtu'],
  ['kWh', 'MJ', 'kWh->MJ'],
  ['lb', 'kg', 'lb->kg'],
  ['short_ton', 'kg', 'short ton->kg'],
  ['long_ton', 'kg', 'long ton->kg'],
  ['gal(US)', 'L', 'US gallon->L'],
  ['gal(UK)', 'L', 'UK gallon->L'],
  ['bbl', 'L', 'barrel (42 US gal)->L'],
  ['mi', 'km', 'mile->km'],
  ['nmi', 'km', 'nautical mile->km'],
])('one %s in %s is the published constant %s', (from, to, id) => {
  const constant = data.unitConstants.find((entry) => entry.id === id)
  expect(converted(1, from, to)).toBeCloseTo(Number(constant?.v), 12)
})

test('a short ton-mile is 1.459972298 tonne-kilometres to the published digits', () => {
  expect(converted(1, 'short_ton_mile', 'tkm')).toBeCloseTo(1.459972298, 6)
  expect(converted(1, 'short_ton*mi', 't*km')).toBeCloseTo(0.90718474 * 1.609344, 12)
})

test.each([
  ['kW*h', 'kWh', 1],
  ['MW*day', 'MWh', 24],
  ['W', 'J/s', 1],
  ['toe', 'GJ', 41.868],
  ['lb', 'oz', 16],
  ['yd', 'ft', 3],
  ['ft', 'in', 12],
  ['m', 'mm', 1000],
  ['hL', 'L', 100],
  ['kL', 'm3', 1],
  ['mi', 'ft', 5280],
  ['acre', 'ft2', 43560],
  ['m2*day', 'm2*h', 24],
  ['long_ton', 'lb', 2240],
  ['short_ton', 'lb', 2000],
  ['gal(US)', 'in^3', null],
] as const)('one %s in %s is %s by definition', (from, to, expected) => {
  const value = converted(1, from, to)
  expect(typeof value === 'number' ? Number(value.toPrecision(15)) : null).toBe(expected)
})

test('decimal steps are exact', () => {
  expect([
    converted(1, 'kg', 't'),
    converted(3, 'MWh', 'kWh'),
    converted(7, 'kWh', 'MWh'),
    converted(0.1, 'kgCO2e', 'tCO2e'),
  ]).toEqual([1 / 1000, 3000, 7 / 1000, 0.1 / 1000])
})

/** Three units of one dimension. */
const alike = anyUnit.chain((first) => {
  const kin = SYMBOLS.map(unit).filter((other) => isSameDimension(first.dimension, other.dimension))
  return fc.tuple(fc.constant(first), fc.constantFrom(...kin), fc.constantFrom(...kin))
})

test('a conversion there and back gives the value again', () => {
  fc.assert(
    fc.property(anyValue, alike, (value, [from, to]) => {
      const there = convert(value, from, to)
      const back = there.ok ? convert(there.value, to, from) : there
      expect(back.ok && isClose(back.value, value)).toBe(true)
    }),
  )
})

test('two steps are one step', () => {
  fc.assert(
    fc.property(anyValue, alike, (value, [a, b, c]) => {
      const ab = convert(value, a, b)
      const abc = ab.ok ? convert(ab.value, b, c) : ab
      const ac = convert(value, a, c)
      expect(abc.ok && ac.ok && isClose(abc.value, ac.value)).toBe(true)
    }),
  )
})

test('units of different dimensions never convert, and the message names both', () => {
  fc.assert(
    fc.property(anyUnit, anyUnit, (a, b) => {
      fc.pre(!isSameDimension(a.dimension, b.dimension))
      const result = convert(1, a, b)
      expect(result.ok ? [] : result.error.units).toHaveLength(2)
    }),
  )
})

test('printing and reading a unit gives the same unit', () => {
  fc.assert(
    fc.property(anyUnit, anyUnit, anyUnit, (a, b, c) => {
      const product = multiplyUnits(multiplyUnits(a, b), c)
      expect(unit(formatUnit(product))).toEqual(product)
    }),
  )
})

test.each([
  ['kWh(HHV)', 'kWh(LHV)'],
  ['kWh(HHV)', 'kWh'],
  ['kgCO2e', 'kg'],
  ['kgCO2e', 'kgCO2'],
  ['kgCH4', 'kg'],
  ['kgCH4', 'kgN2O'],
  ['kgC', 'kgCO2'],
  ['toe', 'toe(LHV)'],
  ['kW', 'kWh'],
  ['FTE', 'employee'],
  ['kgCO2(biogenic)', 'kgCO2'],
  ['USD@2022', 'USD@2021'],
  ['USD@2022', 'USD'],
  ['USD', 'GBP'],
  ['pkm', 'vkm'],
  ['pkm', 'km'],
  ['tkm', 'km'],
  ['room_night', 'night'],
  ['scf', 'Nm3'],
  ['m3', 'Nm3'],
])('%s does not convert to %s', (from, to) => {
  expect(converted(1, from, to)).toContain('does not convert to')
})

test('[GOTCHA 7] [GOTCHA 8] gallons and tons of different countries differ', () => {
  expect(converted(1, 'gal(UK)', 'gal(US)')).toBeCloseTo(1.2009499255, 9)
  expect(converted(1, 'short_ton', 't')).toBe(0.90718474)
})

test('a dimension is described in words', () => {
  expect(describeDimension(unit('kgCO2e/L').dimension)).toBe('mass of CO2e per volume')
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { formulaError } from '#formulas/evaluate/formulaErrors.ts'
import { compileFormula } from '#formulas/plan/compileFormula.ts'
import { columnsOf } from '#formulas/testing/columns.ts'
import { contextOf, fieldOf } from '#formulas/testing/context.ts'
import { calendarParts, dayNumber } from './calendar.ts'
import { FORMULA_FUNCTIONS } from './registry.ts'

const context = contextOf([
  fieldOf('a'),
  fieldOf('b'),
  fieldOf('energy', 'MWh'),
  fieldOf('power', 'kWh'),
  fieldOf('area', 'm2'),
  fieldOf('square', 'km^2'),
  fieldOf('share', '%'),
  fieldOf('rate', 'kW'),
  fieldOf('starts', null, { type: 'date' }),
  fieldOf('ends', null, { type: 'date' }),
  fieldOf('month', null, { type: 'month' }),
  fieldOf('note', null, { type: 'text' }),
  fieldOf('done', null, { type: 'boolean' }),
  fieldOf('fuel', null, { type: 'option', options: [{ id: 'o1', label: 'Diesel B7' }] }),
  fieldOf('closes', null, { type: 'formula', formula: 'coalesce(ends, "2025-12-31")' }),
])

type Row = Record<string, CellValue>

/** The result of one row, the name of its error, or the code of the problem and where it is. */
function resultOf(source: string, row: Row): number | string | null {
  const plan = compileFormula(source, context)
  if (!plan.ok) {
    return plan.error.map(({ code, start, end }) => `${code}:${source.slice(start, end)}`).join(' | ')
  }
  const column = plan.value.evaluate(columnsOf([row]), 1)
  return formulaError(column.errors[0]!) ?? column.texts?.[0] ?? column.numbers[0]!
}

const unitOf = (source: string): string | null => {
  const plan = compileFormula(source, context)
  return plan.ok ? plan.value.unit : 'refused'
}

const FN8_CASES = [
  ['sum(a, b, 3)', { a: 1, b: 2 }, 6],
  ['sum(a, b)', { a: 1 }, 'missing'],
  ['avg(a, b)', { a: 1, b: 2 }, 1.5],
  ['avg(a, b)', { b: 2 }, 'missing'],
  ['sum(energy, power)', { energy: 1, power: 500 }, 1.5],
  ['sum(energy, area)', {}, 'unit:sum(energy, area)'],
  ['sum(a)', {}, 'arguments:sum(a)'],
] as const

test.each(FN8_CASES)('[FN8] %s of %j is %s', (source, row: Row, expected) => {
  expect(resultOf(source, row)).toBe(expected)
})

const FN9_CASES = [
  ['count(a, b, note, done)', { a: 0, note: 'x' }, 2],
  ['count(a, b)', {}, 0],
  ['count(a, b)', { a: 'text' }, 'not-a-number'],
  ['count(a / b, a)', { a: 1, b: 0 }, 'division-by-zero'],
] as const

test.each(FN9_CASES)('[FN9] %s of %j is %s', (source, row: Row, expected) => {
  expect(resultOf(source, row)).toBe(expected)
})

const FN10_CASES = [
  ['sqrt(a)', { a: 9 }, 3],
  ['sqrt(a)', { a: -9 }, 'no-root'],
  ['sqrt(share)', { share: 25 }, 0.5],
  ['sqrt(square)', { square: 9 }, 3],
  ['sqrt(power)', {}, 'unit:power'],
  ['ln(exp(a))', { a: 2 }, 2],
  ['ln(a)', { a: 0 }, 'no-root'],
  ['ln(a * b)', { a: 1e300, b: 1e300 }, 'not-finite'],
  ['exp(0 - a * b)', { a: 1e300, b: 1e300 }, 'not-finite'],
  ['exp(power)', {}, 'unit:power'],
] as const

test.each(FN10_CASES)('[FN10] %s of %j is %s', (source, row: Row, expected) => {
  expect(resultOf(source, row)).toBe(expected)
})

test('[FN10] the root of square kilometres is in kilometres', () => {
  expect(unitOf('sqrt(square)')).toBe('km')
})

const FN11_CASES = [
  ['concat(note, " (", fuel, ")")', { note: 'Van', fuel: 'o1' }, 'Van (Diesel B7)'],
  ['concat(note, "x")', {}, 'missing'],
  ['concat(note, a)', {}, 'type:a'],
  ['left(note, 2)', { note: 'abc' }, 'ab'],
  ['left(note, 0 - 1)', { note: 'abc' }, ''],
  ['right(note, 2)', { note: 'abc' }, 'bc'],
  ['right(note, 9)', { note: 'abc' }, 'abc'],
  ['left(note, 1)', { note: '\u{1F600}bc' }, '\u{1F600}'],
  ['left(note, energy)', {}, 'unit:energy'],
  ['length(note)', { note: '\u{1F600}bc' }, 3],
  ['lower(note)', { note: 'ÄB' }, 'äb'],
  ['upper(note)', { note: 'äb' }, 'ÄB'],
  ['trim(note)', { note: '  a  b ' }, 'a b'],
  ['replace(note, "-", "")', { note: '1-2-3' }, '123'],
  ['replace(note, "", "x")', { note: 'abc' }, 'abc'],
  ['replace(note, "a", "$&$&")', { note: 'ab' }, '$&$&b'],
  ['contains(note, "b")', { note: 'abc' }, 1],
  ['contains(note, "B")', { note: 'abc' }, 0],
  ['if(starts_with(lower(note), "di"), 1, 2)', { note: 'Diesel' }, 1],
  ['ends_with(fuel, "B7")', { fuel: 'o1' }, 1],
  ['contains(note, done)', {}, 'type:done'],
] as const

test.each(FN11_CASES)('[FN11] %s of %j is %s', (source, row: Row, expected) => {
  expect(resultOf(source, row)).toBe(expected)
})

const long = 'a'.repeat(1999)
const FN12_CASES = [
  ['length(concat(note, "b"))', { note: long }, 2000],
  ['length(concat(note, "bb"))', { note: long }, 'too-long'],
  ['length(replace(note, "a", "bb"))', { note: long }, 'too-long'],
  ['contains(note, note)', { note: long }, 'too-long'],
  ['length(concat(note, note, note))', { note: long }, 'too-long'],
] as const

test.each(FN12_CASES)('[FN12] %s of a long text is %s', (source, row: Row, expected) => {
  expect(resultOf(source, row)).toBe(expected)
})

const FN13_CASES = [
  ['year(starts) * 10000 + month(starts) * 100 + day(starts)', { starts: '2025-01-31' }, 20250131],
  ['month(month)', { month: '2025-04' }, 4],
  ['day(month)', {}, 'type:month'],
  ['year(note)', {}, 'type:note'],
  ['year(a)', {}, 'type:a'],
  ['year(coalesce(ends, "2025-12-31"))', {}, 2025],
  ['month(if(done, starts, ends))', { done: false, ends: '2025-07-01' }, 7],
  ['date(2025, a, 1)', { a: 3 }, '2025-03-01'],
  ['if(date(2025, a, 1) < starts, 1, 0)', { a: 3, starts: '2025-03-02' }, 1],
] as const

test.each(FN13_CASES)('[FN13] %s of %j is %s', (source, row: Row, expected) => {
  expect(resultOf(source, row)).toBe(expected)
})

const FN14_CASES = [
  ['days_between(starts, ends)', { starts: '2025-01-15', ends: '2025-02-14' }, 30],
  ['days_between(starts, ends)', { starts: '2024-02-28', ends: '2024-03-01' }, 2],
  ['days_between(starts, ends)', { starts: '2025-02-28', ends: '2025-03-01' }, 1],
  ['days_between(starts, ends)', { starts: '2025-02-02', ends: '2025-02-01' }, -1],
  ['days_in_month(month)', { month: '2024-02' }, 29],
  ['days_in_month(month)', { month: '1900-02' }, 28],
  ['days_in_year(month)', { month: '2000-06' }, 366],
  [
    'power * days_between(starts, ends) / days_in_year(starts)',
    { power: 366, starts: '2024-02-01', ends: '2024-03-01' },
    29,
  ],
] as const

test.each(FN14_CASES)('[FN14] %s of %j is %s', (source, row: Row, expected) => {
  expect(resultOf(source, row)).toBe(expected)
})

test('[FN13] a formula that gives a date is read as one', () => {
  expect(unitOf('days_between(starts, closes)')).toBe('day')
})

test('[FN14] spans of time cancel, or are converted to hours', () => {
  expect(unitOf('power * days_between(starts, ends) / days_in_month(starts)')).toBe('kWh')
  expect(unitOf('convert(days_between(starts, ends), "h")')).toBe('h')
})

test.each([2023, 2024])(
  '[FN14] [GOTCHA 27] what is prorated by day over the months of %i adds up to itself, leap day or not',
  (year) => {
    const bill = { power: 3660, starts: `${year}-02-15`, ends: `${year}-03-16` }
    const of = (from: string, to: string): number =>
      Number(resultOf(`power * days_between(${from}, ${to}) / days_between(starts, ends)`, bill))
    const inFebruary = year === 2024 ? 15 / 30 : 14 / 29
    expect(of('starts', `"${year}-03-01"`)).toBeCloseTo(3660 * inFebruary, 9)
    expect(of('starts', `"${year}-03-01"`) + of(`"${year}-03-01"`, 'ends')).toBeCloseTo(3660, 9)
    const months = Array.from({ length: 12 }, (_, at) => `${year}-${String(at + 1).padStart(2, '0')}`)
    const parts = months.map((month) =>
      Number(resultOf('power * days_in_month(month) / days_in_year(month)', { power: 3660, month })),
    )
    expect(parts[1]).toBeCloseTo((3660 * (year === 2024 ? 29 : 28)) / (year === 2024 ? 366 : 365), 9)
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(3660, 9)
  },
)

const FN15_CASES = [
  ['year("2025-02-29")', {}, 'arguments:"2025-02-29"'],
  ['days_between("2025-13-01", starts)', {}, 'arguments:"2025-13-01"'],
  ['year(starts)', { starts: '2025-02-29' }, 'no-such-date'],
  ['year(starts)', { starts: 'soon' }, 'no-such-date'],
  ['date(2025, a, 31)', { a: 2 }, 'no-such-date'],
  ['date(2025, a, 1)', { a: 1.5 }, 'no-such-date'],
  ['year(starts)', {}, 'missing'],
] as const

test.each(FN15_CASES)('[FN15] %s of %j is %s', (source, row: Row, expected) => {
  expect(resultOf(source, row)).toBe(expected)
})

test('[FN14] days are counted as the calendar of the platform counts them', () => {
  const day = fc.integer({ min: -719_162, max: 2_932_896 }).map((days) => new Date(days * 86_400_000).toISOString())
  fc.assert(
    fc.property(day, day, (a, b) => {
      const [from, to] = [a.slice(0, 10), b.slice(0, 10)]
      expect(dayNumber(to)! - dayNumber(from)!).toBe((Date.parse(b) - Date.parse(a)) / 86_400_000)
      expect(calendarParts(from)).toEqual({
        year: Number(a.slice(0, 4)),
        month: Number(a.slice(5, 7)),
        day: Number(a.slice(8, 10)),
      })
    }),
  )
})

test('[FN16] each function has help', () => {
  for (const [name, { signature, summary }] of FORMULA_FUNCTIONS) {
    expect(signature).toMatch(new RegExp(`^${name}\\(.+\\)$`))
    expect(summary).toMatch(/^[A-Ze].+\.$/)
  }
  expect(FORMULA_FUNCTIONS.size).toBe(41)
})

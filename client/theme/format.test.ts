import { expect, test } from 'vitest'
import { columnDigits, num, pct, signed, tonnes } from './format.ts'

const GAP = '\u00a0'

test('groups of three are kept together by a space that does not break', () => {
  expect([num(1284310.5, 1), num(999), num(1000), num(-81017)]).toEqual([
    `1${GAP}284${GAP}310.5`,
    '999',
    `1${GAP}000`,
    `\u221281${GAP}017`,
  ])
})

test('a number that rounds to zero has no minus, and no number is a dash', () => {
  expect([num(-0.04, 1), num(null), num(undefined), num(Number.NaN), num(Infinity)]).toEqual([
    '0.0',
    '–',
    '–',
    '–',
    '–',
  ])
})

test('single emissions have four significant digits below a thousand tonnes and are whole above', () => {
  expect([17018.4, 340.892, 96.351, 7.1604, 0.04321, 0, null].map(tonnes)).toEqual([
    `17${GAP}018`,
    '340.9',
    '96.35',
    '7.160',
    '0.0432',
    '0',
    '–',
  ])
})

test('the largest number of a column decides its decimals, so that points line up', () => {
  expect([columnDigits([0.2, 1500]), columnDigits([120, null]), columnDigits([3]), columnDigits([])]).toEqual([
    0, 1, 2, 2,
  ])
})

test('percent keeps its sign beside it, changes always show theirs', () => {
  expect([pct(94), pct(null), signed(4.25, 1), signed(-4893), signed(0)]).toEqual([
    `94.0${GAP}%`,
    '–',
    '+4.3',
    `\u22124${GAP}893`,
    '0',
  ])
})

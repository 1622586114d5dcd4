import { expect, test } from 'vitest'
import { numberIn, signedNumberIn } from './numberIn.ts'

test.each([
  ['', null],
  ['1200', 1200],
  [' 1 200.5 ', 1200.5],
  ['1\u00a0200,5', 1200.5],
  ['1\u202f200', 1200],
  ['1.5e-4', 0.00015],
  ['1.200,5', Number.NaN],
  ['1,055,000', Number.NaN],
  ['-3', Number.NaN],
  ['many', Number.NaN],
])('“%s” is %s', (text, value) => {
  expect(numberIn(text)).toBe(value)
})

test.each([
  ['', null],
  ['-12,5', -12.5],
  ['− 1 000', -1000],
  ['+5', 5],
  ['7', 7],
  ['-', Number.NaN],
  ['--3', Number.NaN],
])('with a sign “%s” is %s', (text, value) => {
  expect(signedNumberIn(text)).toBe(value)
})

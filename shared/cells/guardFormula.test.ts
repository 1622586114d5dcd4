import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guardFormula, unguardFormula } from './guardFormula.ts'

const texts = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc
    .tuple(
      fc.constantFrom("'", '', "''"),
      fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'),
      fc.string(),
    )
    .map((parts) => parts.join('')),
)

test('every text comes back as it was', () => {
  fc.assert(fc.property(texts, (text) => unguardFormula(guardFormula(text)) === text))
})

test('no guarded text begins as a formula does', () => {
  fc.assert(fc.property(texts, (text) => !/^[=+\-@\t\r\n＝＋－＠]/.test(guardFormula(text))))
})

test('a text that begins nothing stays as it is', () => {
  expect(["it's", "'quoted'", '5 = 5', 'a+b', 'نص'].map(guardFormula)).toEqual([
    "it's",
    "'quoted'",
    '5 = 5',
    'a+b',
    'نص',
  ])
})

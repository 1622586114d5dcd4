import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decimalMarkOf, numberWays } from './decimalMark.ts'
import { parseNumber } from './parseNumber.ts'

/** As programs write numbers, and what looks like it. */
const plain = fc.oneof(
  fc.stringMatching(/^-?\d{1,20}(?:[.,]\d{1,20})?$/),
  fc.double().map((number) => String(number)),
  fc.constantFrom('-0', '-0.0', '0,0', '00.50', '1'.repeat(400), `-${'9'.repeat(300)}.5`, '1.', '.5', '--1', '1-2'),
)

test('a number as programs write it is what it is between spaces, where it is read part by part', () => {
  fc.assert(
    fc.property(plain, fc.constantFrom('point', 'comma'), (text, mark) => {
      expect(parseNumber(text, mark)).toBe(parseNumber(` ${text} `, mark))
    }),
  )
})

test('a column of one text has the mark with which alone it is a number', () => {
  fc.assert(
    fc.property(plain, (text) => {
      const { point, comma } = numberWays(text)
      const only = point === null ? 'comma' : comma === null ? 'point' : null
      if (only !== null && /[.,]/.test(text) && point !== comma) {
        expect(decimalMarkOf([text])).toBe(only)
      }
    }),
  )
})

import { expect, test } from 'vitest'
import { amountText } from './amounts.ts'

test('amounts have four significant digits in every size, and unknown is not zero', () => {
  expect([1234.5, 12.345, 0.000123456, 0, null].map(amountText)).toEqual(['1\u00A0235', '12.35', '0.0001235', '0', '–'])
})

import { expect, test } from 'vitest'
import { matchesMask } from './matchesMask.ts'

test.each([
  ['INV-0042', 'INV-####', true],
  ['inv-0042', 'INV-####', true],
  ['INV-42', 'INV-####', false],
  ['INV-00423', 'INV-####', false],
  ['INV-٠٠٤٢', 'INV-####', true],
  ['DE-Köln', '@@-*', true],
  ['D1-Köln', '@@-*', false],
  ['anything', '*', true],
  ['', '*', true],
  ['', '', true],
  ['a', '', false],
  ['abcXdefX', '*X', true],
  ['abcXdef', '*X', false],
  ['a-b-c', '*-*-*', true],
  ['a-b', '*-*-*', false],
  ['aaa', '*a', true],
])('%j looks like %j: %j', (text, mask, expected) => {
  expect(matchesMask(text, mask)).toBe(expected)
})

test('a hostile mask and a long text take no longer than their product', () => {
  expect(matchesMask('a'.repeat(10_000), `${'*a'.repeat(50)}b`)).toBe(false)
})

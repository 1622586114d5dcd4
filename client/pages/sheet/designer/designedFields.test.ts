import { expect, test } from 'vitest'
import { behindAt, type DesignedField } from './designedFields.ts'

const field = (key: string, type: DesignedField['type'] = 'text'): DesignedField => ({
  id: key,
  key,
  name: key,
  type,
  readers: null,
  writers: null,
  released: false,
  known: null,
})
const [a, b, sum, c, total] = [field('a'), field('b'), field('sum', 'formula'), field('c'), field('total', 'formula')]
const ALL = [a, b, sum, c, total]

test('a field goes behind the one that is before it in its group', () => {
  expect(behindAt(ALL, a, 2)).toBe('c')
  expect(behindAt(ALL, c, 1)).toBe('a')
  expect(behindAt(ALL, c, 0)).toBe(null)
  expect(behindAt(ALL, b, 1)).toBe(undefined)
})

test('the first of the computed ones stays behind what is entered before it', () => {
  expect(behindAt(ALL, total, 0)).toBe('b')
  expect(behindAt(ALL, sum, 9)).toBe('total')
})

import { expect, test } from 'vitest'
import { SCOPE_3_CATEGORIES } from '../boundary/scope3Categories.ts'
import { defaultIsoCode, ISO_CODES, isIsoCodeOf, isoCategoryOf } from './isoCategories.ts'

test('scopes 1 and 2 are categories 1 and 2, and the fifteen of scope 3 are spread over 3 to 5', () => {
  expect([1, 2].map((scope) => defaultIsoCode({ scope: scope === 1 ? 1 : 2, s3_category: null }))).toEqual(['1', '2'])
  const codes = SCOPE_3_CATEGORIES.map((category) => defaultIsoCode({ scope: 3, s3_category: category }))
  expect(codes.map(isoCategoryOf)).toEqual([4, 4, 4, 3, 4, 3, 3, 4, 3, 5, 5, 5, 5, 5, 5])
  expect(codes.every((code) => isIsoCodeOf(code, 3))).toBe(true)
  expect(defaultIsoCode({ scope: 3, s3_category: null })).toBe('6')
})

test('a module stays on the side of its scope', () => {
  const of = (scope: 1 | 2 | 3) => ISO_CODES.filter((code) => isIsoCodeOf(code, scope)).map((code) => code[0])
  expect([new Set(of(1)), new Set(of(2)), new Set(of(3))]).toEqual([
    new Set(['1']),
    new Set(['2']),
    new Set(['3', '4', '5', '6']),
  ])
})

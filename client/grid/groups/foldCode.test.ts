import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeFolds, encodeFolds, MAX_FOLD_CODE_LENGTH } from './foldCode.ts'
import { Folds } from './Folds.ts'
import { groupId } from './groupId.ts'

const KEYS = ['site', 'month']
const idOf = (...values: string[]): string => groupId(values.map((value, level) => ({ key: KEYS[level]!, value })))

test('closed groups come back from an address, whatever their values are', () => {
  const values = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 2 })
  fc.assert(
    fc.property(fc.boolean(), fc.uniqueArray(values, { maxLength: 5 }), (areClosed, paths) => {
      const folds = new Folds(
        areClosed,
        paths.map((path) => idOf(...path)),
      )
      const code = encodeFolds(folds, KEYS)
      const again = decodeFolds(code === '' ? null : code, KEYS)
      expect(again.areClosed).toBe(areClosed)
      expect([...again.others].sort()).toEqual([...folds.others].sort())
    }),
  )
})

test('when not all have room, outer groups go before inner ones and earlier before later ones', () => {
  const inner = Array.from({ length: 400 }, (_, i) => idOf('Stoke', `2025-${i}`))
  const outer = Array.from({ length: 20 }, (_, i) => idOf(`Site ${i}`))
  const code = encodeFolds(new Folds(false, [...inner, ...outer]), KEYS)
  expect(code.length).toBeLessThanOrEqual(MAX_FOLD_CODE_LENGTH)
  expect(code.length).toBeGreaterThan(MAX_FOLD_CODE_LENGTH - 60)
  const others = [...decodeFolds(code, KEYS).others]
  expect(others.slice(0, 20)).toEqual(outer)
  expect(others.slice(20)).toEqual(inner.slice(0, others.length - 20))
})

test('groups of other columns are not named, and what is damaged closes nothing', () => {
  const folds = new Folds(false, [idOf('Stoke'), groupId([{ key: 'fuel', value: 'gas' }])])
  expect([...decodeFolds(encodeFolds(folds, KEYS), KEYS).others]).toEqual([idOf('Stoke')])
  expect([encodeFolds(folds, ['month']), encodeFolds(folds, []), encodeFolds(new Folds(), KEYS)]).toEqual(['', '', ''])
  for (const code of [
    '',
    '!',
    'bm90IGpzb24',
    btoa('{"a":1}'),
    btoa('[1,[2],["a","b","c"],"x",null]'),
    'x'.repeat(9000),
  ]) {
    expect([...decodeFolds(code, KEYS).others]).toEqual([])
  }
})

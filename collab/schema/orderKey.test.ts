import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ORDER_KEY } from './layout.ts'
import { orderKeysBetween, seedOrderKeys } from './orderKey.ts'

const isAscending = (keys: readonly string[]): boolean => keys.every((key, i) => i === 0 || keys[i - 1]! < key)

test('[ORD1] random insertions keep every key in its place', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 40 })), { maxLength: 60 }), (insertions) => {
      const keys: string[] = []
      for (const [place, count] of insertions) {
        const at = place % (keys.length + 1)
        keys.splice(at, 0, ...orderKeysBetween(keys[at - 1] ?? null, keys[at] ?? null, count))
      }
      expect(isAscending(keys)).toBe(true)
      expect(keys.every((key) => ORDER_KEY.test(key))).toBe(true)
    }),
  )
})

test('[ORD2] a hundred thousand appended rows keep keys of six characters', () => {
  const keys = orderKeysBetween(null, null, 1)
  for (let i = 0; i < 1000; i++) {
    keys.push(...orderKeysBetween(keys.at(-1)!, null, 100))
  }
  expect(isAscending(keys)).toBe(true)
  expect(keys.every((key) => key.length === 6)).toBe(true)
})

test('[ORD1] rows can still be added when the integers are used up on one side', () => {
  const last = orderKeysBetween('zzzzzz', null, 500)
  expect(isAscending(['zzzzzz', ...last])).toBe(true)
  const first = orderKeysBetween(null, '000001', 500)
  expect(isAscending([...first, '000001'])).toBe(true)
})

test('[ORD3] equal or crossed neighbours give keys right behind the first of them', () => {
  for (const [before, after] of [
    ['V00001', 'V00001'],
    ['V00009', 'V00001'],
  ] as const) {
    const keys = orderKeysBetween(before, after, 3)
    expect(isAscending([before, ...keys])).toBe(true)
  }
})

test('[ORD4] a seed always gets the same keys, with room between them', () => {
  expect(seedOrderKeys(3)).toEqual(seedOrderKeys(3))
  const [first, second] = seedOrderKeys(2)
  expect(isAscending([first!, ...orderKeysBetween(first!, second!, 50), second!])).toBe(true)
})

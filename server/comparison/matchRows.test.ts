import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchRows, type ComparedRow } from './matchRows.ts'

const row = (id: string, site: string | null, month: string | null, text: string | null): ComparedRow => ({
  id,
  site,
  month,
  text,
  co2eKg: null,
})
const pairs = (before: readonly ComparedRow[], after: readonly ComparedRow[], months = 12): string[] =>
  [...matchRows(before, after, months)].map(([a, b]) => `${before[b]!.id}-${after[a]!.id}`).toSorted()

test('the same meter in the same month of the period is the same row, whatever its id; case and blanks do not matter', () => {
  const before = [
    row('a', 'lyon', '2024-01', 'M1'),
    row('b', 'lyon', '2024-02', 'M1'),
    row('c', 'porto', '2024-01', 'M1'),
  ]
  const after = [
    row('x', 'porto', '2025-01', ' m1'),
    row('y', 'lyon', '2025-02', 'M1'),
    row('z', 'lyon', '2025-03', 'M1'),
  ]
  expect(pairs(before, after)).toEqual(['b-y', 'c-x'])
})

test('the same id comes first, but not across sites; a row without month or text still has its site', () => {
  expect(pairs([row('a', 'lyon', '2024-01', 'old name')], [row('a', 'lyon', '2025-07', 'new name')])).toEqual(['a-a'])
  expect(pairs([row('a', 'lyon', '2024-01', 'M1')], [row('a', 'porto', '2025-01', 'M1')])).toEqual([])
  expect(pairs([row('a', null, null, null)], [row('x', null, null, null)])).toEqual(['a-x'])
})

test('of several that say the same, the first is the first and the rest is left over', () => {
  const twins = ['a', 'b'].map((id) => row(id, 'lyon', '2024-01', 'M1'))
  const triplets = ['x', 'y', 'z'].map((id) => row(id, 'lyon', '2025-01', 'M1'))
  expect(pairs(twins, triplets)).toEqual(['a-x', 'b-y'])
})

test('no row is ever matched twice, and a cycle matches itself whole', () => {
  const text = fc.constantFrom('M1', 'M2', null)
  const rows = fc
    .array(fc.tuple(fc.constantFrom('lyon', 'porto', null), fc.constantFrom('2024-01', '2024-02', null), text))
    .map((list) => list.map(([site, month, name], i) => row(`r${i}`, site, month, name)))
  fc.assert(
    fc.property(rows, rows, (before, after) => {
      const partners = [...matchRows(before, after, 0).values()]
      expect(new Set(partners).size).toBe(partners.length)
      expect(matchRows(before, before, 0).size).toBe(before.length)
    }),
  )
})

import { expect, test } from 'vitest'
import { esrsGroupOf, shareOf } from './consolidation.ts'

/** A joint venture of which the company owns two fifths, and which it operates. */
const VENTURE = { ownershipPct: 40, financialControl: false, operationalControl: true }

test('by equity share the ownership counts, by control all or nothing', () => {
  expect(shareOf('equity_share', VENTURE)).toBe(0.4)
  expect(shareOf('financial_control', VENTURE)).toBe(0)
  expect(shareOf('operational_control', VENTURE)).toBe(1)
  expect(shareOf('equity_share', { ...VENTURE, ownershipPct: 0 })).toBe(0)
})

test('what is not stated counts whole, and so does everything without an approach', () => {
  expect(shareOf('equity_share', undefined)).toBe(1)
  expect(shareOf(null, VENTURE)).toBe(1)
})

test('investees that are only operated stand apart from the accounting group', () => {
  expect(esrsGroupOf(VENTURE)).toBe('operational_control')
  expect(esrsGroupOf({ ...VENTURE, financialControl: true })).toBe('group')
  expect(esrsGroupOf({ ...VENTURE, operationalControl: false })).toBe('neither')
  expect(esrsGroupOf(undefined)).toBe('group')
})

import { expect, test } from 'vitest'
import { marketCovers } from './markets.ts'

test.each([
  ['GB', 'GB', true],
  ['us', 'US-eGRID-RFCW', true],
  ['US-eGRID-RFCW', 'US-eGRID-RFCW', true],
  ['AIB', 'DE', true],
  ['AIB', 'GB', false],
  ['NO', 'DE', false],
  ['US-eGRID-RFCW', 'US', false],
  ['US-eGRID-RFCW', 'US-eGRID-CAMX', false],
  ['U', 'US', false],
])('an instrument of %s covers consumption in %s: %s', (market, geography, expected) => {
  expect(marketCovers(market, geography)).toBe(expected)
})

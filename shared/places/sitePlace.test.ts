import { expect, test } from 'vitest'
import { COUNTRIES, regionOf } from './countries.ts'
import { EGRID_SUBREGIONS, gridRegionsOf } from './egridSubregions.ts'
import { publishedPlace } from './publishedPlace.ts'
import { NOWHERE, placeProblems, surroundingsOf } from './sitePlace.ts'

test('the 249 codes of ISO 3166-1, without Antarctica, each lie in one region', () => {
  expect(COUNTRIES).toHaveLength(248)
  expect(new Set(COUNTRIES).size).toBe(248)
  expect(COUNTRIES.filter((code) => !/^[A-Z]{2}$/.test(code))).toEqual([])
  expect(['DE', 'AE', 'US', 'GB', 'TH', 'ZZ'].map(regionOf)).toEqual([
    'EUROPE',
    'ASIA',
    'AMERICAS',
    'EUROPE',
    'ASIA',
    null,
  ])
})

test('a site lies in its grid, its part of the country, the country, the region and the world', () => {
  const codes = (...[country, subdivision, gridRegion]: (string | null)[]): string[] =>
    surroundingsOf({ country: country ?? null, subdivision: subdivision ?? null, gridRegion: gridRegion ?? null }).map(
      ({ level, code }) => `${level} ${code}`,
    )
  expect(codes('US', 'US-OH', 'RFCW')).toEqual([
    'grid US-EGRID-RFCW',
    'subdivision US-OH',
    'country US',
    'region AMERICAS',
    'world WORLD',
  ])
  expect(codes('DE')).toEqual(['country DE', 'region EUROPE', 'world WORLD'])
  expect(codes()).toEqual(['world WORLD'])
})

test('what is wrong with a place is told all at once', () => {
  expect(placeProblems({ country: 'UK', subdivision: 'GB-LND', gridRegion: 'RFCW' })).toEqual([
    ['country', 'unknown-country'],
    ['subdivision', 'not-of-country'],
    ['gridRegion', 'unknown-grid'],
  ])
  expect(placeProblems({ country: 'US', subdivision: 'US-OH', gridRegion: 'RFCW' })).toEqual([])
  expect(placeProblems(NOWHERE)).toEqual([])
  expect(gridRegionsOf('GB')).toEqual([])
  expect(gridRegionsOf('US')).toHaveLength(27)
  expect(Object.keys(EGRID_SUBREGIONS)).toHaveLength(27)
})

test('places are written in many ways', () => {
  const written = [
    'GLOBAL',
    'UK',
    'GB',
    'Germany',
    'UK (London)',
    'US-eGRID-CAMX',
    ' europe ',
    'Korea',
    'de-by',
    'Atlantis',
  ]
  expect(written.map(publishedPlace)).toEqual([
    'WORLD',
    'GB',
    'GB',
    'DE',
    'GB-LND',
    'US-EGRID-CAMX',
    'EUROPE',
    'KR',
    'DE-BY',
    'ATLANTIS',
  ])
})

import { regionOf } from './countries.ts'
import { gridCode, gridRegionsOf } from './egridSubregions.ts'
import { WORLD } from './publishedPlace.ts'

/** Where a site is. Null: not stated. */
export interface SitePlace {
  /** ISO 3166-1 alpha-2. */
  country: string | null
  /** ISO 3166-2, "US-OH"; of the same country. */
  subdivision: string | null
  /** A code of `gridRegionsOf` the country. */
  gridRegion: string | null
}

export const NOWHERE: SitePlace = { country: null, subdivision: null, gridRegion: null }

/** From the narrowest to the widest. */
export const PLACE_LEVELS = ['grid', 'subdivision', 'country', 'region', 'world'] as const
export type PlaceLevel = (typeof PLACE_LEVELS)[number]

/** A place that a site lies in. */
export interface Surrounding {
  level: PlaceLevel
  code: string
}

/** Every place that a site lies in, the narrowest first. The world is one of them, also when nothing is stated. */
export function surroundingsOf({ country, subdivision, gridRegion }: SitePlace): Surrounding[] {
  const region = country === null ? null : regionOf(country)
  const places: [PlaceLevel, string | null][] = [
    ['grid', gridRegion === null ? null : gridCode(gridRegion)],
    ['subdivision', subdivision],
    ['country', country],
    ['region', region],
    ['world', WORLD],
  ]
  return places.flatMap(([level, code]) => (code === null ? [] : [{ level, code }]))
}

/** What is wrong with a place. */
export const PLACE_PROBLEMS = ['unknown-country', 'not-of-country', 'unknown-grid'] as const
export type PlaceProblem = (typeof PLACE_PROBLEMS)[number]

/** Everything that is wrong with a place, by the part of it. */
export function placeProblems({ country, subdivision, gridRegion }: SitePlace): [keyof SitePlace, PlaceProblem][] {
  const problems: [keyof SitePlace, PlaceProblem][] = []
  if (country !== null && regionOf(country) === null) {
    problems.push(['country', 'unknown-country'])
  }
  if (subdivision !== null && (country === null || !isSubdivision(subdivision, country))) {
    problems.push(['subdivision', 'not-of-country'])
  }
  if (gridRegion !== null && !gridRegionsOf(country).includes(gridRegion)) {
    problems.push(['gridRegion', 'unknown-grid'])
  }
  return problems
}

const isSubdivision = (code: string, country: string): boolean =>
  code.startsWith(`${country}-`) && /^[A-Z0-9]{1,3}$/.test(code.slice(country.length + 1))

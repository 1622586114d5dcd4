import type { ProblemDetail } from '#shared/api/problem.ts'
import { type PlaceProblem, placeProblems, type SitePlace } from '#shared/places/sitePlace.ts'

const MESSAGES: Readonly<Record<PlaceProblem, string>> = {
  'unknown-country': 'This is no country code of ISO 3166-1, two capital letters such as GB or DE.',
  'not-of-country':
    'This is no part of the country as ISO 3166-2 writes it, such as US-OH for Ohio. Leave it empty or correct it.',
  'unknown-grid':
    'The country has no such grid region. In the United States it is an eGRID subregion such as RFCW; else leave it empty.',
}

const KEYS = { country: 'country', subdivision: 'subdivision', gridRegion: 'grid_region' } as const

/** Everything that is wrong with a place that was sent, with what helps. `path`: what its parts stand below, "sites[0]." */
export function placeDetails(place: SitePlace, path = ''): ProblemDetail[] {
  return placeProblems(place).map(([key, problem]) => ({
    path: `${path}${KEYS[key]}`,
    code: 'invalid-value',
    message: MESSAGES[problem],
  }))
}

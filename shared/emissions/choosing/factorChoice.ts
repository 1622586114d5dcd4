import type { PlaceLevel, Surrounding } from '#shared/places/sitePlace.ts'

/**
 * Why a factor is not the one. The first ones say that it never is for this question, the last ones that another one is better;
 * in this order, and a factor is refused for the first that holds.
 */
export const REFUSALS = [
  'not-approved',
  'retired',
  'losses',
  'not-computable',
  'avoided-only',
  'market-only',
  'outside-scopes',
  'upstream',
  'other-scope',
  'other-unit',
  'superseded',
  'other-place',
  'later-year',
  'not-valid',
  'wider-place',
  'other-publisher',
  'older-year',
  'other-gwp',
  'less-fitting',
] as const
export type Refusal = (typeof REFUSALS)[number]

/** What whoever takes the factor should know. */
export const CAUTIONS = ['older-data', 'wider-place', 'no-place', 'other-gwp', 'co2-only'] as const
export type Caution = (typeof CAUTIONS)[number]

/** By which the year was chosen: the edition of the year itself, or the newest before it. */
export type YearRule = 'same-year' | 'newest-before'

/** The factor that fits, and why. */
export interface ChosenFactor {
  id: string
  /** The narrowest place around the site for which there is a factor. */
  place: Surrounding
  year: number
  rule: YearRule
  cautions: Caution[]
}

export interface RefusedFactor {
  id: string
  refusal: Refusal
}

/** What became of all candidates. */
export interface FactorChoice {
  /** Null: none fits; what was refused says why. */
  chosen: ChosenFactor | null
  /** Those of the narrowest place around the site first, and of these what is only less right before what never is. */
  refused: RefusedFactor[]
}

/** Levels that say less than the country of a site. */
export const isWide = (level: PlaceLevel): boolean => level === 'region' || level === 'world'

import type { SitePlace } from '#shared/places/sitePlace.ts'
import type { GwpSet } from '../gas.ts'

/** For what a factor is looked for. */
export interface FactorQuestion {
  /** As a person calls it: "electricity", "diesel", "hotel stay". */
  activity: string
  /** What the factor has to convert to, in our unit syntax; null: any. */
  unit: string | null
  /** Scope of the result; null: any. */
  scope: 1 | 2 | 3 | null
  place: SitePlace
  /** The calendar year whose factors are wanted (`factorYearOf`). */
  factorYear: number
  gwpSet: GwpSet
  /** Part of the name of a publisher that is preferred where several publish for the place; null: none. */
  publisher: string | null
}

/** A factor of the library with what decides whether it fits. */
export interface FactorCandidate {
  id: string
  name: string
  path: readonly string[]
  /** Null: formulas cannot compute with it. */
  unit: string | null
  scope: number | null
  /** The year that its data are of. */
  year: number
  /** The year of the edition that holds it. */
  editionYear: number
  geography: string
  publisher: string
  status: 'published' | 'draft' | 'submitted' | 'approved' | 'retired'
  /** What is measured: "generation", "losses", "WTT"; null: not said. */
  boundary: string | null
  isAvoidedOnly: boolean
  /** A residual mix, for the market-based side of scope 2. */
  isMarketOnly: boolean
  isOutsideScopes: boolean
  /** By which its publisher replaced it. */
  supersededBy: string | null
  /** The newest version of its set has no such row any more. */
  isWithdrawn: boolean
  /** GWP set of what was published as CO2e only; null: gas by gas. `unstated`: nobody says which. */
  co2eOnlyGwp: GwpSet | 'unstated' | null
  /** Only CO2 was published of it: its CH4 and N2O are unknown. */
  isCo2Only: boolean
  /** One of the usual rows of its publication. */
  isCore: boolean
  /** First and last day of which it is valid; null: no limit. */
  validFrom: string | null
  validTo: string | null
}

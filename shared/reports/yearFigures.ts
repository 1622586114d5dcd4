import type { NoFigure } from '../api/reports.ts'
import type { ScopeBasis } from '../api/scopeFigure.ts'

/** An amount of a year, or why there is none. */
export type Amount = { kg: number; why: null } | { kg: null; why: NoFigure }

type ScopeNumber = 1 | 2 | 3

/**
 * Names an amount of a year: a scope, sums of scopes by both methods, biogenic CO2, or one along an axis. Gases, sites and months
 * are over all scopes, location-based.
 */
export type AmountKey =
  | 'scope:1'
  | `scope:2:${ScopeBasis}`
  | 'scope:3'
  | `scopes_1_2:${ScopeBasis}`
  | `total:${ScopeBasis}`
  | `biogenic:${ScopeNumber | 'total'}`
  | `category:${number}`
  | `biogenic_category:${number}`
  | `gas:${string}`
  | `site:${string}`
  | `month:${string}`
  | `module:${ScopeNumber}:${string}`

/** What a cycle comes to, in kilograms of CO2e (biogenic: of CO2), as far as somebody may read it. */
export interface YearFigures {
  name: string
  startsOn: string
  endsOn: string
  gwpSet: string
  /** Amounts are those of the sealed run. */
  isSealed: boolean
  /** Scopes of which something is hidden from the reader: what is left of them is no figure of the scope. */
  hiddenScopes: ReadonlySet<ScopeNumber>
  /** Not all energy that instruments cover is theirs to read, so nothing market-based is. */
  hidesMarket: boolean
  /** What is known. */
  amounts: ReadonlyMap<AmountKey, number>
}

/** An amount of a year. Hidden as soon as something in its scopes is: a sum of the rest would be taken for the whole. */
export function amountOf(year: YearFigures, key: AmountKey): Amount {
  const { amounts, hiddenScopes, hidesMarket } = year
  if (scopesOf(key).some((scope) => hiddenScopes.has(scope)) || (hidesMarket && key.endsWith(':market'))) {
    return { kg: null, why: 'hidden' }
  }
  const kg = amounts.get(key)
  if (kg !== undefined) {
    return { kg, why: null }
  }
  const whole = wholeOfBiogenic(key)
  return { kg: null, why: whole !== null && amounts.has(whole) ? 'none' : 'unknown' }
}

/** What is counted and has no biogenic CO2 has none; of what is not counted nobody knows. */
function wholeOfBiogenic(key: AmountKey): AmountKey | null {
  const [axis, place] = key.split(':')
  if (axis === 'biogenic_category') {
    return `category:${Number(place)}`
  }
  if (axis !== 'biogenic') {
    return null
  }
  return place === '1' ? 'scope:1' : place === '2' ? 'scope:2:location' : place === '3' ? 'scope:3' : 'total:location'
}

/** The mean of an amount over several years; of none of them known is nothing. */
export function meanOf(years: readonly YearFigures[], key: AmountKey): Amount {
  const all = years.map((year) => amountOf(year, key))
  const missing = all.find(({ why }) => why !== null)
  if (all.length === 0) {
    return { kg: null, why: 'none' }
  }
  return missing ?? { kg: all.reduce((sum, { kg }) => sum + (kg ?? 0), 0) / all.length, why: null }
}

function scopesOf(key: AmountKey): readonly ScopeNumber[] {
  const [axis, scope] = key.split(':')
  switch (axis) {
    case 'scope':
    case 'module':
    case 'biogenic':
      return scope === '1' ? [1] : scope === '2' ? [2] : scope === '3' ? [3] : [1, 2, 3]
    case 'scopes_1_2':
      return [1, 2]
    case 'category':
    case 'biogenic_category':
      return [3]
    default:
      return [1, 2, 3]
  }
}

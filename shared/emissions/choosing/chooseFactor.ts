/**
 * Which factor fits an activity, and why not the others: GHG Protocol Scope 2 Guidance (2015), chapter 6 (grid averages of the
 * place, regional before national, generation only) and Corporate Standard (revised), chapter 6 (factors of the year); UK
 * Government GHG Conversion Factors, methodology paper (the year that holds the greater part of the period).
 */
import { publishedPlace } from '#shared/places/publishedPlace.ts'
import { type Surrounding, surroundingsOf } from '#shared/places/sitePlace.ts'
import { type Dimension, isSameDimension } from '#shared/quantities/dimension.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { fitOfName, type NameFit } from './activityFamily.ts'
import { type Caution, type FactorChoice, isWide, type Refusal, REFUSALS } from './factorChoice.ts'
import type { FactorCandidate, FactorQuestion } from './factorQuestion.ts'

/** A candidate that names the activity, with what it is compared by. */
interface Fitting {
  candidate: FactorCandidate
  fit: NameFit
  /** Position among the places around the site; the smaller, the narrower. Past the end: it is none of them. */
  place: number
}

/**
 * The one that fits best, whatever the order of the candidates. Those that are of another activity are not told at all.
 * Linear in the candidates, except for putting the refused ones in order.
 */
export function chooseFactor(question: FactorQuestion, candidates: readonly FactorCandidate[]): FactorChoice {
  const places = surroundingsOf(question.place)
  const order = comparing(question)
  const fitting = candidates.flatMap((candidate) => fittingOf(question, places, candidate)).toSorted(order)
  const gates = gatesOf(question, places)
  const told = fitting.map((one) => ({ one, refusal: gates.find(([, closed]) => closed(one))?.[0] ?? null }))
  const best = told.find(({ refusal }) => refusal === null)?.one
  const refused = told.flatMap(({ one, refusal }) =>
    one === best ? [] : [{ id: one.candidate.id, refusal: refusal ?? worse(question, best!, one), one }],
  )
  const rank = ({ refusal }: { refusal: Refusal }): number => -REFUSALS.indexOf(refusal)
  return {
    chosen: best === undefined ? null : chosenOf(question, places, best),
    refused: refused
      .toSorted((a, b) => a.one.place - b.one.place || rank(a) - rank(b) || order(a.one, b.one))
      .map(({ id, refusal }) => ({ id, refusal })),
  }
}

function fittingOf(question: FactorQuestion, places: readonly Surrounding[], candidate: FactorCandidate): Fitting[] {
  const fit = fitOfName(question.activity, candidate)
  if (fit === null) {
    return []
  }
  const code = publishedPlace(candidate.geography)
  const place = places.findIndex((around) => around.code === code)
  return [{ candidate, fit, place: place === -1 ? places.length : place }]
}

/** Where a candidate is refused whatever else there is. In the order of `REFUSALS`. */
function gatesOf(
  { unit, scope, factorYear }: FactorQuestion,
  places: readonly Surrounding[],
): [Refusal, (one: Fitting) => boolean][] {
  const wanted = unit === null ? null : dimensionOf(unit)
  const isOther = new Map<string | null, boolean>()
  return [
    ['not-approved', ({ candidate: { status } }) => status === 'draft' || status === 'submitted'],
    ['retired', ({ candidate: { status } }) => status === 'retired'],
    ['losses', ({ candidate }) => scope !== 3 && isOfLosses(candidate)],
    ['not-computable', ({ candidate }) => candidate.unit === null],
    ['avoided-only', ({ candidate }) => candidate.isAvoidedOnly],
    ['market-only', ({ candidate }) => candidate.isMarketOnly],
    [
      'outside-scopes',
      ({ candidate }) => candidate.isOutsideScopes || (candidate.scope === null && candidate.status === 'published'),
    ],
    ['upstream', ({ candidate }) => scope !== 3 && isUpstream(candidate)],
    ['other-scope', ({ candidate }) => scope !== null && candidate.scope !== null && candidate.scope !== scope],
    [
      'other-unit',
      ({ candidate: { unit: per } }) => {
        // thousands of rows have some dozens of units
        const known = isOther.get(per) ?? (wanted !== null && !isOf(per, wanted))
        isOther.set(per, known)
        return known
      },
    ],
    ['superseded', ({ candidate }) => candidate.supersededBy !== null || candidate.isWithdrawn],
    ['other-place', ({ place }) => place === places.length],
    ['later-year', ({ candidate: { year } }) => year > factorYear],
    [
      'not-valid',
      ({ candidate: { validFrom, validTo } }) =>
        (validFrom !== null && validFrom > `${factorYear}-12-31`) ||
        (validTo !== null && validTo < `${factorYear}-01-01`),
    ],
  ]
}

/** Grid losses belong to category 3 of scope 3 for whoever uses the electricity. */
const isOfLosses = ({ name, path, boundary }: FactorCandidate): boolean =>
  boundary === 'losses' || /\bT&D\b|transmission and distribution|grid gross loss/i.test(`${path.join(' ')} ${name}`)

/** The fuels before: category 3 of scope 3, or the category of the journey. */
const isUpstream = ({ name, path, boundary }: FactorCandidate): boolean =>
  boundary === 'WTT' || /\bWTT\b|well[- ]to[- ]tank/i.test(`${path.join(' ')} ${name}`)

/** What decides between those that may be used, the most important first: each gives less for the better one. */
const CRITERIA: readonly [Refusal, (one: Fitting, question: FactorQuestion) => number][] = [
  ['less-fitting', ({ fit }) => Number(fit.isByHeading)],
  ['wider-place', ({ place }) => place],
  ['other-publisher', ({ candidate }, { publisher }) => Number(!isBy(candidate, publisher))],
  ['older-year', ({ candidate }) => -candidate.year],
  ['other-gwp', ({ candidate }, { gwpSet }) => Number(isOtherGwp(candidate, gwpSet))],
  ['less-fitting', ({ fit }) => fit.order],
  ['less-fitting', ({ candidate }) => Number(!candidate.isCore)],
  ['less-fitting', ({ candidate }) => -candidate.editionYear],
  ['less-fitting', ({ candidate }) => candidate.scope ?? 4],
  ['less-fitting', ({ candidate }) => candidate.name.length],
]

function comparing(question: FactorQuestion): (a: Fitting, b: Fitting) => number {
  return (a, b) => {
    for (const [, by] of CRITERIA) {
      const difference = by(a, question) - by(b, question)
      if (difference !== 0) {
        return difference
      }
    }
    const [one, other] = [a.candidate, b.candidate]
    return one.id < other.id ? -1 : Number(one.id > other.id)
  }
}

/** By which the best one is better. */
const worse = (question: FactorQuestion, best: Fitting, one: Fitting): Refusal =>
  CRITERIA.find(([, by]) => by(best, question) < by(one, question))?.[0] ?? 'less-fitting'

function chosenOf(
  question: FactorQuestion,
  places: readonly Surrounding[],
  { candidate, place }: Fitting,
): NonNullable<FactorChoice['chosen']> {
  const { factorYear, gwpSet } = question
  const { year } = candidate
  const around = places[place]!
  const cautions: [Caution, boolean][] = [
    ['no-place', question.place.country === null],
    ['wider-place', question.place.country !== null && isWide(around.level)],
    ['older-data', year < factorYear],
    ['other-gwp', isOtherGwp(candidate, gwpSet)],
    ['co2-only', candidate.isCo2Only],
  ]
  return {
    id: candidate.id,
    place: around,
    year,
    rule: year === factorYear ? 'same-year' : 'newest-before',
    cautions: cautions.flatMap(([caution, holds]) => (holds ? [caution] : [])),
  }
}

const isBy = ({ publisher }: FactorCandidate, preferred: string | null): boolean =>
  preferred === null || publisher.toLowerCase().includes(preferred.toLowerCase())

/** It cannot be re-based, so it makes a total of mixed GWP sets. */
const isOtherGwp = ({ co2eOnlyGwp }: FactorCandidate, gwpSet: string): boolean =>
  co2eOnlyGwp !== null && co2eOnlyGwp !== gwpSet

const isOf = (unit: string | null, wanted: Dimension): boolean => {
  const own = unit === null ? null : dimensionOf(unit)
  return own !== null && isSameDimension(own, wanted)
}

function dimensionOf(unit: string): Dimension | null {
  const parsed = parseUnit(unit)
  return parsed.ok ? parsed.value.dimension : null
}

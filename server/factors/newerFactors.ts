import type { Knex } from 'knex'
import type { FactorOfferReason } from '#shared/api/factorOffers.ts'
import { factorRows } from '../api/factors/factorRows.ts'
import { FOR_INVENTORIES } from '../api/factors/narrowFactors.ts'
import type { FactorRow } from '../presenters/presentFactor.ts'

/** A factor and what stands for it now. */
export interface NewerFactor {
  from: FactorRow
  to: FactorRow
  reason: FactorOfferReason
}

type Candidate = FactorRow & { series: string }

/**
 * What is newer than these factors, by id: the same row of a later edition that is not later than the factor year (GHG
 * Protocol Corporate Standard, chapter 6: factors of the year of the activity), what the publisher corrected, or the newest
 * approved version of a custom factor. A factor of a year after the cycle's is none.
 */
export async function newerFactors(
  trx: Knex.Transaction,
  ids: readonly string[],
  factorYear: number,
): Promise<Map<string, NewerFactor>> {
  const used: Candidate[] = await factorRows(trx).whereIn('f.id', ids).select('f.series')
  const successors = used.flatMap(({ superseded_by: successor }) => successor ?? [])
  const series = [...new Set(used.map((factor) => factor.series))]
  const candidates: Candidate[] = await factorRows(trx)
    .where((either) => void either.whereIn('f.series', series).orWhereIn('f.id', successors))
    .whereRaw(FOR_INVENTORIES)
    .select('f.series')
  return new Map(
    used.flatMap((from): [string, NewerFactor][] => {
      const found = newest(from, candidates, factorYear)
      return found === null ? [] : [[from.id, { from, ...found }]]
    }),
  )
}

/** Of a set that was brought: its editions are a publisher's, as those of the library are. */
const isOfSet = (id: string): boolean => id.startsWith('set.')

function newest(
  from: Candidate,
  candidates: readonly Candidate[],
  factorYear: number,
): Pick<NewerFactor, 'to' | 'reason'> | null {
  const others = candidates.filter(({ id, unit }) => id !== from.id && unit === from.unit)
  const [edition] = others
    .filter(
      ({ id, series, year, status }) =>
        (status === 'published' || isOfSet(id)) && series === from.series && year > from.year && year <= factorYear,
    )
    .toSorted((a, b) => b.year - a.year || Number(a.superseded_by !== null) - Number(b.superseded_by !== null))
  if (edition !== undefined) {
    return { to: edition, reason: 'edition' }
  }
  const successor = others.find(({ id }) => id === from.superseded_by)
  return successor === undefined
    ? null
    : { to: successor, reason: successor.status === 'published' || isOfSet(successor.id) ? 'correction' : 'version' }
}

import type { RejectedRow } from '#shared/api/factorSets.ts'
import type { RowReason } from '#shared/emissions/factorSet.ts'
import type { NoFactorReason } from '#shared/emissions/normaliseFactor.ts'
import { normaliseFactors } from '#shared/emissions/normaliseFactors.ts'
import type { PublishedFactor } from '#shared/emissions/publishedFactor.ts'
import { rejectRow } from './rejectRow.ts'
import type { ReadSet, SetDetails, SetFactor } from './SetReader.ts'

/** A record of a publisher's file with where it stands; rows from 0. */
export interface PlacedRecord {
  key: string
  /** Its id begins with publisher and year, as in the library: "desnz26.1_100_1000_15". */
  record: PublishedFactor
  row: number
}

/** What keeps a record from being taken in at all; the others are in the library, and formulas cannot use them. */
const REJECTED: Partial<Record<NoFactorReason, { reason: RowReason; message: string }>> = {
  'unknown-unit': {
    reason: 'unknown-unit',
    message: 'Its unit is not known here, so nothing could be computed with it.',
  },
  'unknown-gas': { reason: 'unknown-gas', message: 'There is no GWP for its gas.' },
  'no-value': { reason: 'blank', message: 'The publisher gives no value, which is not zero.' },
}

/**
 * Makes the records of a publisher's file comparable, exactly as the bundled ones of that publisher are. Two records of one key
 * are both refused: nobody can say which one is meant. `gwpBasis`: behind what is CO2e already.
 */
export function fromPublished(placed: readonly PlacedRecord[], details: SetDetails, gwpBasis: string | null): ReadSet {
  const src = placed[0]?.record.src ?? ''
  const source = { ...details, gwpBasis: gwpBasis ?? '' }
  const normalised = normaliseFactors(
    placed.map(({ record }) => record),
    { [src]: source },
  )
  const twice = keysThatAreTwice(placed)
  const factors: SetFactor[] = []
  const rejected: RejectedRow[] = []
  for (const { key, record, row } of placed) {
    const place = { sheet: record.table, row, column: null }
    const { factor = null, reason = null } = normalised.get(record.id) ?? {}
    const refusal = reason === null ? undefined : REJECTED[reason]
    if (twice.has(key)) {
      rejected.push(rejectRow(place, 'duplicate', `Its id “${key}” stands in several rows.`, { says: key }))
    } else if (refusal !== undefined) {
      rejected.push(
        rejectRow(place, refusal.reason, refusal.message, {
          says: refusal.reason === 'unknown-unit' ? record.per : null,
        }),
      )
    } else {
      factors.push({
        key,
        series: record.id.replace(/^([a-z]+)[0-9]+[a-z0-9]*[.]/, '$1.'),
        name: record.name,
        path: record.path ?? [],
        scope: typeof record.scope === 'number' ? record.scope : null,
        year: record.year,
        geography: record.geo,
        gwpBasis,
        sheet: record.table,
        row: row + 1,
        cells: record.cell ?? `row ${row + 1}`,
        published: { ...record },
        normalised: factor,
        unusableReason: reason,
        uncertaintyPercent: null,
      })
    }
  }
  return { factors, rejected }
}

function keysThatAreTwice(placed: readonly { key: string }[]): ReadonlySet<string> {
  const seen = new Set<string>()
  return new Set(placed.flatMap(({ key }) => (seen.size === seen.add(key).size ? [key] : [])))
}

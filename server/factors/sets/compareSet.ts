import type { Knex } from 'knex'
import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import { convert } from '#shared/quantities/convert.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { rejectRow } from './rejectRow.ts'
import type { ReadSet, SetDetails, SetFactor } from './SetReader.ts'

/** A factor of an earlier edition. */
export interface EarlierFactor {
  id: string
  series: string
  name: string
  unit: string | null
  year: number
  normalised: EmissionFactor | null
  set_id: string
  publisher: string
  title: string
  edition: string
}

/** What a set is, beside the edition before it. */
export interface ComparedSet extends ReadSet {
  against: Pick<EarlierFactor, 'publisher' | 'title' | 'edition'> | null
  added: readonly SetFactor[]
  changed: readonly { factor: SetFactor; before: EarlierFactor }[]
  unchanged: number
  /** Factors of the earlier edition of which this one has no row. */
  missing: readonly EarlierFactor[]
}

/** Numbers of two editions are the same when they are to this part of the larger: units were converted on the way. */
const SAME = 1e-12

/**
 * Sets factors beside those of the same rows in the newest edition that is not later: one of the same publication and year that
 * this one will correct, or that of a year before, of the library or the tenant. A row that is per another kind of unit than
 * it was is refused: it is another factor.
 */
export async function compareSet(trx: Knex.Transaction, read: ReadSet, details: SetDetails): Promise<ComparedSet> {
  const earlier = await earlierFactors(trx, read.factors, details)
  const mismatched = new Map(
    read.factors.flatMap((factor): [SetFactor, EarlierFactor][] => {
      const before = earlier.get(factor.series)
      return before !== undefined && isOtherKind(factor.normalised, before.normalised) ? [[factor, before]] : []
    }),
  )
  const rejected = [...mismatched].map(([{ sheet, row, normalised }, before]) => {
    const message = `It is per ${normalised?.unit}, and was per ${before.unit} in ${before.edition}. Correct its unit, or give it another id.`
    return rejectRow({ sheet, row: row - 1, column: null }, 'unit-mismatch', message, {
      says: normalised?.unit ?? null,
      before: { unit: before.unit ?? '', edition: before.edition },
    })
  })
  const factors = read.factors.filter((factor) => !mismatched.has(factor))
  const known = factors.map((factor) => ({ factor, before: earlier.get(factor.series) }))
  const changed = known.flatMap(({ factor, before }) =>
    before === undefined || isSame(factor.normalised, before.normalised) ? [] : [{ factor, before }],
  )
  const added = known.filter(({ before }) => before === undefined).map(({ factor }) => factor)
  const setId = mostCommon([...earlier.values()].map((before) => before.set_id))
  const [against = null] = [...earlier.values()].filter((before) => before.set_id === setId)
  return {
    factors,
    rejected: [...read.rejected, ...rejected].toSorted((a, b) => a.sheet.localeCompare(b.sheet) || a.row - b.row),
    against: against && { publisher: against.publisher, title: against.title, edition: against.edition },
    added,
    changed,
    unchanged: factors.length - added.length - changed.length,
    missing: setId === null ? [] : await missingOf(trx, setId, read.factors),
  }
}

/** By series. */
async function earlierFactors(
  trx: Knex.Transaction,
  factors: readonly SetFactor[],
  { publisher, title, year }: SetDetails,
): Promise<Map<string, EarlierFactor>> {
  const series = [...new Set(factors.map((factor) => factor.series))]
  const rows: EarlierFactor[] = await trx('library_factors as f')
    .whereRaw('f.series = ANY (?)', [series])
    .whereIn('f.status', ['published', 'approved'])
    .where('f.set_year', '<=', year)
    .distinctOn('f.series')
    .orderByRaw(
      `f.series, (f.set_year = ? AND lower(f.publisher) = lower(?) AND lower(f.title) = lower(?)) DESC,
       f.set_year DESC, jsonb_exists_any(f.published, ARRAY['supersededBy', 'withdrawn']), f.id`,
      [year, publisher, title],
    )
    .select(
      'f.id',
      'f.series',
      'f.name',
      'f.unit',
      'f.year',
      'f.normalised',
      'f.set_id',
      'f.publisher',
      'f.title',
      'f.edition',
    )
  return new Map(rows.map((row) => [row.series, row]))
}

async function missingOf(
  trx: Knex.Transaction,
  setId: string,
  factors: readonly SetFactor[],
): Promise<EarlierFactor[]> {
  return trx('library_factors as f')
    .where('f.set_id', setId)
    .whereRaw('f.series <> ALL (?)', [factors.map((factor) => factor.series)])
    .orderBy(['f.name', 'f.id'])
    .select(
      'f.id',
      'f.series',
      'f.name',
      'f.unit',
      'f.year',
      'f.normalised',
      'f.set_id',
      'f.publisher',
      'f.title',
      'f.edition',
    )
}

function mostCommon(ids: readonly string[]): string | null {
  const counts = new Map<string, number>()
  for (const id of ids) {
    counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return [...counts].toSorted(([a, m], [b, n]) => n - m || a.localeCompare(b))[0]?.[0] ?? null
}

/** Per a unit to which the other one does not convert. */
function isOtherKind(now: EmissionFactor | null, before: EmissionFactor | null): boolean {
  return now !== null && before !== null && now.unit !== before.unit && ratioOf(now.unit, before.unit) === null
}

function isSame(now: EmissionFactor | null, before: EmissionFactor | null): boolean {
  if (now === null || before === null) {
    return now === before
  }
  const ratio = ratioOf(before.unit, now.unit)
  return ratio !== null && figuresOf(now).length === figuresOf(before).length && sameFigures(now, before, ratio)
}

function sameFigures(now: EmissionFactor, before: EmissionFactor, ratio: number): boolean {
  const known = new Map(figuresOf(before))
  return (
    now.co2eOnlyGwp === before.co2eOnlyGwp &&
    figuresOf(now).every(([gas, kg]) => {
      const old = known.get(gas)
      const was = old === undefined ? null : old / ratio
      return was !== null && Math.abs(kg - was) <= SAME * Math.max(Math.abs(kg), Math.abs(was))
    })
  )
}

const figuresOf = ({ gasesKg, co2eOnlyKg, biogenicCo2Kg }: EmissionFactor): [string, number][] => [
  ...Object.entries(gasesKg),
  ...(co2eOnlyKg === null ? [] : [['CO2e', co2eOnlyKg] satisfies [string, number]]),
  ...(biogenicCo2Kg === null ? [] : [['biogenic CO2', biogenicCo2Kg] satisfies [string, number]]),
]

/** How many of the second are one of the first; null: they measure different things. */
function ratioOf(from: string, to: string): number | null {
  const [one, other] = [parseUnit(from), parseUnit(to)]
  const converted = one.ok && other.ok ? convert(1, one.value, other.value) : null
  return converted?.ok === true ? converted.value : null
}

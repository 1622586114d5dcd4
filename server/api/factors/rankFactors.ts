import type { Knex } from 'knex'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import type { FactorRow } from '#server/presenters/presentFactor.ts'
import { anywhere } from '#server/storage/database/anywhere.ts'
import { FOR_INVENTORIES, wordsOf } from './narrowFactors.ts'

/** A factor with where it stands among those that match; the smaller, the earlier. */
export interface RankedFactor extends FactorRow {
  rank: number
  age: number
  place: number
  length: number
}

/** The order, as columns of what `rankFactors` gives. */
export const RANKED = ['rank', 'age', 'place', 'length', 'name', 'id'] as const

export const rankOf = ({ rank, age, place, length, name, id }: RankedFactor): (string | number)[] => [
  rank,
  age,
  place,
  length,
  name,
  id,
]

/**
 * The same rows, to be taken in the order of `RANKED`: factors that are called exactly so, whose name or last part of it
 * begins with the words, that have the words in their name, and the others. What is not for inventories, or was corrected by
 * its publisher, comes after all of these. Among equals those of `nearYear` are first, then the newest; the usual ones of a
 * publication before its others, scope 1 before 2, 3 and what is outside of them, headings before what is deep below them.
 */
export function rankFactors(
  db: Knex,
  rows: Knex.QueryBuilder,
  { search, nearYear }: { search: string | undefined; nearYear: number | undefined },
): Knex.QueryBuilder {
  const asked = nameIn(wordsOf(search))
  const ranked = rows.select(
    db.raw(
      `(CASE
          WHEN lower(f.name) = :asked THEN 0
          WHEN lower(f.name) ~ :starts THEN 1
          WHEN lower(f.name) LIKE :anywhere THEN 2
          ELSE 3 END
        + CASE WHEN jsonb_exists(f.published, 'supersededBy') THEN 4 ELSE 0 END
        + CASE WHEN NOT (${FOR_INVENTORIES}) THEN 8 ELSE 0 END) AS rank`,
      { asked, starts: `(^|/ )${literally(asked)}${String.raw`\M`}`, anywhere: anywhere(asked) },
    ),
    db.raw('CASE WHEN f.year = ? THEN 0 ELSE 3000 - f.year END AS age', [nearYear ?? 0]),
    db.raw(
      '(CASE WHEN f.is_core THEN 0 ELSE 100 END + 10 * coalesce(f.scope, 4) + coalesce(cardinality(f.path), 0)) AS place',
    ),
    db.raw('length(f.name) AS length'),
  )
  return db.from(ranked.as('ranked')).select('*')
}

/** What may be a name: a unit is none, unless nothing else is asked for. */
function nameIn(words: readonly string[]): string {
  const names = words.filter((word) => !parseUnit(word).ok)
  return (names.length === 0 ? words : names).join(' ').toLowerCase()
}

/** For a regular expression of PostgreSQL: a backslash before a letter would mean something. */
const literally = (text: string): string => text.replaceAll(/[^\p{L}\p{N}\s]/gu, String.raw`\$&`)

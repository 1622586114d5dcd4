import type { Knex } from 'knex'
import { activityWords, familyOf } from '#shared/emissions/choosing/activityFamily.ts'
import type { LibraryFactor } from '#shared/emissions/choosing/libraryCandidate.ts'
import { factorRows } from '../api/factors/factorRows.ts'
import type { FactorRow } from '../presenters/presentFactor.ts'
import { anywhere } from '../storage/database/anywhere.ts'

/** A factor with what a choice asks for besides. */
export type CandidateRow = FactorRow & LibraryFactor

/**
 * Every factor of the library whose text says the activity, published or of the tenant, whether it can be used or not: what is
 * refused is told. By ids, so that the same library gives the same list.
 */
export async function factorCandidates(trx: Knex.Transaction, activity: string): Promise<CandidateRow[]> {
  const rows = factorRows(trx)
    .leftJoin('custom_factors as c', 'c.id', 'f.id')
    .select(
      'f.set_year',
      'f.is_core',
      trx.raw(`f.published ->> 'boundary' AS boundary`),
      trx.raw(`jsonb_exists(f.published, 'withdrawn') AS withdrawn`),
      trx.raw('c.valid_from::text AS valid_from, c.valid_to::text AS valid_to'),
    )
  const family = familyOf(activity)
  const words = activityWords(activity)
  if (family === null && words.length === 0) {
    return []
  }
  if (family === null) {
    for (const word of words) {
      void rows.whereRaw('f.search_text LIKE ?', anywhere(word))
    }
  } else {
    void rows.whereRaw('f.search_text LIKE ANY (?)', [family.searched.flatMap((text) => anywhere(text))])
  }
  return rows.orderByRaw('f.id COLLATE "C"')
}

import type { AppServices } from '../api/AppServices.ts'
import type { LookUp } from './SoughtWords.ts'

/** An entry of `search_words`. */
export interface WordEntry {
  lookUp: LookUp
  /** Index of the look-up. */
  index: number
  word: string
  id: number
  /** In the order in which they were written. */
  rowIds: readonly string[]
}

/** Entries of one look-up that are read at once, and of all. */
const OF_EACH = 4
const OF_ALL = 24
/** Look-ups in one statement. */
const AT_ONCE = 500
/** Entries of each look-up that are counted. */
const COUNTED = 10

const LOOKED_UP = `unnest($2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[], $8::bigint[])
  WITH ORDINALITY AS l (table_id, cycle_id, ordinal, first, last, after_word, after_id, n)`

const FOUND = `search_words s
  WHERE s.tenant_id = $1 AND s.table_id = l.table_id AND s.cycle_id = l.cycle_id AND s.ordinal = l.ordinal
    AND s.word >= l.first AND s.word <= l.last AND (s.word, s.id) > (l.after_word, l.after_id)`

const ENTRIES = `
  SELECT l.n::int AS n, s.word, s.id, s.row_ids FROM ${LOOKED_UP}
    CROSS JOIN LATERAL (
      SELECT s.word, s.id::float8 AS id, s.row_ids FROM ${FOUND} ORDER BY s.word, s.id LIMIT ${OF_EACH}) s
  ORDER BY l.n, s.word, s.id LIMIT ${OF_ALL}`

const COUNTS = `
  SELECT coalesce(sum(s.rows), 0)::float8 AS rows FROM ${LOOKED_UP}
    CROSS JOIN LATERAL (SELECT cardinality(s.row_ids) AS rows FROM ${FOUND} LIMIT ${COUNTED}) s`

/** What is found where, in the order of the look-ups, read as it is asked for. `from`: not before that entry. */
export async function* wordEntries(
  reader: AppServices['reader'],
  tenantId: string,
  lookUps: readonly LookUp[],
  from: { lookUp: number; entry: string; id: number } | null,
): AsyncGenerator<WordEntry> {
  let index = from?.lookUp ?? 0
  // ids are whole numbers: behind the one before it stands the entry itself
  let after = from === null ? BEFORE_ALL : { word: from.entry, id: from.id - 1 }
  while (index < lookUps.length) {
    const rows = await reader.read<{ n: number; word: string; id: number; row_ids: string[] }>(tenantId, {
      sql: ENTRIES,
      bindings: bindings(tenantId, lookUps.slice(index, index + AT_ONCE), after),
    })
    const begun = index
    let unread: number | null = null
    let ofOne = 0
    for (const [i, { n, word, id, row_ids: rowIds }] of rows.entries()) {
      const at = begun + n - 1
      ofOne = rows[i - 1]?.n === n ? ofOne + 1 : 1
      yield { lookUp: lookUps[at]!, index: at, word, id, rowIds }
      const isCut = ofOne === OF_EACH || i === OF_ALL - 1
      if (isCut) {
        // there may be more of this one before the next
        unread = at
        after = { word, id }
        break
      }
    }
    index = unread ?? begun + AT_ONCE
    after = unread === null ? BEFORE_ALL : after
  }
}

/** How many rows the look-ups find, at most some of each. */
export async function wordCounts(
  reader: AppServices['reader'],
  tenantId: string,
  lookUps: readonly LookUp[],
): Promise<number> {
  let sum = 0
  for (let start = 0; start < lookUps.length; start += AT_ONCE) {
    const [counted] = await reader.read<{ rows: number }>(tenantId, {
      sql: COUNTS,
      bindings: bindings(tenantId, lookUps.slice(start, start + AT_ONCE), BEFORE_ALL),
    })
    sum += counted?.rows ?? 0
  }
  return sum
}

const BEFORE_ALL = { word: '', id: 0 }

/** `after`: of the first. */
function bindings(tenantId: string, lookUps: readonly LookUp[], after: { word: string; id: number }): unknown[] {
  const each = lookUps.map((_, i) => (i === 0 ? after : BEFORE_ALL))
  return [
    tenantId,
    lookUps.map(({ sheet }) => sheet.table.id),
    lookUps.map(({ sheet }) => sheet.cycle.id),
    lookUps.map(({ field }) => field.ordinal),
    lookUps.map(({ first }) => first),
    lookUps.map(({ last }) => last),
    each.map(({ word }) => word),
    each.map(({ id }) => id),
  ]
}

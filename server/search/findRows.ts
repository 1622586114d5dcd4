import type { Page } from '#shared/api/pagination.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import type { AppServices } from '../api/AppServices.ts'
import { foreignCursor, readCursor, writeCursor } from '../api/routing/keyset.ts'
import type { SearchedSheet } from './searchedSheets.ts'
import type { LookUp, SoughtWords } from './SoughtWords.ts'
import { wordCounts, wordEntries, type WordEntry } from './wordEntries.ts'

/** A row that has every word. */
export interface FoundRow {
  sheet: SearchedSheet
  rowId: string
  /** By ordinal, also of fields that nobody may show. */
  values: Readonly<Record<string, CellValue>>
  /** Where one of the words stands. */
  field: Field
}

/**
 * Rows that a request looks at. Who searches for two words that each stand in very many rows, and seldom in the same, goes on
 * by the cursor.
 */
const MOST_LOOKED_AT = 2000

export interface RowSearch {
  tenantId: string
  sheets: readonly SearchedSheet[]
  sought: SoughtWords
}

/** One page of the rows with all of the words, those of the newest cycles first. A page may be short, or empty, before others. */
export async function findRows(
  { reader }: Pick<AppServices, 'reader'>,
  { tenantId, sheets, sought }: RowSearch,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<FoundRow>> {
  const lookUps = sought.words.map((word) => sought.lookUps(word, sheets))
  const begun = cursor === undefined ? null : placeOf(cursor, lookUps)
  const rarest = begun?.word ?? (await rarestOf(reader, tenantId, lookUps))
  if (rarest === null) {
    return { data: [], next_cursor: null }
  }
  const word = sought.words[rarest]!
  const data: FoundRow[] = []
  const seen = new Set<string>()
  let looked = 0
  let step = Math.max(20, limit * 2)
  for await (const entry of wordEntries(reader, tenantId, lookUps[rarest]!, begun)) {
    const { sheet, field } = entry.lookUp
    const begins = begun !== null && isSame(entry, begun) ? begun.row : 0
    for (let at = begins; at < entry.rowIds.length;) {
      const ids = entry.rowIds.slice(at, at + step)
      const rows = await rowsOf(reader, tenantId, sheet, ids)
      for (const [i, id] of ids.entries()) {
        if (looked === MOST_LOOKED_AT) {
          return { data, next_cursor: cursorOf(rarest, entry, at + i) }
        }
        looked++
        const values = rows.get(id)
        const first = values === undefined ? null : sought.firstOf(word, sheet, values)
        const key = `${sheet.table.id} ${sheet.cycle.id} ${id}`
        // a row with the word in several places is found once, at the first of them
        const isHere = first?.field === field && first.entry === entry.word && !seen.has(key)
        if (values === undefined || !isHere || !sought.areIn(sheet, values)) {
          continue
        }
        if (data.length === limit) {
          return { data, next_cursor: cursorOf(rarest, entry, at + i) }
        }
        seen.add(key)
        data.push({ sheet, rowId: id, values, field })
      }
      at += ids.length
      // few are read where most are what is wanted, and many where hardly any is
      step *= 2
    }
  }
  return { data, next_cursor: null }
}

/** Which of the words stands in the fewest rows, roughly; null: one of them stands in none, or there is none. */
async function rarestOf(
  reader: AppServices['reader'],
  tenantId: string,
  lookUps: readonly (readonly LookUp[])[],
): Promise<number | null> {
  if (lookUps.some((of) => of.length === 0)) {
    return null
  }
  if (lookUps.length < 2) {
    return lookUps.length === 0 ? null : 0
  }
  const counts = await Promise.all(lookUps.map((of) => wordCounts(reader, tenantId, of)))
  const least = Math.min(...counts)
  return least === 0 ? null : counts.indexOf(least)
}

/** Live rows among these, by id. */
async function rowsOf(
  reader: AppServices['reader'],
  tenantId: string,
  { table, cycle }: SearchedSheet,
  ids: readonly string[],
): Promise<Map<string, FoundRow['values']>> {
  const rows = await reader.read<{ row_id: string; values: FoundRow['values'] }>(tenantId, {
    sql: `SELECT row_id, values FROM rows
          WHERE tenant_id = $1 AND table_id = $2 AND cycle_id = $3 AND row_id = ANY ($4) AND NOT deleted`,
    bindings: [tenantId, table.id, cycle.id, ids],
  })
  return new Map(rows.map(({ row_id: id, values }) => [id, values]))
}

/** Where a page ended: which word is looked up, the entry, and the row in it. */
interface Place {
  word: number
  /** Index of the look-up. */
  lookUp: number
  entry: string
  id: number
  row: number
}

const isSame = (entry: WordEntry, { lookUp, entry: word, id }: Place): boolean =>
  entry.index === lookUp && entry.word === word && entry.id === id

function cursorOf(word: number, { lookUp, word: entry, id }: WordEntry, row: number): string {
  const { sheet, field, first } = lookUp
  return writeCursor([word, sheet.table.id, sheet.cycle.id, field.ordinal, first, entry, id, row])
}

/** Throws `invalid-request` for a cursor of another search, or of fields that may not be read any more. */
function placeOf(cursor: string, lookUps: readonly (readonly LookUp[])[]): Place {
  const [word, tableId, cycleId, ordinal, first, entry, id, row] = readCursor(cursor, 8)
  const index = lookUps[Number(word)]?.findIndex(
    ({ sheet, field, first: begins }) =>
      sheet.table.id === tableId && sheet.cycle.id === cycleId && field.ordinal === ordinal && begins === first,
  )
  if (index === undefined || index === -1 || !isCount(id) || !isCount(row)) {
    throw foreignCursor()
  }
  return { word: Number(word), lookUp: index, entry: String(entry), id, row }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0

import type { Page } from '#shared/api/pagination.ts'
import type { AppServices } from '../api/AppServices.ts'
import { foreignCursor, readCursor, writeCursor } from '../api/routing/keyset.ts'
import type { FoundRow, RowSearch } from './findRows.ts'

/** A note that has every word, with its row. */
export interface FoundNote extends Omit<FoundRow, 'field'> {
  text: string
}

const NOTES = `
  SELECT n.id::float8 AS id, n.table_id, n.cycle_id, n.row_id, c.text, r.values
  FROM note_contents c
    JOIN notes n ON n.tenant_id = c.tenant_id AND n.id = c.note_id
    JOIN unnest($2::uuid[], $3::uuid[]) AS s (table_id, cycle_id) ON s.table_id = n.table_id AND s.cycle_id = n.cycle_id
    JOIN rows r ON r.tenant_id = n.tenant_id AND r.table_id = n.table_id AND r.cycle_id = n.cycle_id AND r.row_id = n.row_id
  WHERE c.tenant_id = $1 AND c.searched LIKE ALL ($4) AND NOT r.deleted AND n.id < $5
  ORDER BY n.id DESC LIMIT $6`

/** Behind every note. */
const NEWEST = Number.MAX_SAFE_INTEGER

/** One page of the notes with all of the words, the newest first. Whoever reads a sheet reads its notes. */
export async function findNotes(
  { reader }: Pick<AppServices, 'reader'>,
  { tenantId, sheets, sought }: RowSearch,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<FoundNote>> {
  const [before] = cursor === undefined ? [NEWEST] : readCursor(cursor, 1)
  if (!Number.isSafeInteger(before)) {
    throw foreignCursor()
  }
  const rows = await reader.read<{
    id: number
    table_id: string
    cycle_id: string
    row_id: string
    text: string
    values: FoundRow['values']
  }>(tenantId, {
    sql: NOTES,
    bindings: [
      tenantId,
      sheets.map(({ table }) => table.id),
      sheets.map(({ cycle }) => cycle.id),
      patternsOf(sought.words),
      before,
      limit + 1,
    ],
  })
  const bySheet = new Map(sheets.map((sheet) => [`${sheet.table.id} ${sheet.cycle.id}`, sheet]))
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    data: shown.map(({ table_id, cycle_id, row_id: rowId, text, values }) => {
      return { sheet: bySheet.get(`${table_id} ${cycle_id}`)!, rowId, text, values }
    }),
    next_cursor: rows.length > limit && last !== undefined ? writeCursor([last.id]) : null,
  }
}

/** For LIKE over what `search_text` gives: a word that begins so. Words have no letter that LIKE takes for another. */
export const patternsOf = (words: readonly string[]): string[] => words.map((word) => `% ${word}%`)

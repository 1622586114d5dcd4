import type { Page } from '#shared/api/pagination.ts'
import type { Field } from '#shared/fields/field.ts'
import type { AppServices } from '../api/AppServices.ts'
import { foreignCursor, readCursor, writeCursor } from '../api/routing/keyset.ts'
import { databaseErrorCode } from '../storage/database/databaseErrorCode.ts'
import { patternsOf } from './findNotes.ts'
import type { FoundRow, RowSearch } from './findRows.ts'
import type { SearchedSheet } from './searchedSheets.ts'

/** A file whose name has every word, with the first row that has it in a cell. */
export interface FoundFile extends FoundRow {
  id: string
  name: string
}

/** Files that are looked at at once; those that no cell has any more are left out. */
const AT_ONCE = 50
const MOST_LOOKED_AT = 1000

const FILES = `
  SELECT e.id, e.name, e.field_id, e.uploaded_at::text AS at FROM evidence e
  WHERE e.tenant_id = $1 AND e.field_id = ANY ($2) AND e.deleted_at IS NULL AND e.searched LIKE ALL ($3)
    AND (e.uploaded_at, e.id) < ($4::timestamptz, $5::uuid)
  ORDER BY e.uploaded_at DESC, e.id DESC LIMIT ${AT_ONCE}`

const CELLS = `
  SELECT DISTINCT ON (e.id) e.id, l.n::int AS n, r.row_id, r.values
  FROM unnest($2::uuid[], $3::uuid[]) AS e (id, field_id)
    JOIN unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::int[]) WITH ORDINALITY
      AS l (field_id, table_id, cycle_id, ordinal, n) ON l.field_id = e.field_id
    JOIN search_words w ON w.tenant_id = $1 AND w.table_id = l.table_id AND w.cycle_id = l.cycle_id
      AND w.ordinal = l.ordinal AND w.word = '=' || e.id::text
    JOIN rows r ON r.tenant_id = $1 AND r.table_id = l.table_id AND r.cycle_id = l.cycle_id AND r.row_id = ANY (w.row_ids)
  WHERE NOT r.deleted AND jsonb_exists(r.values -> l.ordinal::text, e.id::text)
  ORDER BY e.id, l.n, r.row_id`

interface FileRow {
  id: string
  name: string
  field_id: string
  at: string
}

/** Behind every file. */
const NEWEST: readonly [at: string, id: string] = ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']

/** One page of the files in cells that may be read, those uploaded last first. */
export async function findEvidence(
  { reader }: Pick<AppServices, 'reader'>,
  search: RowSearch,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<FoundFile>> {
  const { tenantId, sheets, sought } = search
  const places = sheets.flatMap((sheet) =>
    sheet.fields.flatMap((field) => (field.type === 'evidence' ? [{ sheet, field }] : [])),
  )
  const fieldIds = [...new Set(places.map(({ field }) => field.id))]
  const data: FoundFile[] = []
  let after = cursor === undefined ? NEWEST : readCursor(cursor, 2)
  for (let looked = 0; fieldIds.length > 0 && looked < MOST_LOOKED_AT; looked += AT_ONCE) {
    const bindings = [tenantId, fieldIds, patternsOf(sought.words), ...after]
    const files = await refusing(reader.read<FileRow>(tenantId, { sql: FILES, bindings }))
    const cells = await cellsOf(reader, tenantId, files, places)
    for (const file of files) {
      const found = cells.get(file.id)
      if (found !== undefined && data.length === limit) {
        return { data, next_cursor: writeCursor(after) }
      }
      after = [file.at, file.id]
      data.push(...(found === undefined ? [] : [{ ...found, id: file.id, name: file.name }]))
    }
    if (files.length < AT_ONCE) {
      return { data, next_cursor: null }
    }
  }
  return { data, next_cursor: fieldIds.length === 0 ? null : writeCursor(after) }
}

/** The first cell that has each of them, by their ids. */
async function cellsOf(
  reader: AppServices['reader'],
  tenantId: string,
  files: readonly FileRow[],
  places: readonly { sheet: SearchedSheet; field: Field }[],
): Promise<Map<string, FoundRow>> {
  const rows = await reader.read<{ id: string; n: number; row_id: string; values: FoundRow['values'] }>(tenantId, {
    sql: CELLS,
    bindings: [
      tenantId,
      files.map(({ id }) => id),
      files.map((file) => file.field_id),
      places.map(({ field }) => field.id),
      places.map(({ sheet }) => sheet.table.id),
      places.map(({ sheet }) => sheet.cycle.id),
      places.map(({ field }) => field.ordinal),
    ],
  })
  return new Map(rows.map(({ id, n, row_id: rowId, values }) => [id, { ...places[n - 1]!, rowId, values }]))
}

/** A cursor of another list holds no time or no id, which only the database notices (class 22). */
async function refusing<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (error) {
    if (databaseErrorCode(error)?.startsWith('22') === true) {
      throw foreignCursor()
    }
    throw error
  }
}

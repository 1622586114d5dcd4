import type { Page } from '#shared/api/pagination.ts'
import {
  SEARCH_KINDS,
  type SearchHit,
  type SearchKind,
  type SearchQuery,
  type SearchReply,
} from '#shared/api/search.ts'
import { assertNever } from '#shared/result/assertNever.ts'
import { hasWords } from '#shared/search/words.ts'
import type { AppServices } from '../api/AppServices.ts'
import { foreignCursor, readCursor, writeCursor } from '../api/routing/keyset.ts'
import type { Identity } from '../policies/Identity.ts'
import { mayFind } from '../policies/search.ts'
import {
  presentFactorHit,
  presentFileHit,
  presentNoteHit,
  presentRowHit,
  presentTableHit,
} from '../presenters/presentHit.ts'
import { findEvidence } from './findEvidence.ts'
import { findFactors } from './findFactors.ts'
import { findNotes } from './findNotes.ts'
import { findRows, type RowSearch } from './findRows.ts'
import { namesOfPeople } from './namesOfPeople.ts'
import { type SearchedSheet, searchedSheets } from './searchedSheets.ts'
import { SoughtWords } from './SoughtWords.ts'
import { waitForWrites } from './waitForWrites.ts'

type Asked = Pick<SearchQuery, 'limit' | 'cursor'>

/**
 * What somebody finds by words, among what they may read at this moment, with everything that was written before. Throws
 * `invalid-request` for a cursor of another search.
 */
export async function search(
  services: AppServices,
  identity: Identity,
  { q, kind, limit, cursor }: SearchQuery,
): Promise<SearchReply> {
  if (cursor !== undefined && kind === undefined) {
    throw foreignCursor()
  }
  const kinds = SEARCH_KINDS.filter((one) => (kind === undefined || one === kind) && mayFind(identity, one))
  const { tenantId } = identity
  const sheets = kinds.every((one) => one === 'factor') ? [] : await searchedSheets(services, identity)
  await waitForWrites(services, tenantId, sheets)
  const sought = new SoughtWords(q, await namesOfPeople(services, tenantId, sheets))
  const found =
    sought.words.length === 0
      ? []
      : await Promise.all(
          kinds.map((one) => hitsOf(services, one, { tenantId, sheets, sought, text: q }, { limit, cursor })),
        )
  return {
    data: found.flatMap(({ data }) => data),
    next_cursor: kind === undefined ? null : (found[0]?.next_cursor ?? null),
    more: kinds.filter((_, i) => (found[i]?.next_cursor ?? null) !== null),
  }
}

async function hitsOf(
  services: AppServices,
  kind: SearchKind,
  all: RowSearch & { text: string },
  asked: Asked,
): Promise<Page<SearchHit>> {
  const { sought } = all
  switch (kind) {
    case 'table':
      return tablesOf(all, asked)
    case 'row':
      return presented(await findRows(services, all, asked), (row) => presentRowHit(row, sought))
    case 'note':
      return presented(await findNotes(services, all, asked), (note) => presentNoteHit(note, sought))
    case 'evidence':
      return presented(await findEvidence(services, all, asked), (file) => presentFileHit(file, sought))
    case 'factor':
      return presented(await findFactors(services, all.tenantId, all.text, asked), presentFactorHit)
    default:
      return assertNever(kind)
  }
}

const presented = <Found>(
  { data, next_cursor }: Page<Found>,
  present: (found: Found) => SearchHit,
): Page<SearchHit> => ({
  data: data.map(present),
  next_cursor,
})

/** Tables by their names and those of their modules, each in its newest open cycle, or the newest of all. */
function tablesOf({ sheets, sought }: RowSearch, { limit, cursor }: Asked): Page<SearchHit> {
  const [start] = cursor === undefined ? [0] : readCursor(cursor, 1)
  if (typeof start !== 'number' || !Number.isSafeInteger(start) || start < 0) {
    throw foreignCursor()
  }
  const tables = [...Map.groupBy(sheets, ({ table }) => table.id).values()]
    .map((cycles): SearchedSheet => cycles.find(({ cycle }) => cycle.status === 'open') ?? cycles[0]!)
    .filter(({ table, module }) => hasWords(`${table.name} ${module.name}`, sought.words))
  const data = tables.slice(start, start + limit).map(presentTableHit)
  return { data, next_cursor: tables.length > start + limit ? writeCursor([start + limit]) : null }
}

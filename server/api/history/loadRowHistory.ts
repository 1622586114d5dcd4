import type { RowHistoryQuery, RowHistoryReply } from '#shared/api/history.ts'
import type { SheetAddress } from '#server/collaboration/ports.ts'
import { rowChanges, type RowChanges } from '#server/history/rowChanges.ts'
import { gesturesById } from '#server/history/sheetGestures.ts'
import type { Identity } from '#server/policies/Identity.ts'
import type { AppServices } from '../AppServices.ts'
import { cursorOfRow, rowCursor } from './cursors.ts'
import { filterOf, loadHistoryAccess } from './historyAccess.ts'
import { cellsOf } from './presentGesture.ts'
import { loadPeople } from './people.ts'

/** Changes of the cells of one row, newest first; what was journaled together stays together. */
export async function loadRowHistory(
  services: AppServices,
  identity: Identity,
  { rowId, ...sheet }: SheetAddress & { rowId: string },
  query: RowHistoryQuery,
): Promise<RowHistoryReply> {
  const { reader } = services
  const { tenantId } = identity
  const access = await loadHistoryAccess(services, identity, sheet)
  const filter = filterOf(access, query, [...access.fields.keys()])
  const { changes, next } = await changesOfRow(services, tenantId, sheet, rowId, filter, query)
  const ids = new Set(changes.map(({ gesture }) => gesture.id))
  const known = await gesturesById(reader, tenantId, sheet, ids, access.visible)
  const personOf = await loadPeople(
    services,
    changes.map(({ actorId }) => actorId),
  )
  return {
    data: changes.map(({ seq, at, ordinal, old, new: now, actorId, origin, gesture }) => ({
      seq,
      at,
      field: access.fields.get(ordinal)!.key,
      old,
      new: now,
      user: personOf(actorId),
      origin,
      gesture: gesture.kind,
      gesture_id: gesture.id,
      gesture_cells: cellsOf(known.get(gesture.id)?.counts ?? {}),
    })),
    next_cursor: cursorOfRow(next),
  }
}

/** A page of a row's changes that is not empty while there are more. */
export async function changesOfRow(
  { reader }: Pick<AppServices, 'reader'>,
  tenantId: string,
  sheet: SheetAddress,
  rowId: string,
  filter: Parameters<typeof rowChanges>[4],
  { limit, cursor }: Pick<RowHistoryQuery, 'limit' | 'cursor'>,
): Promise<RowChanges> {
  let page = await rowChanges(reader, tenantId, sheet, rowId, filter, { limit, before: rowCursor(cursor) })
  while (page.changes.length === 0 && page.next !== null) {
    page = await rowChanges(reader, tenantId, sheet, rowId, filter, { limit, before: page.next })
  }
  return page
}

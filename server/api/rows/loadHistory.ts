import type { HistoryQuery, HistoryReply } from '#shared/api/rows.ts'
import type { CellChange, SheetAddress } from '#server/collaboration/ports.ts'
import type { Identity } from '#server/policies/Identity.ts'
import type { AppServices } from '../AppServices.ts'
import { readCursor, writeCursor } from '../routing/keyset.ts'
import { loadSheetAccess } from './loadSheetAccess.ts'

/**
 * Changes of one row, newest first, only of fields that the caller may read. A page ends at a journal position, so that
 * the cells of one gesture stay together; fields that are left out may make it shorter than asked.
 */
export async function loadHistory(
  services: AppServices,
  identity: Identity,
  { rowId, ...sheet }: SheetAddress & { rowId: string },
  { limit, cursor }: HistoryQuery,
): Promise<HistoryReply> {
  const { access } = await loadSheetAccess(services, identity, sheet)
  await services.collaboration.waitUntilProjected(identity.tenantId, sheet)
  const before = cursor === undefined ? {} : { before: Number(readCursor(cursor, 1)[0]) }
  const changes = await services.collaboration.historyOf(identity.tenantId, sheet, rowId, { limit, ...before })
  const names = await namesOf(services, changes)
  const keys = new Map(access.readable.map((field) => [field.ordinal, field.key]))
  const last = changes.at(-1)
  return {
    data: changes.flatMap((change) => {
      const field = keys.get(change.ordinal)
      return field === undefined ? [] : [presentChange(change, field, names)]
    }),
    next_cursor: changes.length >= limit && last !== undefined ? writeCursor([last.seq]) : null,
  }
}

async function namesOf({ db }: AppServices, changes: readonly CellChange[]): Promise<Map<string, string>> {
  const ids = new Set(changes.flatMap((change) => change.actorId ?? []))
  const people: { id: string; name: string }[] =
    ids.size === 0
      ? []
      : await db('users')
          .whereIn('id', [...ids])
          .select('id', 'name')
  return new Map(people.map(({ id, name }) => [id, name]))
}

function presentChange(
  change: CellChange,
  field: string,
  names: ReadonlyMap<string, string>,
): HistoryReply['data'][number] {
  const { seq, at, actorId, origin } = change
  return {
    seq,
    at: at.toISOString(),
    field,
    old: change.old,
    new: change.new,
    user: actorId === null ? null : { id: actorId, name: names.get(actorId) ?? 'Unknown' },
    origin,
  }
}

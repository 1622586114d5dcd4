import type { NoteChangeReply, NotedRowsReply, NoteReply } from '#shared/api/notes.ts'
import type { NoteContent } from '#shared/notes/noteContent.ts'
import { textDifference } from '#shared/notes/textDifference.ts'
import type { SheetAddress } from '#server/collaboration/ports.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import type { Identity } from '#server/policies/Identity.ts'
import type { AppServices } from '../AppServices.ts'
import { loadPeople } from '../history/people.ts'
import { loadSheetAccess } from '../rows/loadSheetAccess.ts'

interface RowAddress {
  sheet: SheetAddress
  rowId: string
}

const EXCERPT = 200
const MOST_CHANGES = 200

const NOTE_OF_ROW = `FROM notes n JOIN note_contents c ON c.tenant_id = n.tenant_id AND c.note_id = n.id
  WHERE n.tenant_id = $1 AND n.table_id = $2 AND n.cycle_id = $3 AND n.row_id = $4`

/** The note of a row. Throws NotFoundError for a sheet or row that is not there or not theirs to read. */
export async function loadNote(services: AppServices, identity: Identity, row: RowAddress): Promise<NoteReply> {
  const bindings = await openRow(services, identity, row)
  const [note] = await services.reader.read<{ content: NoteContent; text: string; at: Date; by: string }>(
    identity.tenantId,
    { sql: `SELECT c.content, c.text, c.updated_at AS at, c.updated_by AS by ${NOTE_OF_ROW}`, bindings },
  )
  if (note === undefined) {
    const content = { type: 'doc', content: [] }
    return { row_id: row.rowId, content, text: '', updated_at: null, updated_by: null }
  }
  const personOf = await loadPeople(services, [note.by])
  const { text, at, by } = note
  const content = { ...note.content }
  return { row_id: row.rowId, content, text, updated_at: at.toISOString(), updated_by: personOf(by) }
}

/** Who wrote to the note when, newest first. Throws NotFoundError. */
export async function loadNoteChanges(
  services: AppServices,
  identity: Identity,
  row: RowAddress,
): Promise<NoteChangeReply[]> {
  const bindings = await openRow(services, identity, row)
  const changes = await services.reader.read<{
    beganAt: Date
    at: Date
    actorIds: string[]
    before: string
    text: string
  }>(identity.tenantId, {
    sql: `
      SELECT h.began_at AS "beganAt", h.at, h.actor_ids AS "actorIds", h.text,
        coalesce(lag(h.text) OVER (ORDER BY h.first_seq), '') AS before
      FROM notes n JOIN note_changes h ON h.tenant_id = n.tenant_id AND h.note_id = n.id
      WHERE n.tenant_id = $1 AND n.table_id = $2 AND n.cycle_id = $3 AND n.row_id = $4
      ORDER BY h.first_seq DESC LIMIT ${MOST_CHANGES}`,
    bindings,
  })
  const personOf = await loadPeople(
    services,
    changes.flatMap(({ actorIds }) => actorIds),
  )
  return changes.map(({ beganAt, at, actorIds, before, text }) => ({
    began_at: beganAt.toISOString(),
    at: at.toISOString(),
    users: actorIds.flatMap((id) => personOf(id) ?? []),
    ...textDifference(before, text),
  }))
}

/** The rows of a sheet that have a note; those of deleted rows too, which come back with them. Throws NotFoundError. */
export async function loadNotedRows(
  services: AppServices,
  identity: Identity,
  sheet: SheetAddress,
): Promise<NotedRowsReply['data']> {
  const { tenantId } = identity
  await loadSheetAccess(services, identity, sheet)
  await services.collaboration.waitUntilNotesProjected(tenantId, sheet)
  const notes = await services.reader.read<{ rowId: string; excerpt: string; at: Date; by: string }>(tenantId, {
    sql: `SELECT n.row_id AS "rowId", left(c.text, ${EXCERPT}) AS excerpt, c.updated_at AS at, c.updated_by AS by
          FROM notes n JOIN note_contents c ON c.tenant_id = n.tenant_id AND c.note_id = n.id
          WHERE n.tenant_id = $1 AND n.table_id = $2 AND n.cycle_id = $3 AND c.text <> ''`,
    bindings: [tenantId, sheet.tableId, sheet.cycleId],
  })
  const personOf = await loadPeople(
    services,
    notes.map(({ by }) => by),
  )
  return notes.map(({ rowId, excerpt, at, by }) => ({
    row_id: rowId,
    excerpt,
    updated_at: at.toISOString(),
    updated_by: personOf(by)!,
  }))
}

/** Everything that was written is there to be read. Answers what a statement about the note of that row is given. */
async function openRow(services: AppServices, identity: Identity, { sheet, rowId }: RowAddress): Promise<unknown[]> {
  const { tenantId } = identity
  await loadSheetAccess(services, identity, sheet)
  await services.collaboration.waitUntilProjected(tenantId, sheet)
  const bindings = [tenantId, sheet.tableId, sheet.cycleId, rowId]
  const [row] = await services.reader.read(tenantId, {
    sql: `SELECT 1 FROM rows WHERE tenant_id = $1 AND table_id = $2 AND cycle_id = $3 AND row_id = $4 AND NOT deleted`,
    bindings,
  })
  if (row === undefined) {
    throw new NotFoundError('row')
  }
  await services.collaboration.waitUntilNotesProjected(tenantId, sheet)
  return bindings
}

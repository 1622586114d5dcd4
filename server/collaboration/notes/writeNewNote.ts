import type { Knex } from 'knex'
import * as Y from 'yjs'
import { newAuthorClient } from '#collab/schema/layout.ts'
import { noteFault } from '#collab/schema/note.ts'
import { writeNote } from '#collab/schema/writeNote.ts'
import type { NoteContent } from '#shared/notes/noteContent.ts'
import { connectionOf } from '#server/storage/database/connectionOf.ts'
import { sha256 } from '#server/storage/journal/sha256.ts'
import type { Identity, SheetAddress } from '../ports.ts'

/** The note of a row that has none, and the permission epoch of the common part of its sheet. */
interface NewNote extends SheetAddress {
  row: string
  epoch: number
  content: NoteContent
}

/**
 * Writes the first words of a note, in a transaction in which nobody else can write to its sheet. Through the journal, and
 * by the rules of what a note may hold, like what people write.
 */
export async function writeNewNote(
  trx: Knex.Transaction,
  { tenantId, userId, sessionId }: Pick<Identity, 'tenantId' | 'userId' | 'sessionId'>,
  { tableId, cycleId, row, epoch, content }: NewNote,
): Promise<void> {
  const connection = await connectionOf(trx)
  const place = { tenant_id: tenantId, table_id: tableId, cycle_id: cycleId, row_id: row }
  const [note] = await trx('notes').insert(place, 'id')
  const { bytes, client } = updateOf(content)
  const { rows } = await connection.query<{ verdict: string }>(
    'SELECT verdict FROM note_append($1, $2, $3, 0, $4, $5, $6, $7, $8, $9)',
    [tenantId, note.id, epoch, userId, sessionId, 'api', [client], sha256(bytes), Buffer.from(bytes)],
  )
  if (rows[0]?.verdict !== 'ok') {
    throw new Error(`the journal did not take the new note ${note.id}: ${rows[0]?.verdict}`)
  }
}

function updateOf(content: NoteContent): { bytes: Uint8Array; client: number } {
  const doc = new Y.Doc()
  try {
    doc.clientID = newAuthorClient()
    writeNote(doc, content)
    const fault = noteFault(doc)
    if (fault !== null) {
      throw new Error(`this is no note: ${fault}`)
    }
    return { bytes: Y.encodeStateAsUpdate(doc), client: doc.clientID }
  } finally {
    doc.destroy()
  }
}

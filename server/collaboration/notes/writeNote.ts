import type pg from 'pg'
import * as Y from 'yjs'
import type { NoteKey } from '#server/storage/journal/readNoteRows.ts'
import { sha256 } from '#server/storage/journal/sha256.ts'
import type { DerivedNote } from './DerivedNote.ts'

/** Keeps what a note says and the entries of its history that were derived. `at`: when it was written last. */
export async function writeNote(
  client: pg.PoolClient,
  { tenantId, noteId }: NoteKey,
  note: DerivedNote,
  at: Date,
): Promise<void> {
  const state = Y.encodeStateAsUpdate(note.doc)
  await client.query(
    `INSERT INTO note_contents (tenant_id, note_id, content, text, updated_at, updated_by, state, sha256, owners)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (tenant_id, note_id) DO UPDATE SET content = excluded.content, text = excluded.text,
       updated_at = excluded.updated_at, updated_by = excluded.updated_by, state = excluded.state,
       sha256 = excluded.sha256, owners = excluded.owners`,
    [
      tenantId,
      noteId,
      JSON.stringify(note.content),
      note.text,
      at,
      note.writtenBy,
      Buffer.from(state),
      sha256(state),
      JSON.stringify(Object.fromEntries(note.owners)),
    ],
  )
  for (const sitting of note.sittings()) {
    await client.query(
      `INSERT INTO note_changes (tenant_id, note_id, first_seq, last_seq, began_at, at, actor_ids, text)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (tenant_id, note_id, first_seq) DO UPDATE SET last_seq = excluded.last_seq, at = excluded.at,
         actor_ids = excluded.actor_ids, text = excluded.text`,
      [
        tenantId,
        noteId,
        sitting.firstSeq,
        sitting.lastSeq,
        sitting.beganAt,
        sitting.at,
        sitting.actorIds,
        sitting.text,
      ],
    )
  }
}

import type pg from 'pg'
import { inTenantOn } from '#server/storage/journal/inTenantOn.ts'
import { loadNote } from '#server/storage/journal/loadNote.ts'
import type { NoteKey } from '#server/storage/journal/readNoteRows.ts'
import type { SheetAddress } from '../ports.ts'
import { DerivedNote, type NoteSitting } from './DerivedNote.ts'
import { writeNote } from './writeNote.ts'

/**
 * Brings contents and history of a note up to its journal, from what was kept. Null: they are, or another server has just
 * done it. Throws when the journal is not whole.
 */
export async function projectNote(pool: pg.Pool, key: NoteKey): Promise<SheetAddress | null> {
  const stored = await loadNote(pool, key, () => {}) // whoever opens it tells of damage
  const head = stored.rows.at(-1)
  if (head === undefined) {
    return null
  }
  const last = stored.stateSeq === 0 ? null : await lastSitting(pool, key)
  const note = new DerivedNote(stored.state, stored.owners, last)
  try {
    stored.rows.forEach((row) => note.take(row))
    const isOurs = await write(pool, key, { note, at: head.at, from: stored.stateSeq, to: head.seq })
    return isOurs ? { tableId: stored.tableId, cycleId: stored.cycleId } : null
  } finally {
    note.destroy()
  }
}

function lastSitting(pool: pg.Pool, { tenantId, noteId }: NoteKey): Promise<NoteSitting | null> {
  return inTenantOn(pool, tenantId, async (client) => {
    const { rows } = await client.query<NoteSitting>(
      `SELECT first_seq::float8 AS "firstSeq", last_seq::float8 AS "lastSeq", began_at AS "beganAt", at,
              actor_ids AS "actorIds", text
       FROM note_changes WHERE tenant_id = $1 AND note_id = $2 ORDER BY first_seq DESC LIMIT 1`,
      [tenantId, noteId],
    )
    return rows[0] ?? null
  })
}

interface Projection {
  note: DerivedNote
  at: Date
  from: number
  to: number
}

/** False: somebody else was faster. A kept state that is damaged is replaced from wherever it stood. */
function write(pool: pg.Pool, { tenantId, noteId }: NoteKey, { note, at, from, to }: Projection): Promise<boolean> {
  return inTenantOn(pool, tenantId, async (client) => {
    const { rowCount } = await client.query(
      'UPDATE notes SET projected_seq = $3 WHERE tenant_id = $1 AND id = $2 AND projected_seq < $3 AND $4 <= projected_seq',
      [tenantId, noteId, to, from],
    )
    if (rowCount === 0) {
      return false
    }
    await writeNote(client, { tenantId, noteId }, note, at)
    return true
  })
}

import { isDeepStrictEqual } from 'node:util'
import type pg from 'pg'
import { noteFault } from '#collab/schema/note.ts'
import { DerivedNote } from '../collaboration/notes/DerivedNote.ts'
import { writeNote } from '../collaboration/notes/writeNote.ts'
import { openPool } from '../storage/database/openPool.ts'
import { inTenantOn } from '../storage/journal/inTenantOn.ts'
import { readNoteRows, type NoteKey, type NoteRow } from '../storage/journal/readNoteRows.ts'
import type { ProofKind } from './proveAll.ts'
import { tenantsOf } from './StoredDocument.ts'

/** A note that is not as it should be. Never a word of it. */
export interface NoteProblem {
  noteId: number
  what: string
  /** Null: it has been made good. */
  remedy: string | null
}

export interface NotesReport {
  notes: number
  updates: number
  problems: NoteProblem[]
}

const BACKUP = 'bring this back from a backup: nothing else has it'
const AUDIT = 'compare the audit log with a backup: the program writes both in one statement and changes neither'
const REBUILD = 'npm run rebuild'

/**
 * Every note of every tenant: its journal is whole, in step with the audit log, and a note; contents and history are what
 * the journal says. `rebuild` makes those anew. Complexity: all updates of all notes, one note at a time.
 */
export async function proveNotes(ownerUrl: string, kind: ProofKind): Promise<NotesReport> {
  const owner = openPool({ url: ownerUrl, poolSize: 1 }, () => {})
  const report: NotesReport = { notes: 0, updates: 0, problems: [] }
  try {
    for (const tenantId of await tenantsOf(owner)) {
      const { rows } = await inTenantOn(owner, tenantId, (client) =>
        client.query<{ noteId: number }>('SELECT id::float8 AS "noteId" FROM notes WHERE tenant_id = $1 ORDER BY id', [
          tenantId,
        ]),
      )
      for (const { noteId } of rows) {
        report.notes++
        await proveNote(owner, { tenantId, noteId }, kind, report)
      }
    }
    return report
  } finally {
    await owner.end()
  }
}

interface StoredNote {
  headSeq: number
  projectedSeq: number
  content: unknown
  text: string | null
  by: string | null
  sittings: unknown
  /** Entries of the audit log, by their positions. */
  audited: number[]
}

async function proveNote(owner: pg.Pool, key: NoteKey, kind: ProofKind, report: NotesReport): Promise<void> {
  const { noteId } = key
  const tell = (what: string, remedy: string | null): void => void report.problems.push({ noteId, what, remedy })
  let stored: StoredNote
  let rows: NoteRow[]
  try {
    ;[stored, rows] = await readWhole(owner, key)
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error), BACKUP)
    return
  }
  report.updates += rows.length
  if (rows.length !== stored.headSeq) {
    tell(`its journal ends at ${rows.length}, and it should at ${stored.headSeq}`, BACKUP)
    return
  }
  if (
    !isDeepStrictEqual(
      stored.audited,
      rows.map(({ seq }) => seq),
    )
  ) {
    tell('its journal and the audit log differ', AUDIT)
  }
  const note = new DerivedNote(null, new Map(), null)
  try {
    rows.forEach((row) => note.take(row))
    const fault = noteFault(note.doc)
    if (fault !== null) {
      tell(`its journal holds what no note may hold: ${fault}`, BACKUP)
    } else if (stored.projectedSeq === stored.headSeq && rows.length > 0 && !isDerived(stored, note)) {
      if (kind === 'rebuild') {
        await inTenantOn(owner, key.tenantId, (client) => writeNote(client, key, note, rows.at(-1)!.at))
      }
      tell('contents or history are not what the journal says', kind === 'rebuild' ? null : REBUILD)
    }
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error), BACKUP)
  } finally {
    note.destroy()
  }
}

function readWhole(owner: pg.Pool, key: NoteKey): Promise<[StoredNote, NoteRow[]]> {
  return inTenantOn(
    owner,
    key.tenantId,
    async (client) => {
      const { rows } = await client.query<StoredNote>(
        `SELECT n.head_seq::float8 AS "headSeq", n.projected_seq::float8 AS "projectedSeq", c.content, c.text, c.updated_by AS by,
           (SELECT coalesce(jsonb_agg(jsonb_build_array(h.first_seq, h.last_seq, h.actor_ids, h.text) ORDER BY h.first_seq), '[]')
            FROM note_changes h WHERE h.tenant_id = n.tenant_id AND h.note_id = n.id) AS sittings,
           (SELECT coalesce(array_agg((a.after->>'seq')::float8 ORDER BY a.id), '{}') FROM audit_log a
            WHERE a.tenant_id = n.tenant_id AND a.subject_kind = 'note' AND a.subject_id = n.id::text AND a.action = 'note.write') AS audited
         FROM notes n LEFT JOIN note_contents c ON c.tenant_id = n.tenant_id AND c.note_id = n.id
         WHERE n.tenant_id = $1 AND n.id = $2`,
        [key.tenantId, key.noteId],
      )
      return [rows[0]!, await readNoteRows(client, key, 0)]
    },
    'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
  )
}

function isDerived({ content, text, by, sittings }: StoredNote, note: DerivedNote): boolean {
  const derived = note.sittings().map((one) => [one.firstSeq, one.lastSeq, one.actorIds, one.text])
  const said = [note.content, note.text, note.writtenBy, derived]
  // as JSON: the database keeps no difference between what is missing and what is not there
  return isDeepStrictEqual(JSON.parse(JSON.stringify(said)), [content, text, by, sittings])
}

import type pg from 'pg'
import type { DocumentKey, Head, JournalRow, Receipt, Verdict } from '#collab/hocuspocus/Journal.ts'
import type { LoadedState } from '#collab/hocuspocus/JournaledDocument.ts'
import type { NoteEntry, NoteJournal } from '#collab/hocuspocus/NoteJournal.ts'
import type { NoteAddress } from '#collab/protocol/documentName.ts'
import { COMMON_PART } from '#shared/fields/partOf.ts'
import { inTenantOn } from './inTenantOn.ts'
import { loadNote } from './loadNote.ts'
import { readNoteRows } from './readNoteRows.ts'
import { sha256 } from './sha256.ts'

/** A note has one life: it is small, so it is never folded. */
const GENERATION = 1

/** Notes in PostgreSQL. One statement per update: a note is written by one after the other. */
export class PgNoteJournal implements NoteJournal {
  readonly #pool: pg.Pool
  readonly #prepare: (tenantId: string, address: NoteAddress) => Promise<void>
  readonly #onDamage: (noteId: number, error: Error) => void

  /**
   * `prepare` is asked for before a row is looked for: its sheet must have a common part and be projected. `onDamage` hears
   * of a kept state whose hash does not match; loading goes on without it.
   */
  constructor(
    pool: pg.Pool,
    prepare: (tenantId: string, address: NoteAddress) => Promise<void>,
    onDamage: (noteId: number, error: Error) => void,
  ) {
    this.#pool = pool
    this.#prepare = prepare
    this.#onDamage = onDamage
  }

  async locate(tenantId: string, address: NoteAddress): Promise<DocumentKey | null> {
    await this.#prepare(tenantId, address)
    const { tableId, cycleId, rowId } = address
    return inTenantOn(this.#pool, tenantId, async (client) => {
      const there = 'tenant_id = $1 AND table_id = $2 AND cycle_id = $3 AND row_id = $4'
      const values = [tenantId, tableId, cycleId, rowId]
      await client.query(
        `INSERT INTO notes (tenant_id, table_id, cycle_id, row_id)
         SELECT tenant_id, table_id, cycle_id, row_id FROM rows WHERE ${there} AND NOT deleted ON CONFLICT DO NOTHING`,
        values,
      )
      const { rows } = await client.query<{ id: number }>(
        `SELECT id::float8 AS id FROM notes WHERE ${there} AND EXISTS (SELECT FROM rows WHERE ${there} AND NOT deleted)`,
        values,
      )
      return rows[0] === undefined ? null : { tenantId, documentId: rows[0].id, generation: GENERATION }
    })
  }

  async load({ tenantId, documentId }: DocumentKey): Promise<LoadedState> {
    const note = await loadNote(this.#pool, { tenantId, noteId: documentId }, (error) =>
      this.#onDamage(documentId, error),
    )
    return { ...note, part: COMMON_PART, tail: null }
  }

  async append(entry: NoteEntry): Promise<Receipt> {
    const { tenantId, documentId, epoch, seen, author, clients, bytes } = entry
    const { rows } = await this.#pool.query<{ seq: number | null; verdict: Verdict }>({
      name: 'note_append',
      text: 'SELECT seq::float8 AS seq, verdict FROM note_append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
      values: [
        tenantId,
        documentId,
        epoch,
        seen,
        author.userId,
        author.sessionId,
        author.origin,
        clients,
        sha256(bytes),
        Buffer.from(bytes),
      ],
    })
    return rows[0]!
  }

  async heads(noteIds: readonly number[]): Promise<Map<number, Head>> {
    const { rows } = await this.#pool.query<Omit<Head, 'generation'> & { id: number }>({
      name: 'note_heads',
      text: 'SELECT id::float8 AS id, head_seq::float8 AS "headSeq", perm_epoch AS epoch, locked FROM note_heads($1)',
      values: [noteIds],
    })
    return new Map(rows.map(({ id, ...head }) => [id, { ...head, generation: GENERATION }]))
  }

  rowsAfter({ tenantId, documentId }: DocumentKey, after: number): Promise<JournalRow[]> {
    return inTenantOn(this.#pool, tenantId, (client) => readNoteRows(client, { tenantId, noteId: documentId }, after))
  }
}

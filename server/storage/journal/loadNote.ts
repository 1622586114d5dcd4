import type pg from 'pg'
import * as Y from 'yjs'
import { inTenantOn } from './inTenantOn.ts'
import { readNoteRows, type NoteKey, type NoteRow } from './readNoteRows.ts'
import { hasHash } from './sha256.ts'

export interface StoredNote {
  tableId: string
  cycleId: string
  epoch: number
  locked: boolean
  state: Uint8Array
  stateSeq: number
  owners: ReadonlyMap<number, string>
  rows: NoteRow[]
}

interface Standing {
  tableId: string
  cycleId: string
  epoch: number
  locked: boolean
  headSeq: number
  stateSeq: number
  state: Buffer | null
  sha256: Buffer | null
  owners: Record<string, string> | null
}

/** A note as it is kept, and what came after that. Throws when its journal is not whole. */
export function loadNote(pool: pg.Pool, key: NoteKey, onDamage: (error: Error) => void): Promise<StoredNote> {
  return inTenantOn(pool, key.tenantId, async (client) => {
    const { rows: found } = await client.query<Standing>(
      `SELECT n.table_id AS "tableId", n.cycle_id AS "cycleId", d.perm_epoch AS epoch, d.locked, n.head_seq::float8 AS "headSeq",
              n.projected_seq::float8 AS "stateSeq", c.state, c.sha256, c.owners
       FROM notes n JOIN documents d
           ON d.tenant_id = n.tenant_id AND d.table_id = n.table_id AND d.cycle_id = n.cycle_id AND d.part = 'common'
         LEFT JOIN note_contents c ON c.tenant_id = n.tenant_id AND c.note_id = n.id
       WHERE n.tenant_id = $1 AND n.id = $2`,
      [key.tenantId, key.noteId],
    )
    const [standing] = found
    if (standing === undefined) {
      throw new Error('the note is gone')
    }
    const kept = keptState(standing)
    if (kept === null && standing.state !== null) {
      onDamage(new Error(`the kept state of note ${key.noteId} is damaged`))
    }
    const { tableId, cycleId, epoch, locked } = standing
    const start = kept ?? { state: NOTHING, stateSeq: 0, owners: new Map<number, string>() }
    const rows = await readNoteRows(client, key, start.stateSeq)
    const end = rows.at(-1)?.seq ?? start.stateSeq
    if (end < standing.headSeq) {
      throw new Error(`the journal of note ${key.noteId} ends at ${end}, before its head ${standing.headSeq}`)
    }
    return { tableId, cycleId, epoch, locked, ...start, rows }
  })
}

const NOTHING = Y.encodeStateAsUpdate(new Y.Doc())

function keptState({
  state,
  sha256,
  owners,
  stateSeq,
}: Standing): Pick<StoredNote, 'state' | 'stateSeq' | 'owners'> | null {
  if (state === null || sha256 === null || !hasHash(state, sha256)) {
    return null
  }
  return {
    state,
    stateSeq,
    owners: new Map(Object.entries(owners ?? {}).map(([client, userId]) => [Number(client), userId])),
  }
}

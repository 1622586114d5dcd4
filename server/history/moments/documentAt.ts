import type pg from 'pg'
import * as Y from 'yjs'
import { Sheet } from '#collab/schema/Sheet.ts'
import type { DocumentKey } from '#collab/hocuspocus/Journal.ts'
import { inTenantOn } from '#server/storage/journal/inTenantOn.ts'
import { hasHash } from '#server/storage/journal/sha256.ts'

interface State {
  /** Brings the bytes to `seq`; null: they have it all. */
  tail: Buffer | null
  tailSha256: Buffer | null
  bytes: Buffer
  sha256: Buffer
  seq: number
}

/**
 * A document as it was in one of its generations when its journal had come to `seq`. Throws when what is stored
 * is not whole: a sheet that is not as it was is never shown as one.
 */
export function documentAt(pool: pg.Pool, key: DocumentKey, seq: number): Promise<Sheet> {
  const { tenantId, documentId, generation } = key
  return inTenantOn(pool, tenantId, async (client) => {
    const first = await firstState(client, key)
    const state = (await snapshotUpTo(client, key, first.seq, seq)) ?? first
    const { rows } = await client.query<{ seq: number; sha256: Buffer; bytes: Buffer }>(
      `SELECT seq::float8 AS seq, sha256, bytes FROM document_updates
       WHERE tenant_id = $1 AND document_id = $2 AND generation = $3 AND seq > $4 AND seq <= $5 ORDER BY seq`,
      [tenantId, documentId, generation, state.seq, seq],
    )
    const doc = new Y.Doc()
    doc.transact(() => {
      Y.applyUpdate(doc, state.bytes)
      if (state.tail !== null) {
        Y.applyUpdate(doc, state.tail)
      }
      for (const row of rows) {
        if (!hasHash(row.bytes, row.sha256)) {
          throw new Error(`journal row ${row.seq} of document ${documentId} is damaged`)
        }
        Y.applyUpdate(doc, row.bytes)
      }
    })
    if (doc.store.pendingStructs !== null || (rows.at(-1)?.seq ?? state.seq) !== seq) {
      throw new Error(`the journal of document ${documentId} has a gap before ${seq}`)
    }
    return new Sheet(doc)
  })
}

async function firstState(client: pg.PoolClient, { tenantId, documentId, generation }: DocumentKey): Promise<State> {
  const { rows } = await client.query<State>(
    `SELECT seed AS bytes, sha256, tail, tail_sha256 AS "tailSha256", after_seq::float8 AS seq FROM document_generations
     WHERE tenant_id = $1 AND document_id = $2 AND generation = $3`,
    [tenantId, documentId, generation],
  )
  const [state] = rows
  if (state === undefined || !isWhole(state)) {
    throw new Error(`the first state of document ${documentId}@${generation} is missing or damaged`)
  }
  return state
}

/** Shortens the way; a damaged one is passed over. */
async function snapshotUpTo(
  client: pg.PoolClient,
  { tenantId, documentId, generation }: DocumentKey,
  after: number,
  seq: number,
): Promise<State | null> {
  const { rows } = await client.query<State>(
    `SELECT bytes, sha256, NULL AS tail, NULL AS "tailSha256", upto_seq::float8 AS seq FROM document_snapshots
     WHERE tenant_id = $1 AND document_id = $2 AND generation = $3 AND upto_seq > $4 AND upto_seq <= $5
     ORDER BY upto_seq DESC LIMIT 1`,
    [tenantId, documentId, generation, after, seq],
  )
  const [snapshot] = rows
  return snapshot !== undefined && isWhole(snapshot) ? snapshot : null
}

const isWhole = ({ bytes, sha256, tail, tailSha256 }: State): boolean =>
  hasHash(bytes, sha256) && (tail === null || tailSha256 === null ? tail === tailSha256 : hasHash(tail, tailSha256))

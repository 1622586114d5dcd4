import type pg from 'pg'
import type { DocumentKey, LoadedDocument } from '#collab/hocuspocus/Journal.ts'
import { inTenantOn } from './inTenantOn.ts'
import { readRows } from './readRows.ts'
import { hasHash } from './sha256.ts'

type Standing = Omit<LoadedDocument, 'state' | 'stateSeq' | 'owners' | 'rows'>
type State = Pick<LoadedDocument, 'state' | 'stateSeq' | 'owners'>

interface StoredState {
  bytes: Buffer
  sha256: Buffer
  seq: number
  owners: Record<string, string>
}

/**
 * Newest snapshot whose hash checks, and the rows behind it; without one, the state that the generation started from.
 * Null when the tenant has no such document. Throws when nothing is whole: an empty sheet is never served for a full one.
 */
export function loadDocument(
  pool: pg.Pool,
  {
    tenantId,
    documentId,
    fromStart,
    onDamage,
  }: { tenantId: string; documentId: number; fromStart: boolean; onDamage: (error: Error) => void },
): Promise<LoadedDocument | null> {
  return inTenantOn(pool, tenantId, async (client) => {
    const { rows } = await client.query<Standing>(
      `SELECT head_seq::float8 AS "headSeq", generation, perm_epoch AS epoch, locked, table_id AS "tableId", part,
              cycle_id AS "cycleId", position::float8 AS "projectedSeq"
       FROM documents d JOIN document_projections p ON p.tenant_id = d.tenant_id AND p.document_id = d.id
       WHERE d.tenant_id = $1 AND d.id = $2`,
      [tenantId, documentId],
    )
    const stored = rows[0]
    if (stored === undefined) {
      return null
    }
    const standing = fromStart ? { ...stored, projectedSeq: -1 } : stored
    const key = { tenantId, documentId, generation: standing.generation }
    // What is not projected yet is replayed from the start, so that history has it.
    const isUsable = standing.projectedSeq >= 0
    const state = (isUsable ? await newestSnapshot(client, key, onDamage) : null) ?? (await seedOf(client, key))
    return { ...standing, ...state, rows: await readRows(client, key, state.stateSeq) }
  })
}

async function newestSnapshot(
  client: pg.PoolClient,
  { tenantId, documentId, generation }: DocumentKey,
  onDamage: (error: Error) => void,
): Promise<State | null> {
  const listed = await client.query<{ seq: number }>(
    `SELECT upto_seq::float8 AS seq FROM document_snapshots
     WHERE tenant_id = $1 AND document_id = $2 AND generation = $3 ORDER BY upto_seq DESC`,
    [tenantId, documentId, generation],
  )
  for (const { seq } of listed.rows) {
    const { rows } = await client.query<StoredState>(
      `SELECT bytes, sha256, upto_seq::float8 AS seq, owners FROM document_snapshots
       WHERE tenant_id = $1 AND document_id = $2 AND generation = $3 AND upto_seq = $4`,
      [tenantId, documentId, generation, seq],
    )
    const stored = rows[0]
    if (stored !== undefined && hasHash(stored.bytes, stored.sha256)) {
      const owners = new Map(Object.entries(stored.owners).map(([client, userId]) => [Number(client), userId]))
      return { state: stored.bytes, stateSeq: stored.seq, owners }
    }
    onDamage(new Error(`snapshot ${seq} of document ${documentId} is damaged`))
  }
  return null
}

async function seedOf(client: pg.PoolClient, { tenantId, documentId, generation }: DocumentKey): Promise<State> {
  const { rows } = await client.query<StoredState>(
    `SELECT seed AS bytes, sha256, after_seq::float8 AS seq FROM document_generations
     WHERE tenant_id = $1 AND document_id = $2 AND generation = $3`,
    [tenantId, documentId, generation],
  )
  const stored = rows[0]
  if (stored === undefined || !hasHash(stored.bytes, stored.sha256)) {
    throw new Error(`the first state of document ${documentId}@${generation} is missing or damaged`)
  }
  return { state: stored.bytes, stateSeq: stored.seq, owners: new Map() }
}

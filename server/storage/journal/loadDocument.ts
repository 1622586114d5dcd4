import type pg from 'pg'
import type { Behind, DocumentKey, LoadedDocument } from '#collab/hocuspocus/Journal.ts'
import { inTenantOn } from './inTenantOn.ts'
import type { KnownSeeds } from './KnownSeeds.ts'
import { readRows } from './readRows.ts'
import { hasHash } from './sha256.ts'

type State = Pick<LoadedDocument, 'state' | 'tail' | 'stateSeq' | 'owners'>
type Standing = Omit<LoadedDocument, keyof State | 'rows'>

interface StoredState {
  bytes: Buffer
  sha256: Buffer
  seq: number
}

export interface LoadOptions {
  tenantId: string
  documentId: number
  /** Null: the generation in use, as it is projected. */
  behind: Behind | null
  /** Hears of a snapshot whose hash does not match; loading goes on without it. */
  onDamage: (error: Error) => void
  known?: KnownSeeds
}

/**
 * One generation of a document: its newest snapshot whose hash checks, and the rows behind it; without one, the state that
 * the generation started from. Null when the tenant has no such document. Throws when nothing is whole: an empty sheet is
 * never served for a full one.
 */
export function loadDocument(
  pool: pg.Pool,
  { tenantId, documentId, behind, onDamage, known }: LoadOptions,
): Promise<LoadedDocument | null> {
  return inTenantOn(pool, tenantId, async (client) => {
    const standing = await standingOf(client, tenantId, documentId, behind)
    if (standing === null) {
      return null
    }
    const key = { tenantId, documentId, generation: standing.generation }
    const snapshot = await newestSnapshot(client, key, { upTo: standing.projectedSeq, onDamage })
    const state = snapshot ?? (await firstStateOf(client, key, known ?? null))
    const rows = await readRows(client, key, state.stateSeq)
    const end = rows.at(-1)?.seq ?? state.stateSeq
    if (!standing.isSealed && end < standing.headSeq) {
      throw new Error(`the journal of document ${documentId} ends at ${end}, before its head ${standing.headSeq}`)
    }
    return { ...standing, ...state, rows }
  })
}

async function standingOf(
  client: pg.PoolClient,
  tenantId: string,
  documentId: number,
  behind: Behind | null,
): Promise<Standing | null> {
  const { rows } = await client.query<Standing & { afterSeq: number }>(
    `SELECT head_seq::float8 AS "headSeq", g.generation, g.generation < d.generation AS "isSealed", perm_epoch AS epoch, locked,
            table_id AS "tableId", part, cycle_id AS "cycleId", coalesce($4, position)::float8 AS "projectedSeq",
            after_seq::float8 AS "afterSeq"
     FROM documents d
       JOIN document_projections p ON p.tenant_id = d.tenant_id AND p.document_id = d.id
       JOIN document_generations g ON g.tenant_id = d.tenant_id AND g.document_id = d.id AND g.generation = CASE
         WHEN $3 THEN d.generation
         ELSE (SELECT coalesce(max(o.generation) FILTER (WHERE o.after_seq <= coalesce($4, position)), min(o.generation))
               FROM document_generations o
               WHERE o.tenant_id = d.tenant_id AND o.document_id = d.id AND o.generation <= d.generation) END
     WHERE d.tenant_id = $1 AND d.id = $2`,
    [tenantId, documentId, behind === null, typeof behind === 'number' ? behind : null],
  )
  const [found] = rows
  if (found === undefined) {
    return null
  }
  const { afterSeq, ...standing } = found
  // What an earlier generation has left to project is told by that one.
  const isFirst = afterSeq === 0
  return isFirst ? standing : { ...standing, projectedSeq: Math.max(standing.projectedSeq, afterSeq) }
}

/** Not beyond what is projected: the rest is replayed, so that history has it. */
async function newestSnapshot(
  client: pg.PoolClient,
  { tenantId, documentId, generation }: DocumentKey,
  { upTo, onDamage }: { upTo: number; onDamage: (error: Error) => void },
): Promise<State | null> {
  const listed = await client.query<{ seq: number }>(
    `SELECT upto_seq::float8 AS seq FROM document_snapshots
     WHERE tenant_id = $1 AND document_id = $2 AND generation = $3 AND upto_seq <= $4 ORDER BY upto_seq DESC`,
    [tenantId, documentId, generation, upTo],
  )
  for (const { seq } of listed.rows) {
    const { rows } = await client.query<StoredState & { owners: Record<string, string> }>(
      `SELECT bytes, sha256, upto_seq::float8 AS seq, owners FROM document_snapshots
       WHERE tenant_id = $1 AND document_id = $2 AND generation = $3 AND upto_seq = $4`,
      [tenantId, documentId, generation, seq],
    )
    const stored = rows[0]
    if (stored !== undefined && hasHash(stored.bytes, stored.sha256)) {
      const owners = new Map(Object.entries(stored.owners).map(([client, userId]) => [Number(client), userId]))
      return { state: stored.bytes, tail: null, stateSeq: stored.seq, owners }
    }
    onDamage(new Error(`snapshot ${seq} of document ${documentId} is damaged`))
  }
  return null
}

/** `known`: bytes that need not be read when they are those that are stored. */
async function firstStateOf(
  client: pg.PoolClient,
  { tenantId, documentId, generation }: DocumentKey,
  known: KnownSeeds | null,
): Promise<State> {
  const here = known?.of({ documentId, generation })
  const { rows } = await client.query<StoredFirstState>(
    `SELECT CASE WHEN sha256 IS DISTINCT FROM $4 THEN seed END AS bytes, sha256, after_seq::float8 AS seq, tail,
            tail_sha256 AS "tailSha256"
     FROM document_generations WHERE tenant_id = $1 AND document_id = $2 AND generation = $3`,
    [tenantId, documentId, generation, here?.sha256 ?? null],
  )
  const [stored] = rows
  if (
    stored === undefined ||
    (stored.bytes !== null && !hasHash(stored.bytes, stored.sha256)) ||
    !isWholeTail(stored)
  ) {
    throw new Error(`the first state of document ${documentId}@${generation} is missing or damaged`)
  }
  return { state: stored.bytes ?? here!.bytes, tail: stored.tail, stateSeq: stored.seq, owners: new Map() }
}

interface StoredFirstState {
  bytes: Buffer | null
  sha256: Buffer
  seq: number
  tail: Buffer | null
  tailSha256: Buffer | null
}

const isWholeTail = ({ tail, tailSha256 }: StoredFirstState): boolean =>
  tail === null || tailSha256 === null ? tail === tailSha256 : hasHash(tail, tailSha256)

/**
 * A field gets other readers. When its cells lie in another part by that, both documents of every cycle go on in new
 * generations, the one without the field and the other with it, in one transaction with the field itself: nobody ever sees
 * it in both parts or in neither. The generation that had it stays in the database only.
 */
import type pg from 'pg'
import { inTenantOn } from '#server/storage/journal/inTenantOn.ts'
import { partOf } from '#shared/fields/partOf.ts'
import { partDocument } from '../sheetDocuments.ts'
import { MovedPair } from './MovedPair.ts'
import { Overtaken, type Head } from './PreparedGeneration.ts'
import { withFoldLocks } from './withFoldLocks.ts'

export interface FieldMove {
  tenantId: string
  tableId: string
  fieldId: string
  /** Roles; null: whoever may read the rows. */
  readers: readonly string[] | null
  /** Absent: as they are. */
  writers?: readonly string[] | null
  /** Who wants it, for the audit log; `origin` is an IP address. */
  actor: { userId: string; sessionId: string | null; origin: string }
}

/** `changed`: the readers are others now, and where the cells lie. `too-busy`: try again; nothing was changed. */
export type MoveOutcome = 'changed' | 'not-found' | 'too-busy'

export interface MovePorts {
  /** Resolves when rows and history have everything that was journaled for these documents. */
  project: (documentIds: readonly number[]) => Promise<void>
  onDamage: (error: Error) => void
}

interface StoredField {
  ordinal: number
  type: string
  readers: string[] | null
  writers: string[] | null
}

const MAX_ATTEMPTS = 20
const WAIT_MS = 250
/** Under the locks nothing is added, so it seldom takes more than one. */
const MAX_PROJECTIONS = 3

/** Uses at most three connections of the pool. */
export async function moveField(pool: pg.Pool, move: FieldMove, ports: MovePorts): Promise<MoveOutcome> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const outcome = await tryMove(pool, move, ports)
    if (outcome !== 'overtaken') {
      return outcome
    }
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS))
  }
  return 'too-busy'
}

/** `overtaken`: somebody folded one of the documents, or the field or its documents became others meanwhile. */
async function tryMove(pool: pg.Pool, move: FieldMove, ports: MovePorts): Promise<MoveOutcome | 'overtaken'> {
  const field = await inTenantOn(pool, move.tenantId, (client) => readField(client, move))
  if (field === null) {
    return 'not-found'
  }
  const pairs = changesPart(field, move) ? await pairsOf(pool, move, field) : []
  const ids = pairs.flatMap(({ source, target }) => [source, target])
  try {
    const outcome = await withFoldLocks(pool, ids, () => prepareAndCommit(pool, move, field, pairs, ports))
    return outcome ?? 'overtaken'
  } catch (error) {
    if (error instanceof Overtaken) {
      return 'overtaken'
    }
    throw error
  }
}

async function prepareAndCommit(
  pool: pg.Pool,
  move: FieldMove,
  field: StoredField,
  pairs: readonly Pair[],
  ports: MovePorts,
): Promise<MoveOutcome> {
  const prepared: MovedPair[] = []
  for (const pair of pairs) {
    prepared.push(
      await MovedPair.make(pool, { ...pair, tenantId: move.tenantId, ordinal: field.ordinal }, ports.onDamage),
    )
  }
  await ports.project(pairs.flatMap(({ source, target }) => [source, target]))
  for (const pair of prepared) {
    await pair.catchUp(pool)
  }
  return inTenantOn(pool, move.tenantId, (client) => commit(client, move, field, prepared, ports))
}

/** Cells of formulas lie nowhere. */
const changesPart = (field: StoredField, { readers }: FieldMove): boolean =>
  field.type !== 'formula' && partOf(field) !== partOf({ readers })

async function readField(
  client: pg.PoolClient,
  { tenantId, tableId, fieldId }: FieldMove,
): Promise<StoredField | null> {
  const { rows } = await client.query<StoredField>(
    `SELECT ordinal, type, readers, writers FROM fields
     WHERE tenant_id = $1 AND table_id = $2 AND id = $3 AND deleted_at IS NULL`,
    [tenantId, tableId, fieldId],
  )
  return rows[0] ?? null
}

interface Pair {
  source: number
  target: number
}

/** Per cycle in which the field may have cells; the document that they go to is created when there is none. */
async function pairsOf(pool: pg.Pool, { tenantId, tableId, readers }: FieldMove, field: StoredField): Promise<Pair[]> {
  const { rows: sources } = await inTenantOn(pool, tenantId, (client) =>
    client.query<{ id: number; cycleId: string }>(
      `SELECT id::float8 AS id, cycle_id AS "cycleId" FROM documents
       WHERE tenant_id = $1 AND table_id = $2 AND part = $3 ORDER BY id`,
      [tenantId, tableId, partOf(field)],
    ),
  )
  const pairs: Pair[] = []
  for (const { id, cycleId } of sources) {
    const { documentId } = await partDocument(pool, tenantId, { tableId, cycleId, part: partOf({ readers }) })
    pairs.push({ source: id, target: documentId })
  }
  return pairs
}

async function commit(
  client: pg.PoolClient,
  move: FieldMove,
  field: StoredField,
  pairs: readonly MovedPair[],
  ports: MovePorts,
): Promise<MoveOutcome> {
  const heads = await lockSheets(client, move)
  await expectSame(client, move, field, { pairs, heads })
  for (const pair of pairs) {
    await pair.finish(client, heads)
  }
  const ids = pairs.flatMap(({ source, target }) => [source.old.key.documentId, target.old.key.documentId])
  if (!(await isProjected(client, move.tenantId, ids, ports))) {
    return 'too-busy'
  }
  // one moment for all: between two of them the field would be in both parts or in neither
  const at = await clockOf(client)
  for (const pair of pairs) {
    await pair.adopt(client, at)
  }
  await changeField(client, move, field)
  return 'changed'
}

async function clockOf(client: pg.PoolClient): Promise<string> {
  const { rows } = await client.query<{ now: string }>('SELECT clock_timestamp()::text AS now')
  return rows[0]!.now
}

/** Moves of fields of one table take turns; nothing is journaled for its sheets until the commit. */
async function lockSheets(client: pg.PoolClient, { tenantId, tableId }: FieldMove): Promise<Map<number, Head>> {
  await client.query('SELECT FROM tables WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE', [tenantId, tableId])
  const { rows } = await client.query<Head & { id: number }>(
    `SELECT id::float8 AS id, part, generation, head_seq::float8 AS "headSeq" FROM documents
     WHERE tenant_id = $1 AND table_id = $2 ORDER BY id FOR UPDATE`,
    [tenantId, tableId],
  )
  return new Map(rows.map(({ id, ...head }) => [id, head]))
}

async function expectSame(
  client: pg.PoolClient,
  move: FieldMove,
  field: StoredField,
  { pairs, heads }: { pairs: readonly MovedPair[]; heads: ReadonlyMap<number, Head> },
): Promise<void> {
  const now = await readField(client, move)
  const known = new Set(pairs.map(({ source }) => source.old.key.documentId))
  const sources = [...heads].filter(([, { part, headSeq }]) => part === partOf(field) && headSeq > 0)
  const isNewSheet = changesPart(field, move) && sources.some(([id]) => !known.has(id))
  if (JSON.stringify(now) !== JSON.stringify(field) || isNewSheet) {
    throw new Overtaken()
  }
}

/**
 * Before the field is in the other part, everything that was written to it here must be in rows and history: later, a row
 * that is derived from this document would bring back the value that the field had in it.
 */
async function isProjected(
  client: pg.PoolClient,
  tenantId: string,
  documentIds: readonly number[],
  { project }: MovePorts,
): Promise<boolean> {
  for (let round = 0; round < MAX_PROJECTIONS; round++) {
    const { rows } = await client.query<{ left: boolean }>(
      `SELECT EXISTS (
         SELECT FROM documents d JOIN document_projections p ON p.tenant_id = d.tenant_id AND p.document_id = d.id
         WHERE d.tenant_id = $1 AND d.id = ANY ($2) AND p.position < d.head_seq) AS left`,
      [tenantId, documentIds],
    )
    if (rows[0]?.left === false) {
      return true
    }
    await project(documentIds)
  }
  return false
}

/** Gaps and errors of a field that only some may read are in no flag, and those of one that everybody may read are. */
async function deriveAnew(client: pg.PoolClient, { tenantId, tableId }: FieldMove): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT d.id FROM documents d JOIN document_projections p ON p.tenant_id = d.tenant_id AND p.document_id = d.id
     WHERE d.tenant_id = $1 AND d.table_id = $2 ORDER BY d.id FOR UPDATE OF p`,
    [tenantId, tableId],
  )
  await client.query('UPDATE document_projections SET position = -1 WHERE tenant_id = $1 AND document_id = ANY ($2)', [
    tenantId,
    rows.map(({ id }) => id),
  ])
}

async function changeField(client: pg.PoolClient, move: FieldMove, before: StoredField): Promise<void> {
  const { tenantId, tableId, fieldId, readers, writers = before.writers, actor } = move
  await client.query(
    'UPDATE fields SET readers = $3, writers = $4, updated_at = clock_timestamp() WHERE tenant_id = $1 AND id = $2',
    [tenantId, fieldId, readers, writers],
  )
  await client.query('UPDATE documents SET perm_epoch = perm_epoch + 1 WHERE tenant_id = $1 AND table_id = $2', [
    tenantId,
    tableId,
  ])
  await deriveAnew(client, move)
  await client.query(
    `INSERT INTO audit_log (tenant_id, actor_id, actor_kind, session_id, action, subject_kind, subject_id, before, after, origin)
     VALUES ($1, $2, 'user', $3, 'field.access', 'field', $4, $5, $6, $7)`,
    [
      tenantId,
      actor.userId,
      actor.sessionId,
      fieldId,
      JSON.stringify({ readers: before.readers, writers: before.writers }),
      JSON.stringify({ readers, writers }),
      actor.origin,
    ],
  )
}

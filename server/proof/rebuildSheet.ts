/**
 * Derives rows and history of a sheet anew from the journal of its parts, in one transaction, and compares with what was
 * there. The projector of every server waits meanwhile; reads see what was there, writes go on.
 */
import type pg from 'pg'
import * as Y from 'yjs'
import type { Changes } from '#collab/hocuspocus/changes.ts'
import type { Journal, LoadedDocument } from '#collab/hocuspocus/Journal.ts'
import { Part } from '#collab/hocuspocus/Part.ts'
import type { RowResultsOf } from '#server/emissions/rowResults.ts'
import { PartStores } from '../collaboration/PartStores.ts'
import { replayGenerations } from '../collaboration/replayGenerations.ts'
import type { PlansOf } from '../collaboration/gathering/gatheredPlaces.ts'
import { refreshResults } from '../collaboration/gathering/refreshResults.ts'
import { notesOf } from '../collaboration/gathering/sheetNotes.ts'
import { writeProjection } from '../collaboration/writeProjection.ts'
import { inTenantOn } from '../storage/journal/inTenantOn.ts'
import { compareDerived, DERIVED, type Difference } from './compareDerived.ts'
import type { StoredDocument } from './StoredDocument.ts'

export interface RebuildPorts {
  owner: pg.Pool
  journal: Pick<Journal, 'load'>
  rowResults: RowResultsOf
  plansOf: PlansOf
}

/** Rolls the transaction back: only the comparison was wanted. */
class OnlyCompared extends Error {
  readonly differences: Difference[]

  constructor(differences: Difference[]) {
    super('only compared')
    this.differences = differences
  }
}

/**
 * `parts`: all documents of one sheet, the common part first. Answers what was different. `isCheck`: everything stays as it
 * was. Throws when a document cannot be read whole from the journal; then nothing is changed.
 */
export async function rebuildSheet(
  { owner, journal, rowResults, plansOf }: RebuildPorts,
  parts: readonly StoredDocument[],
  { isCheck }: { isCheck: boolean },
): Promise<Difference[]> {
  const [{ tenantId, tableId, cycleId }] = [parts[0]!]
  try {
    return await inTenantOn(owner, tenantId, async (client) => {
      const positions = await lockProjections(client, parts[0]!)
      for (const { table, key } of DERIVED) {
        await client.query(
          `CREATE TEMP TABLE was_${table} ON COMMIT DROP AS SELECT * FROM ${table} WHERE tenant_id = '${tenantId}' AND table_id = '${tableId}' AND cycle_id = '${cycleId}'`,
        )
        await client.query(`CREATE INDEX ON was_${table} (${key.join()})`)
        await client.query(`DELETE FROM ${table} WHERE tenant_id = $1 AND table_id = $2 AND cycle_id = $3`, [
          tenantId,
          tableId,
          cycleId,
        ])
      }
      const ahead = new Set<string>()
      for (const { documentId } of parts) {
        const position = positions.get(documentId) ?? -1
        const { part, changes, isBehind } = await replayUpTo(journal, { tenantId, documentId }, position)
        if (isBehind) {
          await addRowsBehind(journal, { tenantId, documentId }, ahead)
        }
        const store = new PartStores().of(part)
        const isAlone = parts.length === 1
        await writeProjection(client, rowResults, { part, store, changes, target: part.seen, isWhole: true, isAlone })
        part.doc.destroy()
      }
      await refreshResults(client, tenantId, { tableId, cycleId }, { plansOf })
      const notes = await notesOf(client, tenantId, { tableId, cycleId })
      const hashes = await rebuildHashes(client, parts)
      // rows that wait for their results are not what they will be
      const isDerived =
        notes?.isAnew !== true && parts.every(({ documentId }) => (positions.get(documentId) ?? -1) >= 0)
      const differences = [...hashes, ...(isDerived ? await compareDerived(client, parts[0]!, [...ahead]) : [])]
      if (isCheck) {
        throw new OnlyCompared(differences)
      }
      return differences
    })
  } catch (error) {
    if (error instanceof OnlyCompared) {
      return error.differences
    }
    throw error
  }
}

/** What keeps the same bytes from being journaled twice. */
async function rebuildHashes(client: pg.PoolClient, parts: readonly StoredDocument[]): Promise<Difference[]> {
  const ids = parts.map(({ documentId }) => documentId)
  const values = [parts[0]!.tenantId, ids]
  const record = `'document_id ' || document_id || ', sha256 ' || left(encode(sha256, 'hex'), 12) AS record`
  const missing = await client.query<{ record: string }>(
    `INSERT INTO document_update_hashes (tenant_id, document_id, generation, sha256)
     SELECT tenant_id, document_id, generation, sha256 FROM document_updates WHERE tenant_id = $1 AND document_id = ANY ($2)
     ON CONFLICT DO NOTHING RETURNING ${record}`,
    values,
  )
  const unknown = await client.query<{ record: string }>(
    `DELETE FROM document_update_hashes h WHERE tenant_id = $1 AND document_id = ANY ($2) AND NOT EXISTS (
       SELECT FROM document_updates u
       WHERE u.tenant_id = h.tenant_id AND u.document_id = h.document_id AND u.generation = h.generation AND u.sha256 = h.sha256)
     RETURNING ${record}`,
    values,
  )
  const table = 'document_update_hashes'
  return [
    ...missing.rows.map((row) => ({ table, ...row, kind: 'missing' as const, columns: [] })),
    ...unknown.rows.map((row) => ({ table, ...row, kind: 'unknown' as const, columns: [] })),
  ]
}

/** How far each part is; -1: nothing was derived of it yet. */
async function lockProjections(
  client: pg.PoolClient,
  { tenantId, tableId, cycleId }: StoredDocument,
): Promise<ReadonlyMap<number, number>> {
  const { rows } = await client.query<{ id: number; position: number }>(
    `SELECT d.id::float8 AS id, p.position::float8 AS position
     FROM documents d JOIN document_projections p ON p.tenant_id = d.tenant_id AND p.document_id = d.id
     WHERE d.tenant_id = $1 AND d.table_id = $2 AND d.cycle_id = $3 ORDER BY d.id FOR UPDATE OF p`,
    [tenantId, tableId, cycleId],
  )
  return new Map(rows.map(({ id, position }) => [id, position]))
}

/**
 * A document from its first generation to a position, and everything that changed on the way; to its head when nothing was
 * derived of it. What was journaled behind that position is left to the servers.
 */
async function replayUpTo(
  journal: Pick<Journal, 'load'>,
  { tenantId, documentId }: { tenantId: string; documentId: number },
  position: number,
): Promise<{ part: Part; changes: Changes[]; isBehind: boolean }> {
  const changes: Changes[] = []
  const end = position < 0 ? Infinity : position
  for (let behind = -1; ;) {
    const loaded = await journal.load(tenantId, documentId, { behind })
    if (loaded === null) {
      throw new Error(`document ${documentId} is gone`)
    }
    const some: LoadedDocument = { ...loaded, rows: loaded.rows.filter(({ seq }) => seq <= end) }
    const ids = { tenantId, documentId }
    const part = new Part(new Y.Doc(), loaded.generation, some, ids, (_, more) => changes.push(...more))
    if (!loaded.isSealed || part.seen >= end) {
      return { part, changes, isBehind: loaded.headSeq > part.seen }
    }
    part.doc.destroy()
    behind = part.seen
  }
}

/** Rows that were written behind the position: a projector that is at work may have their newest values already. */
async function addRowsBehind(
  journal: Pick<Journal, 'load'>,
  document: { tenantId: string; documentId: number },
  rows: Set<string>,
): Promise<void> {
  const replayed = await replayGenerations(journal, { ...document, from: 'projected' })
  for (const { cells, bulks } of replayed?.changes ?? []) {
    cells.forEach(({ row }) => rows.add(row))
    bulks.forEach(({ changed }) => changed.forEach((row) => rows.add(row)))
  }
  replayed?.part.doc.destroy()
}

/** What changed in a part goes into rows, history and what is searched, and the part is projected so far. In the caller's transaction. */
import type pg from 'pg'
import type { Changes } from '#collab/hocuspocus/changes.ts'
import type { Part } from '#collab/hocuspocus/Part.ts'
import type { ColumnStore } from '#collab/schema/ColumnStore.ts'
import type { RowResultsOf } from '#server/emissions/rowResults.ts'
import { insertHistory } from '../history/insertHistory.ts'
import { writeWords } from '../search/writeWords.ts'
import { markDependents } from './gathering/markDependents.ts'
import { dropSums } from './gathering/sheetNotes.ts'
import { upsertRows } from './projection.ts'
import { rowsToProject } from './rowsToProject.ts'

export interface Projection {
  part: Part
  store: ColumnStore
  changes: readonly Changes[]
  /** Position that everything has been told up to. */
  target: number
  /** All rows, changed or not. */
  isWhole: boolean
  /** The sheet has no other part. */
  isAlone: boolean
}

/** `client` has locked the projection of the whole sheet. True: results of some sheets are gathered from this one. */
export async function writeProjection(
  client: pg.PoolClient,
  rowResults: RowResultsOf,
  { part, store, changes, target, isWhole, isAlone }: Projection,
): Promise<boolean> {
  const { tenantId, documentId } = part.key
  const changed = { part, store, seqs: lastChanges(changes), isWhole, isAlone }
  await upsertRows(client, part, await rowsToProject(client, rowResults, changed))
  await insertHistory(client, part, changes)
  await writeWords(client, { part, store, changes, isWhole })
  await client.query('UPDATE document_projections SET position = $3 WHERE tenant_id = $1 AND document_id = $2', [
    tenantId,
    documentId,
    target,
  ])
  await dropSums(client, tenantId, part)
  return markDependents(client, tenantId, part)
}

function lastChanges(changes: readonly Changes[]): Map<string, number> {
  const seqs = new Map<string, number>()
  for (const { seq, cells, bulks } of changes) {
    for (const { row } of cells) {
      seqs.set(row, seq)
    }
    for (const { changed } of bulks) {
      for (const row of changed) {
        seqs.set(row, seq)
      }
    }
  }
  return seqs
}

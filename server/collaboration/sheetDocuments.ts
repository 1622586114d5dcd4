/** Where the documents of sheets are, and how they begin. */
import type { Knex } from 'knex'
import type pg from 'pg'
import * as Y from 'yjs'
import type { PartAddress, PartLocation } from '#collab/hocuspocus/ports.ts'
import { COMMON_PART } from '#shared/fields/partOf.ts'
import { documentName } from '#collab/protocol/documentName.ts'
import { inTenantOn } from '../storage/journal/inTenantOn.ts'
import { sha256 } from '../storage/journal/sha256.ts'
import { CollaborationError } from './CollaborationError.ts'
import type { SheetAddress } from './ports.ts'

/** One live document of a sheet. */
export interface SheetDocument {
  documentId: number
  generation: number
  /** `part:<id>@<generation>` */
  name: string
  locked: boolean
}

interface NewSheetDocument extends SheetAddress {
  tenantId: string
  /** Of `partOf`; the common part without it. */
  part?: string
  /** First content, from `encodeSeed`; empty without it. */
  seed?: Uint8Array
}

type Run = (text: string, values: unknown[]) => Promise<{ rows: unknown[] }>

const FIND = `SELECT id::float8 AS "documentId", generation, locked FROM documents
  WHERE tenant_id = $1 AND table_id = $2 AND cycle_id = $3 AND part = $4`

/**
 * Creates the document of a sheet inside the caller's tenant transaction. A sheet of a locked cycle begins locked. Answers
 * the existing one when there is one; its content stays.
 */
export async function createSheetDocument(trx: Knex.Transaction, sheet: NewSheetDocument): Promise<SheetDocument> {
  const run: Run = (text, values) => {
    const { sql, bindings } = toKnex(text, values)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- pg takes any of our values
    return trx.raw(sql, bindings as Knex.RawBinding[]) as Promise<{ rows: unknown[] }>
  }
  return create(run, sheet)
}

/** The document of a part; created empty on first use. Throws CollaborationError('not-found') for an unknown table or cycle. */
export function partDocument(
  pool: pg.Pool,
  tenantId: string,
  { tableId, cycleId, part }: PartAddress,
): Promise<SheetDocument> {
  return inTenantOn(pool, tenantId, (client) =>
    create((text, values) => client.query(text, values), { tenantId, tableId, cycleId, part }),
  )
}

/** Documents of all parts of a sheet, the oldest (the common one) first. */
export function documentsOf(pool: pg.Pool, tenantId: string, sheet: SheetAddress): Promise<number[]> {
  return inTenantOn(pool, tenantId, async (client) => {
    const { rows } = await client.query<{ id: number }>(
      'SELECT id::float8 AS id FROM documents WHERE tenant_id = $1 AND table_id = $2 AND cycle_id = $3 ORDER BY id',
      [tenantId, sheet.tableId, sheet.cycleId],
    )
    return rows.map(({ id }) => id)
  })
}

/** Null when the tenant has no such document. */
export function locateDocument(pool: pg.Pool, tenantId: string, documentId: number): Promise<PartLocation | null> {
  return inTenantOn(pool, tenantId, async (client) => {
    const { rows } = await client.query<PartLocation>(
      `SELECT table_id AS "tableId", cycle_id AS "cycleId", part, generation FROM documents WHERE tenant_id = $1 AND id = $2`,
      [tenantId, documentId],
    )
    return rows[0] ?? null
  })
}

async function create(run: Run, sheet: NewSheetDocument): Promise<SheetDocument> {
  const { tenantId, tableId, cycleId, part = COMMON_PART, seed } = sheet
  const found = await find(run, [tenantId, tableId, cycleId, part])
  if (found !== null) {
    return found
  }
  const bytes = seed ?? Y.encodeStateAsUpdate(new Y.Doc())
  await run(
    `WITH made AS (
       INSERT INTO documents (tenant_id, table_id, cycle_id, locked, part)
       SELECT t.tenant_id, t.id, c.id, c.status = 'locked', $6
       FROM tables t JOIN cycles c ON c.tenant_id = t.tenant_id
       WHERE t.tenant_id = $1 AND t.id = $2 AND c.id = $3
       FOR SHARE OF c -- a lock that is being set is waited for
       ON CONFLICT (tenant_id, table_id, cycle_id, part) DO NOTHING
       RETURNING id
     ), begun AS (
       INSERT INTO document_generations (tenant_id, document_id, generation, after_seq, sha256, seed)
       SELECT $1, id, 1, 0, $4, $5 FROM made
     ), unprojected AS (
       INSERT INTO document_projections (tenant_id, document_id) SELECT $1, id FROM made
     )
     INSERT INTO audit_log (tenant_id, actor_kind, action, subject_kind, subject_id, after, origin)
     SELECT $1, 'system', 'sheet.create', 'document', id::text, jsonb_build_object('table_id', $2::text, 'cycle_id', $3::text, 'part', $6::text), 'system'
     FROM made`,
    [tenantId, tableId, cycleId, sha256(bytes), Buffer.from(bytes), part],
  )
  const made = await find(run, [tenantId, tableId, cycleId, part])
  if (made === null) {
    throw new CollaborationError('not-found')
  }
  return made
}

async function find(run: Run, values: unknown[]): Promise<SheetDocument | null> {
  const { rows } = await run(FIND, values)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the columns that FIND names
  const row = rows[0] as Omit<SheetDocument, 'name'> | undefined
  return row === undefined ? null : { ...row, name: documentName(row.documentId, row.generation) }
}

/** Knex numbers its bindings by position. */
function toKnex(text: string, values: unknown[]): { sql: string; bindings: unknown[] } {
  const bindings: unknown[] = []
  const sql = text.replaceAll(/\$(\d)/g, (_, n: string) => {
    bindings.push(values[Number(n) - 1])
    return '?'
  })
  return { sql, bindings }
}

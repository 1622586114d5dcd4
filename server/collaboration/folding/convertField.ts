/**
 * A field becomes one of another type, or in another unit. Where its cells have to be written anew, their documents go on in
 * a new generation, and the values that change are written behind it as one journaled gesture, in one transaction with the
 * field itself: nobody ever reads a cell by another meaning than it was written with, and what is still on its way from
 * before meets the value that it did not know of. Locked cycles keep the field as it was, and their cells.
 */
import type pg from 'pg'
import { encodeWrite } from '#collab/gate/encodeWrite.ts'
import { newGestureId } from '#collab/protocol/gestures.ts'
import { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { foldSheet } from '#collab/schema/foldSheet.ts'
import { newAuthorClient } from '#collab/schema/layout.ts'
import type { Sheet } from '#collab/schema/Sheet.ts'
import { appendBatch } from '#server/storage/journal/appendBatch.ts'
import { inTenantOn } from '#server/storage/journal/inTenantOn.ts'
import { cellConverter, type TextReading } from '#shared/cells/convertCell.ts'
import { isSameValue, type CellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import type { FieldRules } from '#shared/fields/fieldRules.ts'
import { partOf } from '#shared/fields/partOf.ts'
import { convertEstimates } from './convertEstimates.ts'
import { OldGeneration } from './OldGeneration.ts'
import { Overtaken, PreparedGeneration, type Head } from './PreparedGeneration.ts'
import { propose } from './proposals.ts'
import { withFoldLocks } from './withFoldLocks.ts'

/** What a field is, as far as a conversion changes it. */
export type FieldDefinition = Pick<Field, 'type' | 'unit' | 'options' | 'required' | 'formula'> & {
  rules: FieldRules | null
}

export interface FieldConversion {
  tenantId: string
  tableId: string
  field: Pick<Field, 'id' | 'ordinal' | 'readers'>
  from: FieldDefinition
  to: FieldDefinition
  /** How texts are read that could be two things. */
  reading: TextReading
  /** Whether cells are written anew; otherwise only what they are taken for changes. */
  isConverted: boolean
  /** The fields of the table as they were when this was found to be right (`FIELDS_VERSION`). */
  version: string
  actor: { userId: string; sessionId: string | null; origin: string }
  audit: { action: string; before: object; after: object }
}

/** `overtaken`: the fields of the table or its documents became others meanwhile. Nothing was changed. */
export type ConversionOutcome = 'changed' | 'overtaken'

/** Changes with every field that comes, goes or becomes another. With the id of the tenant and of the table. */
export const FIELDS_VERSION = `SELECT concat_ws(' ', count(*), count(deleted_at), max(updated_at)) AS version
  FROM fields WHERE tenant_id = $1 AND table_id = $2`

/** Uses at most two connections of the pool. */
export async function convertField(
  pool: pg.Pool,
  conversion: FieldConversion,
  onDamage: (error: Error) => void,
): Promise<ConversionOutcome> {
  const ids = conversion.isConverted ? await documentsOf(pool, conversion) : []
  try {
    const outcome = await withFoldLocks(pool, ids, async () => {
      const prepared: PreparedGeneration[] = []
      for (const documentId of ids) {
        prepared.push(await prepare(pool, conversion, documentId, onDamage))
      }
      for (const { old } of prepared) {
        await old.catchUp(pool)
      }
      return inTenantOn(pool, conversion.tenantId, (client) => commit(client, conversion, prepared))
    })
    return outcome ?? 'overtaken'
  } catch (error) {
    if (error instanceof Overtaken) {
      return 'overtaken'
    }
    throw error
  }
}

/** Those in which the field has cells that may be written. */
async function documentsOf(pool: pg.Pool, { tenantId, tableId, field }: FieldConversion): Promise<number[]> {
  const { rows } = await inTenantOn(pool, tenantId, (client) =>
    client.query<{ id: number }>(
      `SELECT id::float8 AS id FROM documents
       WHERE tenant_id = $1 AND table_id = $2 AND part = $3 AND NOT locked ORDER BY id`,
      [tenantId, tableId, partOf(field)],
    ),
  )
  return rows.map(({ id }) => id)
}

async function prepare(
  pool: pg.Pool,
  { tenantId }: FieldConversion,
  documentId: number,
  onDamage: (error: Error) => void,
): Promise<PreparedGeneration> {
  const old = await OldGeneration.load(pool, { tenantId, documentId }, onDamage)
  if (old === null) {
    throw new Overtaken()
  }
  const prepared = new PreparedGeneration(old, foldSheet(old.sheet))
  if (!(await propose(pool, old.key, prepared.proposal))) {
    throw new Overtaken()
  }
  return prepared
}

interface DocumentHead extends Head {
  locked: boolean
  epoch: number
}

async function commit(
  client: pg.PoolClient,
  conversion: FieldConversion,
  prepared: readonly PreparedGeneration[],
): Promise<ConversionOutcome> {
  const heads = await lockSheets(client, conversion)
  await expectSame(client, conversion, prepared, heads)
  for (const one of prepared) {
    await one.finish(client, heads)
  }
  const { rows } = await client.query<{ now: string }>('SELECT clock_timestamp()::text AS now')
  for (const one of prepared) {
    const next = await one.adopt(client, rows[0]!.now, (sheet) => one.late.writeTo(sheet, () => true))
    await writeConverted(client, conversion, one, next, heads)
  }
  if (conversion.isConverted) {
    await convertEstimates(client, conversion)
  }
  await changeField(client, conversion)
  return 'changed'
}

/** Changes of the fields of a table take turns; nothing is journaled for its sheets until the commit. */
async function lockSheets(
  client: pg.PoolClient,
  { tenantId, tableId }: FieldConversion,
): Promise<Map<number, DocumentHead>> {
  await client.query('SELECT FROM tables WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE', [tenantId, tableId])
  const { rows } = await client.query<DocumentHead & { id: number }>(
    `SELECT id::float8 AS id, part, generation, head_seq::float8 AS "headSeq", locked, perm_epoch AS epoch FROM documents
     WHERE tenant_id = $1 AND table_id = $2 ORDER BY id FOR UPDATE`,
    [tenantId, tableId],
  )
  return new Map(rows.map(({ id, ...head }) => [id, head]))
}

async function expectSame(
  client: pg.PoolClient,
  { tenantId, tableId, field, version, isConverted }: FieldConversion,
  prepared: readonly PreparedGeneration[],
  heads: ReadonlyMap<number, DocumentHead>,
): Promise<void> {
  const { rows } = await client.query<{ version: string }>(FIELDS_VERSION, [tenantId, tableId])
  const known = new Set(prepared.map(({ old }) => old.key.documentId))
  const open = [...heads].filter(([, { part, locked }]) => part === partOf(field) && !locked)
  const isOther = isConverted && (open.length !== known.size || open.some(([id]) => !known.has(id)))
  if (rows[0]?.version !== version || isOther) {
    throw new Overtaken()
  }
}

/** Rows of one block of a bulk write. */
const ROWS_PER_BLOCK = 5000

async function writeConverted(
  client: pg.PoolClient,
  conversion: FieldConversion,
  { old }: PreparedGeneration,
  next: Sheet,
  heads: ReadonlyMap<number, DocumentHead>,
): Promise<void> {
  const { ordinal } = conversion.field
  const cells = convertedCells(next, conversion)
  if (cells.length === 0) {
    return
  }
  const rectangles = Array.from({ length: Math.ceil(cells.length / ROWS_PER_BLOCK) }, (_, n) => {
    const some = cells.slice(n * ROWS_PER_BLOCK, (n + 1) * ROWS_PER_BLOCK)
    return { rows: some.map(({ row }) => row), ordinals: [ordinal], valueAt: (row: number) => some[row]!.value }
  })
  const author = newAuthorClient()
  const { documentId, tenantId, generation } = old.key
  const { userId, sessionId } = conversion.actor
  const [receipt] = await appendBatch(client, [
    {
      tenantId,
      documentId,
      generation: generation + 1,
      author: { userId, sessionId, origin: 'system' },
      epoch: heads.get(documentId)!.epoch,
      seen: old.seen,
      repaired: false,
      clients: [author],
      bytes: encodeWrite(next, author, { cells: [], rectangles }),
      gestures: [{ client: author, from: 0, to: rectangles.length, kind: 'converted', id: newGestureId() }],
    },
  ])
  if (receipt?.verdict !== 'ok') {
    throw new Error(`the journal did not take the converted cells of document ${documentId}: ${receipt?.verdict}`)
  }
}

/** Those that become others, in deleted rows too: they may come back. */
function convertedCells(
  sheet: Sheet,
  { field, from, to, reading }: FieldConversion,
): { row: string; value: CellValue }[] {
  const convert = cellConverter(from, to, reading)
  const store = new ColumnStore(sheet)
  store.kinds(field.ordinal) // reads the column as a whole
  const cells = store.rowIds.flatMap((row, slot) => {
    const before = store.value(slot, field.ordinal)
    const value = convert(before)
    return isSameValue(before, value) ? [] : [{ row, value }]
  })
  store.destroy()
  return cells
}

async function changeField(client: pg.PoolClient, conversion: FieldConversion): Promise<void> {
  const { tenantId, tableId, field, to, isConverted, actor, audit } = conversion
  await client.query('SELECT keep_field_for_locked_cycles($1, $2)', [tenantId, field.id])
  if (isConverted) {
    await client.query(
      `INSERT INTO former_fields (tenant_id, field_id, until, type, unit, options)
       SELECT tenant_id, id, clock_timestamp(), type, unit, options FROM fields WHERE tenant_id = $1 AND id = $2`,
      [tenantId, field.id],
    )
  }
  await client.query(
    `UPDATE fields SET type = $3, unit = $4, options = $5, required = $6, rules = $7, formula = $8,
       updated_at = clock_timestamp() WHERE tenant_id = $1 AND id = $2`,
    [
      tenantId,
      field.id,
      to.type,
      to.unit,
      JSON.stringify(to.options),
      to.required,
      to.rules === null ? null : JSON.stringify(to.rules),
      to.formula,
    ],
  )
  await client.query('UPDATE documents SET perm_epoch = perm_epoch + 1 WHERE tenant_id = $1 AND table_id = $2', [
    tenantId,
    tableId,
  ])
  const { rows } = await client.query<{ id: string }>(
    `SELECT d.id FROM documents d JOIN document_projections p ON p.tenant_id = d.tenant_id AND p.document_id = d.id
     WHERE d.tenant_id = $1 AND d.table_id = $2 ORDER BY d.id FOR UPDATE OF p`,
    [tenantId, tableId],
  )
  await client.query('UPDATE document_projections SET position = -1 WHERE tenant_id = $1 AND document_id = ANY ($2)', [
    tenantId,
    rows.map(({ id }) => id),
  ])
  await client.query(
    `INSERT INTO audit_log (tenant_id, actor_id, actor_kind, session_id, action, subject_kind, subject_id, before, after, origin)
     VALUES ($1, $2, 'user', $3, $4, 'field', $5, $6, $7, $8)`,
    [
      tenantId,
      actor.userId,
      actor.sessionId,
      audit.action,
      field.id,
      JSON.stringify(audit.before),
      JSON.stringify(audit.after),
      actor.origin,
    ],
  )
}

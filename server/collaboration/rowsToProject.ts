/** What the derived table should hold of the rows that changed in one part. */
import type pg from 'pg'
import type { Part } from '#collab/hocuspocus/Part.ts'
import type { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { DELETED, FIRST_FIELD, ORDER } from '#collab/schema/layout.ts'
import { RowColumns, type StoredValues } from '#server/emissions/RowColumns.ts'
import type { RowResult, RowResultsOf } from '#server/emissions/rowResults.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { COMMON_PART } from '#shared/fields/partOf.ts'

/** A sheet row as the derived table holds it. */
export interface ProjectedRow {
  id: string
  orderKey: string
  /** By ordinal, of all parts. */
  values: StoredValues
  deleted: boolean
  /** Journal position of its last change in the common part; 0 = the state that the document started from. */
  seq: number
  result: RowResult
}

export interface ChangedRows {
  part: Part
  store: ColumnStore
  /** Rows by their last change. */
  seqs: ReadonlyMap<string, number>
  /** All rows, changed or not. */
  isWhole: boolean
  /** The sheet has no other part. */
  isAlone: boolean
}

/** `client` has locked the projection of the whole sheet, so what other parts have written is read as it stays. */
export async function rowsToProject(
  client: pg.PoolClient,
  rowResults: RowResultsOf,
  changed: ChangedRows,
): Promise<ProjectedRow[]> {
  const { part, store, seqs, isWhole } = changed
  const candidates = isWhole ? store.rowIds : [...seqs.keys()]
  const isCommon = part.part === COMMON_PART
  const slots = candidates.flatMap((id) => {
    const slot = store.slotOf(id)
    return slot === undefined || (isCommon && typeof store.value(slot, ORDER) !== 'string') ? [] : [slot]
  })
  if (slots.length === 0) {
    return []
  }
  const ids = slots.map((slot) => store.rowIds[slot]!)
  const own = ownValues(store, slots)
  const known = changed.isAlone ? NONE : await storedRows(client, part, ids)
  const values = ids.map((id, i) => merged(known.get(id)?.values, store, own[i]!))
  const { tenantId } = part.key
  // of these rows only: the columns of the store are those of the whole sheet
  const entered = new RowColumns(values)
  const results = await rowResults(tenantId, part.tableId, part.cycleId, entered, Uint32Array.from(ids.keys()))
  return slots.map((slot, i) => ({
    id: ids[i]!,
    orderKey: isCommon ? String(store.value(slot, ORDER)) : (known.get(ids[i]!)?.orderKey ?? ''),
    values: values[i]!,
    deleted: isCommon ? store.value(slot, DELETED) === true : (known.get(ids[i]!)?.deleted ?? true),
    seq: isCommon ? (seqs.get(ids[i]!) ?? 0) : 0,
    result: results[i]!,
  }))
}

interface StoredRow {
  id: string
  values: StoredValues
  orderKey: string
  deleted: boolean
}
const NONE: ReadonlyMap<string, StoredRow> = new Map()

async function storedRows(
  client: pg.PoolClient,
  { key, tableId, cycleId }: Part,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredRow>> {
  const { rows } = await client.query<StoredRow>(
    `SELECT row_id AS id, values, order_key AS "orderKey", deleted FROM rows
     WHERE tenant_id = $1 AND table_id = $2 AND cycle_id = $3 AND row_id = ANY ($4)`,
    [key.tenantId, tableId, cycleId, ids],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

function ownValues(store: ColumnStore, slots: readonly number[]): StoredValues[] {
  const ordinals = [...store.ordinals].filter((ordinal) => ordinal >= FIRST_FIELD).sort((a, b) => a - b)
  return slots.map((slot) => {
    const values: Record<string, CellValue> = {}
    for (const ordinal of ordinals) {
      const value = store.value(slot, ordinal)
      if (value !== null) {
        values[ordinal] = value
      }
    }
    return values
  })
}

/** Ours, and of what is stored the fields that this part does not have. */
function merged(stored: StoredValues | undefined, store: ColumnStore, own: StoredValues): StoredValues {
  const others = Object.entries(stored ?? {}).filter(([ordinal]) => !store.ordinals.has(Number(ordinal)))
  return others.length === 0 ? own : { ...Object.fromEntries(others), ...own }
}

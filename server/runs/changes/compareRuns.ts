import type { Knex } from 'knex'
import { z } from 'zod'
import { INPUT_KINDS, type InputKind, type RunChange, type RunComparison } from '#shared/api/runChanges.ts'
import { recordsIn } from '#server/packs/recordLines.ts'
import { FieldRecord } from '../packRecords.ts'
import { changedRecords, changedValues } from './changedRecords.ts'

/** Two runs of a cycle by their ids. */
export interface RunPair {
  before: string
  after: string
}

interface StoredFile {
  run_id: string
  name: string
  sha256: string
  content: string | null
}

/** The records of a kind that differ; files with the same hash are not read. A run from before there was such a file has none. */
export async function recordChanges(trx: Knex.Transaction, pair: RunPair, kind: InputKind): Promise<RunChange[]> {
  const name = `${kind}.ndjson`
  const files = await filesOf(trx, pair, [name])
  const [before, after] = [pair.before, pair.after].map((id) => files.filter((file) => file.run_id === id))
  if (before?.[0]?.sha256 === after?.[0]?.sha256) {
    return []
  }
  const Any = z.record(z.string(), z.unknown())
  return changedRecords(kind, recordsIn(before ?? [], name, Any), recordsIn(after ?? [], name, Any))
}

/** How many of each kind differ, and what the results of rows differ by. `keepRows`: both runs keep theirs. */
export async function compareRuns(trx: Knex.Transaction, pair: RunPair, keepRows: boolean): Promise<RunComparison> {
  const data: RunComparison['data'] = []
  for (const kind of INPUT_KINDS) {
    const changes = kind === 'rows' ? [] : await recordChanges(trx, pair, kind)
    const count = (change: RunChange['change']): number => changes.filter((one) => one.change === change).length
    data.push({ kind, added: count('added'), changed: count('changed'), removed: count('removed') })
  }
  const rows = keepRows ? await countRowChanges(trx, pair) : null
  const ofRows = rows === null ? [] : [{ kind: 'rows' as const, ...rows.counts }]
  return {
    data: [...data, ...ofRows].filter(({ added, changed, removed }) => added + changed + removed > 0),
    rows: rows?.effects ?? null,
  }
}

/** A row that differs, as it is paged. */
export interface ChangedRow {
  table_id: string
  row_id: string
  site: string | null
  month: string | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  before_kg: number | null
  after_kg: number | null
}

const BOTH = `
  (SELECT * FROM run_results WHERE tenant_id = current_tenant() AND run_id = :before) AS a
  FULL JOIN (SELECT * FROM run_results WHERE tenant_id = current_tenant() AND run_id = :after) AS b USING (table_id, row_id)`
const DIFFERS = `(a.values IS DISTINCT FROM b.values OR a.gathered IS DISTINCT FROM b.gathered)`

/** Rows that came, went or hold something else, for `keysetPage` by table and row. */
export function changedRows(
  trx: Knex.Transaction,
  { before, after }: RunPair,
): Knex.QueryBuilder<object, ChangedRow[]> {
  return trx.from(
    trx.raw(
      `(SELECT table_id, row_id, a.values || coalesce(a.gathered, '{}') AS before, b.values || coalesce(b.gathered, '{}') AS after,
          a.co2e_kg AS before_kg, b.co2e_kg AS after_kg,
          coalesce(b.site, a.site) AS site, coalesce(b.month, a.month) AS month
        FROM ${BOTH} WHERE ${DIFFERS}) AS changes`,
      { before, after },
    ),
  )
}

/** Rows as changes, their cells by the keys of their fields. */
export async function presentRows(
  trx: Knex.Transaction,
  pair: RunPair,
  rows: readonly ChangedRow[],
): Promise<RunChange[]> {
  const files = await filesOf(trx, pair, ['fields.ndjson'])
  const keys = new Map(
    files.flatMap((file) =>
      recordsIn([file], 'fields.ndjson', FieldRecord).map((field) => [`${field.table_id} ${field.ordinal}`, field.key]),
    ),
  )
  return rows.map((row) => {
    const named = (cells: ChangedRow['before']) =>
      cells === null
        ? undefined
        : Object.fromEntries(
            Object.entries(cells).map(([ordinal, value]) => [keys.get(`${row.table_id} ${ordinal}`) ?? ordinal, value]),
          )
    return {
      change: row.before === null ? 'added' : row.after === null ? 'removed' : 'changed',
      name: [row.site, row.month].filter((part) => part !== null).join(' · ') || row.row_id,
      table_id: row.table_id,
      row_id: row.row_id,
      values: changedValues(named(row.before), named(row.after)),
      effect_kg: effectOf(row),
    }
  })
}

/** What a row that is in one run only comes to there; null: its result is not known where it is. */
function effectOf({ before, after, before_kg: old, after_kg: now }: ChangedRow): number | null {
  const isKnown = (before === null || old !== null) && (after === null || now !== null)
  return isKnown ? (now ?? 0) - (old ?? 0) : null
}

async function countRowChanges(
  trx: Knex.Transaction,
  { before, after }: RunPair,
): Promise<{
  counts: { added: number; changed: number; removed: number }
  effects: NonNullable<RunComparison['rows']>
}> {
  const known = `((a.run_id IS NULL OR a.co2e_kg IS NOT NULL) AND (b.run_id IS NULL OR b.co2e_kg IS NOT NULL))`
  const difference = `coalesce(b.co2e_kg, 0) - coalesce(a.co2e_kg, 0)`
  const { rows } = await trx.raw<{
    rows: {
      added: number
      changed: number
      removed: number
      changed_kg: number
      same_kg: number
      unknown: number
    }[]
  }>(
    `SELECT count(*) FILTER (WHERE a.run_id IS NULL)::float8 AS added, count(*) FILTER (WHERE b.run_id IS NULL)::float8 AS removed,
       count(*) FILTER (WHERE a.run_id IS NOT NULL AND b.run_id IS NOT NULL AND ${DIFFERS})::float8 AS changed,
       coalesce(sum(${difference}) FILTER (WHERE ${known} AND ${DIFFERS}), 0)::float8 AS changed_kg,
       coalesce(sum(${difference}) FILTER (WHERE ${known} AND NOT ${DIFFERS}), 0)::float8 AS same_kg,
       count(*) FILTER (WHERE NOT ${known} AND a.co2e_kg IS DISTINCT FROM b.co2e_kg)::float8 AS unknown
     FROM ${BOTH}`,
    { before, after },
  )
  const { added = 0, changed = 0, removed = 0, changed_kg = 0, same_kg = 0, unknown = 0 } = rows[0] ?? {}
  return { counts: { added, changed, removed }, effects: { changed_kg, same_kg, unknown } }
}

function filesOf(trx: Knex.Transaction, { before, after }: RunPair, names: readonly string[]): Promise<StoredFile[]> {
  return trx('run_files')
    .whereRaw('tenant_id = current_tenant()')
    .whereIn('run_id', [before, after])
    .whereIn('name', [...names])
    .select('run_id', 'name', 'sha256', 'content')
}

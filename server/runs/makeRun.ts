import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { Knex } from 'knex'
import { cycleHistory } from './cycleHistory.ts'
import { computeRows } from './computeRows.ts'
import { freezeCycle } from './freezeCycle.ts'
import { type FrozenRecords, type FrozenTable, frozenTables } from './FrozenCycle.ts'
import type { ResultRecord, RowRecord, TotalRecord } from './packRecords.ts'
import { readCursor } from '../storage/database/readCursor.ts'
import { type FileEntry, recordEntry, type RecordFile, recordFile, rootHash } from './recordFile.ts'
import { RunTotals } from './RunTotals.ts'

/** Rows of one file; everybody else waits while so many are computed. */
export const ROWS_BLOCK = 2000

export interface Run {
  id: string
  rootHash: string
  rows: number
}

/** What a run is made for. */
export interface WantedRun {
  cycleId: string
  /** Null: the system. */
  madeBy: string | null
  /** Of an open cycle: which job makes it, and over which cells (`cellsHash`). */
  open?: { jobId: string; cellsHash: string }
  /** False: only hashes and totals are kept, and no copy of the rows. */
  keepsRows?: boolean
  /** Is told how many rows are computed. */
  onRows?: (rows: number) => void
  /** Is told about which part of the history, which comes behind the rows, is read; at most 1. */
  onHistory?: (part: number) => void
}

/** The frozen records as files, in the order of the run. */
export function frozenFiles(frozen: FrozenRecords): RecordFile[] {
  return [
    recordFile('cycle.ndjson', [frozen.cycle]),
    recordFile('modules.ndjson', frozen.modules),
    recordFile('tables.ndjson', frozen.tables),
    recordFile('fields.ndjson', frozen.fields),
    recordFile('gwp.ndjson', frozen.gwp),
    recordFile('units.ndjson', frozen.units),
    recordFile('factors.ndjson', frozen.factors),
    recordFile('parameters.ndjson', frozen.parameters),
    recordFile('instruments.ndjson', frozen.instruments),
    recordFile('allocations.ndjson', frozen.allocations),
    recordFile('sites.ndjson', frozen.sites),
    recordFile('declarations.ndjson', frozen.declarations),
    recordFile('declared_gaps.ndjson', frozen.declaredGaps),
    recordFile('estimates.ndjson', frozen.estimates),
    recordFile('assessments.ndjson', frozen.assessments),
    recordFile('choices.ndjson', frozen.choices),
    recordFile('evidence.ndjson', frozen.evidence),
  ]
}

/** Name of a block of a table, counted from 1. */
export function blockName(kind: 'rows' | 'results' | 'history', { folder }: { folder: string }, block: number): string {
  return `${kind}/${folder}/${String(block).padStart(5, '0')}.ndjson`
}

/**
 * Computes a cycle from what it holds in this transaction: freezes everything, computes every row over the frozen records
 * alone, and keeps rows, results and the hashes of all of it. Nobody may be writing to the cycle meanwhile, or the transaction
 * sees one moment only. Memory does not grow with the rows; time is linear in them.
 */
export async function makeRun(
  trx: Knex.Transaction,
  { cycleId, madeBy, open, keepsRows = true, onRows, onHistory }: WantedRun,
): Promise<Run> {
  const frozen = await freezeCycle(trx, cycleId)
  const tables = frozenTables(frozen)
  const id = randomUUID()
  const own = { tenant_id: trx.raw('current_tenant()'), id, cycle_id: cycleId }
  const job = { job_id: open?.jobId ?? null, cells_hash: open?.cellsHash ?? null, keeps_rows: keepsRows }
  await trx('runs').insert({ ...own, ...job, engine: frozen.cycle.engine, made_by: madeBy })
  const totals = new RunTotals(frozen)
  const blocks: FileEntry[] = []
  const cells = new Map<FrozenTable, number>()
  let rows = 0
  for (const table of tables) {
    const before = rows
    for await (const block of computedBlocks(trx, { runId: keepsRows ? id : null, cycleId, table })) {
      totals.add(table, block.rows, block.results)
      blocks.push(block.rowsFile, block.resultsFile)
      rows += block.rows.length
      onRows?.(rows)
    }
    cells.set(table, (rows - before) * table.fields.length)
  }
  const allCells = [...cells.values()].reduce((sum, count) => sum + count, 0)
  let [lines, told] = [0, 0]
  for (const table of tables) {
    let number = 0
    for await (const records of cycleHistory(trx, { tableId: table.id, cycleId }, table.fields)) {
      blocks.push(recordEntry(blockName('history', table, ++number), records))
      // most cells are written once; where they were written more often, the rest of the table counts nothing
      lines += records.length
      onHistory?.(allCells === 0 ? 0 : Math.min(lines, told + (cells.get(table) ?? 0)) / allCells)
      await setImmediate()
    }
    told += cells.get(table) ?? 0
    lines = told
  }
  const records = totals.records()
  const files = [...frozenFiles(frozen), recordFile('totals.ndjson', records), ...blocks]
  const root = rootHash(frozen.cycle.engine, files)
  await writeFiles(trx, id, files)
  await trx('runs')
    .where({ id })
    .update({ root_hash: root, row_count: rows, ...amountsOf(records) })
  return { id, rootHash: root, rows }
}

interface ComputedBlock {
  rows: RowRecord[]
  results: ResultRecord[]
  rowsFile: FileEntry
  resultsFile: FileEntry
}

/** `runId`: the run that keeps the rows; null: none does. */
async function* computedBlocks(
  trx: Knex.Transaction,
  { runId, cycleId, table }: { runId: string | null; cycleId: string; table: FrozenTable },
): AsyncGenerator<ComputedBlock> {
  const sql = `SELECT row_id AS id, values, gathered FROM rows
    WHERE tenant_id = current_tenant() AND table_id = :tableId AND cycle_id = :cycleId AND NOT deleted
    ORDER BY row_id COLLATE "C"`
  const bindings = { tableId: table.id, cycleId }
  let number = 0
  const known = new Set(table.fields.map(({ ordinal }) => String(ordinal)))
  for await (const stored of readCursor<RowRecord>(trx, { sql, bindings, block: ROWS_BLOCK })) {
    const rows = stored.map((row) => ofFields(row, known))
    const results = computeRows(table, rows)
    number++
    // the database writes while this process hashes
    const [files] = await Promise.all([
      blockFiles(table, number, rows, results),
      runId === null ? undefined : writeResults(trx, { runId, table }, rows, results),
    ])
    yield { rows, results, ...files }
  }
}

/** Others have their turns in between. */
async function blockFiles(
  table: FrozenTable,
  number: number,
  rows: readonly RowRecord[],
  results: readonly ResultRecord[],
): Promise<Pick<ComputedBlock, 'rowsFile' | 'resultsFile'>> {
  await setImmediate()
  const rowsFile = recordEntry(blockName('rows', table, number), rows)
  await setImmediate()
  return { rowsFile, resultsFile: recordEntry(blockName('results', table, number), results) }
}

/** Without what was entered into fields that are in no run: retired ones, and those of `provenFields`. */
function ofFields({ id, values, gathered }: RowRecord, known: ReadonlySet<string>): RowRecord {
  const some = <Value>(all: Record<string, Value>): Record<string, Value> =>
    Object.keys(all).every((ordinal) => known.has(ordinal))
      ? all
      : Object.fromEntries(Object.entries(all).filter(([ordinal]) => known.has(ordinal)))
  return { id, values: some(values), gathered: gathered && some(gathered) }
}

async function writeResults(
  trx: Knex.Transaction,
  { runId, table }: { runId: string; table: FrozenTable },
  rows: readonly RowRecord[],
  results: readonly ResultRecord[],
): Promise<void> {
  await trx.raw(
    `INSERT INTO run_results (tenant_id, run_id, table_id, row_id, values, gathered, scope, s3_category, co2e_kg, gases_kg,
       biogenic_co2_kg, site, month, incomplete, errors)
     SELECT current_tenant(), :runId, :tableId, id, values, nullif(gathered, 'null'), :scope, :s3Category, co2e_kg,
       nullif(gases_kg, 'null'), biogenic_co2_kg, site, month, incomplete, errors
     FROM jsonb_to_recordset(CAST(:results AS jsonb)) AS n (id text, values jsonb, gathered jsonb, co2e_kg float8,
       gases_kg jsonb, biogenic_co2_kg float8, site text, month text, incomplete boolean, errors int)`,
    {
      runId,
      tableId: table.id,
      scope: table.scope,
      s3Category: table.s3Category,
      results: JSON.stringify(rows.map((row, index) => ({ ...row, ...results[index] }))),
    },
  )
}

/** Blocks are made again from the rows; the rest is kept as it is. */
async function writeFiles(
  trx: Knex.Transaction,
  runId: string,
  files: readonly (FileEntry & { content?: Buffer })[],
): Promise<void> {
  const records = files.map(({ name, sha256, bytes, lines, content }, position) => ({
    tenant_id: trx.raw('current_tenant()'),
    run_id: runId,
    position,
    name,
    sha256,
    bytes,
    lines,
    content: content?.toString() ?? null,
  }))
  await trx.batchInsert('run_files', records, 500)
}

function amountsOf(totals: readonly TotalRecord[]): {
  co2e_kg: number | null
  biogenic_co2_kg: number | null
  market_based_kg: number | null
} {
  const total = totals.find(({ axis }) => axis === 'total')
  return {
    co2e_kg: total?.co2e_kg ?? null,
    biogenic_co2_kg: total?.biogenic_co2_kg ?? null,
    market_based_kg: totals.find(({ axis }) => axis === 'market_based')?.co2e_kg ?? null,
  }
}

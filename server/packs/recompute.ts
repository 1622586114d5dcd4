import { setImmediate } from 'node:timers/promises'
import { OWN_TABLE } from '#formulas/check/Gather.ts'
import { GatheredTable } from '#formulas/plan/GatheredTable.ts'
import { gatheredOf } from '../collaboration/gathering/refreshResults.ts'
import { computeSheet } from '../emissions/computeSheet.ts'
import { canonicalJson } from '../runs/canonicalJson.ts'
import { computeRows } from '../runs/computeRows.ts'
import { type FrozenRecords, type FrozenTable, frozenTables, wholeTables } from '../runs/FrozenCycle.ts'
import { ResultRecord, RowRecord, type TotalRecord } from '../runs/packRecords.ts'
import { RunTotals } from '../runs/RunTotals.ts'
import { ReasonsOfRows } from './checkReasons.ts'
import { KeptTable } from './KeptTable.ts'
import { PackDifference } from './PackDifference.ts'
import { readTar } from './readTar.ts'
import { recordsOf, textOf } from './recordLines.ts'

const RESULT_KEYS = ResultRecord.keyof().options
const BLOCK = /^(rows|results)\/([^/]+)\/\d+\.ndjson$/

/**
 * Second pass over a pack whose hashes are right: computes every row from its cells, every result that was gathered from
 * other rows, and every total, and compares to the last bit; reasons of factors are those of the cells that name them. Only tables that formulas gather from, or into, are kept as a
 * whole. Answers how many rows were computed.
 */
export async function recompute(
  source: AsyncIterable<Uint8Array>,
  frozen: FrozenRecords,
  stated: readonly TotalRecord[],
): Promise<number> {
  const tables = frozenTables(frozen)
  const byFolder = new Map(tables.map((table) => [table.folder, table]))
  const whole = wholeTables(tables)
  const kept = new Map<string, KeptTable>()
  const totals = new RunTotals(frozen)
  const reasons = new ReasonsOfRows(frozen.choices)
  let open: { file: string; table: FrozenTable; rows: RowRecord[] } | null = null
  let count = 0
  let last = ''
  for await (const { path, content } of readTar(source)) {
    const [, kind, folder] = BLOCK.exec(path) ?? []
    const table = byFolder.get(folder ?? '')
    if (kind === undefined || table === undefined) {
      continue
    }
    const text = textOf(path, content)
    if (kind === 'rows') {
      const rows = recordsOf(path, text, RowRecord)
      last = expectOrder(path, rows, open?.table === table ? last : '')
      reasons.compare(table.id, rows)
      open = { file: path, table, rows }
      if (whole.has(table.formula_key)) {
        keptOf(kept, table, path).add(rows)
      }
      continue
    }
    if (open?.table !== table) {
      throw new PackDifference({ file: path, expected: 'the rows of these results before them', found: 'none' })
    }
    const results = recordsOf(path, text, ResultRecord)
    compareResults(path, table, computeRows(table, open.rows), results)
    totals.add(table, open.rows, results)
    count += open.rows.length
    await setImmediate()
  }
  for (const table of tables.filter(({ gathersFrom }) => gathersFrom.size > 0)) {
    compareGathered(table, tables, kept)
  }
  reasons.finish()
  compareTotals(totals.records(), stated)
  return count
}

/** Totals are added in the order of the ids, and no row counts twice. */
function expectOrder(file: string, rows: readonly RowRecord[], before: string): string {
  let last = before
  for (const { id } of rows) {
    if (Buffer.compare(Buffer.from(last), Buffer.from(id)) >= 0) {
      throw new PackDifference({ file, row: id, field: 'id', expected: `an id behind ${last}`, found: id })
    }
    last = id
  }
  return last
}

function compareResults(
  file: string,
  table: FrozenTable,
  computed: readonly ResultRecord[],
  stated: readonly ResultRecord[],
): void {
  if (computed.length !== stated.length) {
    const [expected, found] = [`${computed.length} results`, `${stated.length} results`]
    throw new PackDifference({ file, table: table.folder, expected, found })
  }
  for (const [index, result] of computed.entries()) {
    const other = stated[index]!
    for (const key of RESULT_KEYS) {
      if (result[key] === other[key]) {
        continue
      }
      const [expected, found] = [canonicalJson(result[key]), canonicalJson(other[key])]
      if (expected !== found) {
        throw new PackDifference({ file, table: table.folder, row: result.id, field: key, expected, found })
      }
    }
  }
}

/** Other tables are read as they were kept: they are compared themselves, and formulas have no rings. */
function compareGathered(
  table: FrozenTable,
  tables: readonly FrozenTable[],
  kept: ReadonlyMap<string, KeptTable>,
): void {
  const own = kept.get(table.formula_key)
  if (own === undefined) {
    return
  }
  const places = new Map(
    [...table.gathersFrom]
      .filter((from) => from !== OWN_TABLE)
      .flatMap((from): [string, GatheredTable][] => {
        const other = tables.find(({ formula_key: key }) => key === from)
        return other === undefined ? [] : [[from, gatheredTable(other, kept.get(from) ?? keptOf(new Map(), other, ''))]]
      }),
  )
  const { rowIds } = own
  const slots = Uint32Array.from(rowIds.keys())
  const sheet = computeSheet(table.plans, own, slots, (from) => places.get(from), table.keptKeys)
  const gathered = gatheredOf(table.plans, sheet.results, rowIds.length)
  const byOrdinal = new Map(table.fields.map((field) => [String(field.ordinal), field.key]))
  for (const [slot, row] of rowIds.entries()) {
    for (const [ordinal, value] of Object.entries(gathered[slot] ?? {})) {
      const [expected, found] = [canonicalJson(value), canonicalJson(own.gatheredAt(slot)?.[ordinal])]
      if (expected !== found) {
        const field = byOrdinal.get(ordinal) ?? ordinal
        throw new PackDifference({ file: own.file, table: table.folder, row, field, expected, found })
      }
    }
  }
}

function gatheredTable(table: FrozenTable, rows: KeptTable): GatheredTable {
  const slots = Uint32Array.from(rows.rowIds.keys())
  return new GatheredTable(computeSheet(table.plans, rows, slots).columns, slots)
}

function keptOf(kept: Map<string, KeptTable>, table: FrozenTable, file: string): KeptTable {
  const ordinals = table.fields.map(({ ordinal }) => ordinal)
  const known = kept.get(table.formula_key) ?? new KeptTable(file, ordinals)
  kept.set(table.formula_key, known)
  return known
}

function compareTotals(computed: readonly TotalRecord[], stated: readonly TotalRecord[]): void {
  const file = 'totals.ndjson'
  for (let index = 0; index < Math.max(computed.length, stated.length); index++) {
    const [one, other] = [computed[index], stated[index]]
    const [expected, found] = [canonicalJson(one), canonicalJson(other)]
    if (expected !== found) {
      const row = `${(one ?? other)!.axis} ${(one ?? other)!.key ?? ''}`.trim()
      throw new PackDifference({ file, row, field: 'co2e_kg', expected, found })
    }
  }
}

import type { Knex } from 'knex'
import { RowColumns } from '../emissions/RowColumns.ts'
import { resultsOfRows } from '../emissions/rowResults.ts'
import { loadSheetSchema, type AskedSchema } from '../emissions/sheetSchema.ts'
import { storedRows, type StoredRow } from '../emissions/storedRows.ts'
import { compilePlans, type TablePlans } from '../emissions/tablePlans.ts'
import type { Cycle } from '../models/Cycle.ts'
import { matchRows, type ComparedRow } from './matchRows.ts'
import { countedEffects, rowEffects, type RowEffect, type RowShares } from './rowEffects.ts'

/** One row of both cycles, or of one of them. */
export interface ComparedResult {
  /** Of this cycle; of the other one when only that has the row. */
  row: ComparedRow
  site: string | null
  /** Kilograms of CO2e, as far as they count; null without a result, undefined without the row. */
  before: number | null | undefined
  after: number | null | undefined
  effects: RowEffect[]
}

export interface TableComparison {
  rows: ComparedResult[]
  matched: number
  added: number
  removed: number
}

export interface TableToCompare {
  tableId: string
  before: Cycle
  after: Cycle
  /** Of the text that names a row; undefined when the reader knows none. */
  textOrdinal: number | undefined
  /** The fields of the table mean something else in the other cycle. */
  isOtherTable: boolean
  /** From the start of one period to the start of the other. */
  months: number
  /** The part of a site that counts in each of both. */
  shares: (before: string | null, after: string | null) => RowShares
}

/** Every row of a table in two cycles with what changed it (one scan of both, computed once or twice more). */
export async function compareTable(trx: Knex.Transaction, table: TableToCompare): Promise<TableComparison> {
  const { tableId, before, after } = table
  const read = (row: StoredRow): ComparedRow => comparedRow(row, table.textOrdinal)
  const old: ComparedRow[] = []
  for await (const rows of storedRows(trx, tableId, before.id)) {
    old.push(...rows.map(read))
  }
  const plans = await stepPlans(trx, table)
  const now: (ComparedRow & Steps)[] = []
  for await (const rows of storedRows(trx, tableId, after.id)) {
    const steps = stepsOf(plans, rows)
    now.push(...rows.map((row, i) => ({ ...read(row), ...steps(i) })))
  }
  const partners = matchRows(old, now, table.months)
  const matched = new Set(partners.values())
  const results = now.map((row, a): ComparedResult => {
    const partner = partners.get(a)
    const was = partner === undefined ? undefined : old[partner]!
    const results = { ...row, before: was?.co2eKg, after: row.co2eKg }
    const effects = rowEffects({ ...results, isOtherTable: table.isOtherTable, isWhole: plans.isWhole })
    return countedResult(row, results, effects, table.shares(was === undefined ? row.site : was.site, row.site))
  })
  const gone = old.flatMap((row, b): ComparedResult[] => {
    const kg = { before: row.co2eKg, after: undefined }
    const effects = rowEffects({ ...kg, oldBasis: null, newFactors: null, isOtherTable: false, isWhole: false })
    return matched.has(b) ? [] : [countedResult(row, kg, effects, table.shares(row.site, row.site))]
  })
  return {
    rows: [...results, ...gone],
    matched: partners.size,
    added: now.length - partners.size,
    removed: gone.length,
  }
}

function countedResult(
  row: ComparedRow,
  { before, after }: Pick<ComparedResult, 'before' | 'after'>,
  effects: readonly RowEffect[],
  shares: RowShares,
): ComparedResult {
  return {
    row,
    site: row.site,
    before: typeof before === 'number' ? before * shares.before : before,
    after: typeof after === 'number' ? after * shares.after : after,
    effects: countedEffects(effects, { before, after }, shares),
  }
}

interface Steps {
  oldBasis: number | null
  newFactors: number | null
}

/** Null: nothing differs, so the result itself is that of the step. */
interface StepPlans {
  oldBasis: TablePlans | null
  newFactors: TablePlans | null
  /** The result depends on other rows, so the change of one cannot be taken apart. */
  isWhole: boolean
}

/** The fields of this cycle with the factors and the GWP set of the other, and with only its GWP set. */
async function stepPlans(trx: Knex.Transaction, { tableId, before, after }: TableToCompare): Promise<StepPlans> {
  const plansOf = async (basis: AskedSchema): Promise<TablePlans | null> => {
    if (basis.gwpSet === after.gwpSet && basis.factorYear === after.factorYear) {
      return null
    }
    const schema = await loadSheetSchema(trx, tableId, after.id, basis)
    return schema === null ? null : compilePlans(schema)
  }
  const { gwpSet, factorYear } = before
  const oldBasis = await plansOf({ gwpSet, factorYear })
  const newFactors = await plansOf({ gwpSet, factorYear: after.factorYear })
  const isWhole = oldBasis?.result ? oldBasis.gathering.has(oldBasis.result.field.key) : false
  return isWhole ? { oldBasis: null, newFactors: null, isWhole } : { oldBasis, newFactors, isWhole }
}

function stepsOf(
  { oldBasis, newFactors }: Omit<StepPlans, 'isWhole'>,
  rows: readonly StoredRow[],
): (i: number) => Steps {
  const results = (plans: TablePlans | null): (number | null)[] =>
    plans === null
      ? rows.map((row) => row.co2e_kg)
      : resultsOfRows(plans, new RowColumns(rows.map(({ values }) => values)), Uint32Array.from(rows.keys())).map(
          ({ co2eKg }) => co2eKg,
        )
  const [first, second] = [results(oldBasis), results(newFactors)]
  return (i) => ({ oldBasis: first[i] ?? null, newFactors: second[i] ?? null })
}

function comparedRow(row: StoredRow, textOrdinal: number | undefined): ComparedRow {
  const text = textOrdinal === undefined ? null : row.values[textOrdinal]
  return {
    id: row.row_id,
    site: row.site,
    month: row.month,
    text: typeof text === 'string' ? text : null,
    co2eKg: row.co2e_kg,
  }
}

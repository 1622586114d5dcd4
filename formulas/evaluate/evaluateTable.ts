import type { TablePlans } from '#formulas/plan/compileTable.ts'
import type { ColumnSource, FormulaColumn, Plan } from '#formulas/plan/Plan.ts'
import { OWN_TABLE } from '#formulas/check/Gather.ts'
import { GatheredTable } from '#formulas/plan/GatheredTable.ts'
import { FORMULA_ERRORS } from './formulaErrors.ts'

/** The computed columns of some rows, and those rows' columns to run further plans (per gas) over. */
export interface EvaluatedTable {
  /** By field key; position i belongs to the i-th row asked for. */
  columns: Map<string, FormulaColumn>
  /** Typed and computed columns by position, for `plan.evaluate(source, count)`. */
  source: ColumnSource
  count: number
}

/**
 * Runs all plans of a table in order. Formula fields without a plan (problems, rings) give errors to those that read
 * them. With a list of slots only those rows are computed, so editing one cell costs one row. Formulas that gather rows of
 * the own table take the rows asked for as all that there are.
 */
export function evaluateTable(table: TablePlans, columns: ColumnSource, rows: number | Uint32Array): EvaluatedTable {
  const count = typeof rows === 'number' ? rows : rows.length
  const typed = typeof rows === 'number' ? columns : gathered(columns, rows)
  const computed = new Map<string, FormulaColumn>()
  const kinds = new Map<string, Uint8Array>()
  const failed = failedFields(table)
  const all = Uint32Array.from({ length: count }, (_, slot) => slot)
  let own: GatheredTable | null = null
  const source: ColumnSource = {
    table: (from) => (from === OWN_TABLE ? (own ??= new GatheredTable(source, all)) : columns.table?.(from)),
    numbers: (key) => computed.get(key)?.numbers ?? typed.numbers(key),
    kinds: (key) => kinds.get(key) ?? typed.kinds(key),
    codes: (key) => textCodes(computed.get(key)) ?? typed.codes(key),
    errors: (key) => {
      const code = failed.get(key)
      return code === undefined ? (computed.get(key)?.errors ?? typed.errors?.(key)) : new Uint8Array(count).fill(code)
    },
  }
  for (const key of table.order) {
    const plan = table.plans.get(key)!
    const column = plan.evaluate(source, count)
    computed.set(key, column)
    kinds.set(key, kindsOf(column, plan.type))
  }
  return { columns: computed, source, count }
}

function failedFields(table: TablePlans): Map<string, number> {
  return new Map(
    [...table.problems].map(([key, problems]) => [
      key,
      problems.some((problem) => problem.code === 'circular') ? FORMULA_ERRORS.circular : FORMULA_ERRORS.missing,
    ]),
  )
}

const KINDS: Readonly<Record<Plan['type'], number>> = { number: 1, text: 2, boolean: 3 }

function kindsOf(column: FormulaColumn, type: Plan['type']): Uint8Array {
  return column.errors.map((code) => (code === 0 ? KINDS[type] : 0))
}

function textCodes(column: FormulaColumn | undefined): ReturnType<ColumnSource['codes']> | null {
  if (!column?.texts) {
    return null
  }
  const codes = new Map<string, number>()
  const index = Uint32Array.from(column.texts, (text) => {
    if (text !== null && !codes.has(text)) {
      codes.set(text, codes.size + 1)
    }
    return text === null ? 0 : codes.get(text)!
  })
  return { dictionary: [...codes.keys()], index }
}

/** The listed slots of each column, side by side; each column is gathered when first read. */
function gathered(columns: ColumnSource, slots: Uint32Array): ColumnSource {
  const numbers = new Map<string, Float64Array>()
  const kinds = new Map<string, Uint8Array>()
  const indexes = new Map<string, Uint32Array>()
  return {
    numbers: (key) =>
      remembered(numbers, key, () => {
        const from = columns.numbers(key)
        return Float64Array.from(slots, (slot) => from[slot] ?? Number.NaN)
      }),
    kinds: (key) =>
      remembered(kinds, key, () => {
        const from = columns.kinds(key)
        return Uint8Array.from(slots, (slot) => from[slot] ?? 0)
      }),
    codes: (key) => {
      const { dictionary, index } = columns.codes(key)
      return { dictionary, index: remembered(indexes, key, () => Uint32Array.from(slots, (slot) => index[slot] ?? 0)) }
    },
    errors: (key) => {
      const from = columns.errors?.(key)
      return from && Uint8Array.from(slots, (slot) => from[slot] ?? 0)
    },
  }
}

function remembered<T>(memory: Map<string, T>, key: string, make: () => T): T {
  const known = memory.get(key)
  if (known !== undefined) {
    return known
  }
  const made = make()
  memory.set(key, made)
  return made
}

import { FIRST_FIELD } from '#collab/schema/layout.ts'
import { compileFormula } from '#formulas/plan/compileFormula.ts'
import type { Problem } from '#formulas/Problem.ts'
import type {
  CheckFormulaBody,
  CheckFormulaReply,
  EvaluateFormulaBody,
  EvaluateFormulaReply,
} from '#shared/api/formulas.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import type { Field } from '#shared/fields/field.ts'
import type { Knex } from 'knex'
import { computedForRows } from '#server/emissions/computedForRows.ts'
import { factorsOf } from '#server/emissions/factorsOf.ts'
import { loadGwpTable, type SheetSchema } from '#server/emissions/sheetSchema.ts'
import { compilePlans } from '#server/emissions/tablePlans.ts'

/** Letters of all formulas times rows: some tenths of a second, in which the server does nothing else. */
const MOST_WORK = 10_000_000
/** Compiling a formula costs about as much as computing it for so many rows. */
const COMPILING = 1000
/** Searching so many letters of a text costs at worst about as much as a row of numbers. */
const LETTERS_OF_A_ROW = 10

/** The formula belongs to no sheet yet. */
const NO_SHEET = { tableId: '', cycleId: '' }

/** Type and unit of a formula over the fields that were sent with it, or its problems. */
export async function checkSentFormula(db: Knex, body: CheckFormulaBody): Promise<CheckFormulaReply> {
  expectLittleWork(body, 0)
  const context = await contextOf(db, body, fieldsOf(body))
  const compiled = compileFormula(body.formula, context, { resultUnit: body.unit ?? null })
  if (!compiled.ok) {
    return { ok: false, problems: compiled.error.map(presentProblem) }
  }
  const { type, unit, inputs } = compiled.value
  return { ok: true, type, unit, inputs: [...inputs] }
}

/** The formula as one more column of the rows that were sent with it. */
export async function evaluateSentFormula(db: Knex, body: EvaluateFormulaBody): Promise<EvaluateFormulaReply> {
  const fields = fieldsOf(body)
  expectLittleWork(body, body.rows.length + lettersOf(body) / LETTERS_OF_A_ROW)
  const context = await contextOf(db, body, fields)
  const compiled = compileFormula(body.formula, context, { resultUnit: body.unit ?? null })
  if (!compiled.ok) {
    return { ok: false, problems: compiled.error.map(presentProblem) }
  }
  const result = resultField(fields, body)
  const withResult = [...fields, result]
  const plans = compilePlans({ ...NO_SHEET, fields: withResult, context: { ...context, fields: withResult } })
  const rows = body.rows.map((row) =>
    Object.fromEntries(fields.map((field) => [String(field.ordinal), row[field.key] ?? null])),
  )
  const { type, unit } = compiled.value
  return { ok: true, type, unit, values: computedForRows(plans, rows).map((computed) => computed[result.key] ?? null) }
}

function lettersOf({ rows }: EvaluateFormulaBody): number {
  const cells = rows.flatMap((row) => Object.values(row))
  return cells.reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? cell.length : 0), 0)
}

/** Everybody else waits meanwhile. */
function expectLittleWork({ formula, fields }: CheckFormulaBody, rows: number): void {
  const letters = fields.reduce((sum, field) => sum + (field.formula?.length ?? 0), formula.length)
  if (letters * (rows + COMPILING) > MOST_WORK) {
    const message = 'These formulas are more than is computed at once. Send fewer or shorter ones, or fewer rows.'
    throw new ValidationError([{ path: 'fields', code: 'too-much-work', message }])
  }
}

function contextOf(db: Knex, body: CheckFormulaBody, fields: readonly Field[]): Promise<SheetSchema['context']> {
  return db.transaction(async (trx) => ({
    fields,
    factors: await factorsOf(trx, fields, body.factor_year),
    gwp: await loadGwpTable(trx, body.gwp_set),
    gwpSet: body.gwp_set,
    factorYear: body.factor_year,
  }))
}

function fieldsOf({ fields }: CheckFormulaBody): Field[] {
  return fields.map(({ key, type, unit, options, formula }, index) => ({
    id: key,
    key,
    ordinal: FIRST_FIELD + index,
    name: key,
    type,
    unit,
    options,
    required: false,
    formula: formula ?? null,
    role: null,
    readers: null,
    writers: null,
  }))
}

/** A formula field for the formula itself, under a key that no sent field has. */
function resultField(fields: readonly Field[], { formula, unit }: CheckFormulaBody): Field {
  let key = 'result'
  while (fields.some((field) => field.key === key)) {
    key += '_'
  }
  return {
    id: key,
    key,
    ordinal: FIRST_FIELD + fields.length,
    name: key,
    type: 'formula',
    unit: unit ?? null,
    options: [],
    required: false,
    formula,
    role: null,
    readers: null,
    writers: null,
  }
}

function presentProblem({ code, message, start, end, units }: Problem) {
  return { code, message, start, end, ...(units && { units }) }
}

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
import type { TableFields } from '#server/emissions/projectTables.ts'
import { factorsOf } from '#server/emissions/factorsOf.ts'
import { contextOver, loadGwpTable, type SheetSchema } from '#server/emissions/sheetSchema.ts'
import { compilePlans } from '#server/emissions/tablePlans.ts'
import { parametersOf } from '#server/parameters/parametersOf.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import type { Parameter } from '#shared/parameters/parameter.ts'
import { sentTables, storedRows } from './sentTables.ts'

/** Letters of all formulas times rows: some tenths of a second, in which the server does nothing else. */
const MOST_WORK = 10_000_000
/** Compiling a formula costs about as much as computing it for so many rows. */
const COMPILING = 1000
/** Searching so many letters of a text costs at worst about as much as a row of numbers. */
const LETTERS_OF_A_ROW = 10

/** The formula belongs to no sheet yet. */
const OWN = 'own'

/** Type and unit of a formula over the fields that were sent with it, or its problems. */
export async function checkSentFormula(db: Knex, tenantId: string, body: CheckFormulaBody): Promise<CheckFormulaReply> {
  expectLittleWork(body, 0)
  const context = await contextOf(db, tenantId, body, tablesOf(body))
  const compiled = compileFormula(body.formula, context, { resultUnit: body.unit ?? null })
  if (!compiled.ok) {
    return { ok: false, problems: compiled.error.map(presentProblem) }
  }
  const { type, unit, inputs } = compiled.value
  return { ok: true, type, unit, inputs: [...inputs] }
}

/** The formula as one more column of the rows that were sent with it. */
export async function evaluateSentFormula(
  db: Knex,
  tenantId: string,
  body: EvaluateFormulaBody,
): Promise<EvaluateFormulaReply> {
  const rows = [body.rows, ...body.tables.map((table) => table.rows)].flat()
  expectLittleWork(body, rows.length + lettersOf(rows) / LETTERS_OF_A_ROW)
  const tables = tablesOf(body)
  const context = await contextOf(db, tenantId, body, tables)
  const compiled = compileFormula(body.formula, context, { resultUnit: body.unit ?? null })
  if (!compiled.ok) {
    return { ok: false, problems: compiled.error.map(presentProblem) }
  }
  const fields = tables[0]!.fields
  const result = resultField(fields, body)
  const withResult = tables.map((table) => (table.id === OWN ? { ...table, fields: [...fields, result] } : table))
  const contextWithResult = contextOver(withResult, OWN, { ...context, fields: [...fields, result] })
  const plans = compilePlans({ tableId: '', cycleId: '', fields: [...fields, result], context: contextWithResult })
  const sent = new Map(body.tables.map((table) => [table.key, table.rows]))
  const { values, rowIds } = storedRows(fields, body.rows)
  const elsewhere = sentTables(withResult.slice(1), context, (key) => sent.get(key) ?? [])
  const computed = computedForRows(plans, values, { rowIds, elsewhere })
  const { type, unit } = compiled.value
  return { ok: true, type, unit, values: computed.map((row) => row[result.key] ?? null) }
}

function lettersOf(rows: EvaluateFormulaBody['rows']): number {
  const cells = rows.flatMap((row) => Object.values(row))
  return cells.reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? cell.length : 0), 0)
}

/** Everybody else waits meanwhile. */
function expectLittleWork({ formula, fields, tables }: CheckFormulaBody, rows: number): void {
  const all = [...fields, ...tables.flatMap((table) => table.fields)]
  const letters = all.reduce((sum, field) => sum + (field.formula?.length ?? 0), formula.length)
  if (letters * (rows + COMPILING) > MOST_WORK) {
    const message = 'These formulas are more than is computed at once. Send fewer or shorter ones, or fewer rows.'
    throw new ValidationError([{ path: 'fields', code: 'too-much-work', message }])
  }
}

/** The table of the formula first. */
function tablesOf({ table, fields, tables }: CheckFormulaBody): TableFields[] {
  const ids = new Map(tables.map(({ key }) => [key, key]))
  const own = table ?? OWN
  const made = (id: string, key: string, of: typeof fields): TableFields => ({
    id,
    key,
    name: key,
    moduleId: '',
    projectId: '',
    fields: of.map((field, index) =>
      sentField(field, index, ids.get(field.target ?? '') ?? (field.target === own ? OWN : null)),
    ),
  })
  return [
    made(OWN, own, fields),
    ...tables.filter(({ key }) => key !== own).map(({ key, fields: of }) => made(key, key, of)),
  ]
}

function contextOf(
  db: Knex,
  tenantId: string,
  body: CheckFormulaBody,
  tables: readonly TableFields[],
): Promise<SheetSchema['context']> {
  return inTenant(db, tenantId, async (trx) =>
    contextOver(tables, OWN, {
      fields: tables[0]!.fields,
      factors: await factorsOf(
        trx,
        tables.flatMap(({ fields }) => fields),
        { factorYear: body.factor_year, factorsAs: 'now' },
      ),
      gwp: await loadGwpTable(trx, body.gwp_set),
      gwpSet: body.gwp_set,
      factorYear: body.factor_year,
      parameters: body.parameters === undefined ? await parametersOf(trx) : sentParameters(body.parameters),
    }),
  )
}

const sentParameters = (sent: NonNullable<CheckFormulaBody['parameters']>): ReadonlyMap<string, Parameter> =>
  new Map(sent.map((parameter) => [parameter.key, { ...parameter, name: parameter.name ?? parameter.key }]))

function sentField(
  { key, type, unit, options, formula }: CheckFormulaBody['fields'][number],
  index: number,
  targetTableId: string | null,
): Field {
  return {
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
    ...(targetTableId !== null && { targetTableId }),
  }
}

/** A formula field for the formula itself, under a key that no sent field has. */
function resultField(fields: readonly Field[], { formula, unit = null }: CheckFormulaBody): Field {
  let key = 'result'
  while (fields.some((field) => field.key === key)) {
    key += '_'
  }
  return sentField({ key, type: 'formula', unit, options: [], formula }, fields.length, null)
}

function presentProblem({ code, message, start, end, units }: Problem) {
  return { code, message, start, end, ...(units && { units }) }
}

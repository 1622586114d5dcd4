import type { Knex } from 'knex'
import { conditionsOf } from '#formulas/plan/conditions.ts'
import { compileField, compileTable } from '#formulas/plan/compileTable.ts'
import { compileFormula } from '#formulas/plan/compileFormula.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import type { RedefinitionBody } from '#shared/api/redefinition.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { readingOf, scaleBetween, type TextReading } from '#shared/cells/convertCell.ts'
import type { Field } from '#shared/fields/field.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import type { FieldRules } from '#shared/fields/fieldRules.ts'
import { retypeRefusal } from '#shared/fields/retype.ts'
import { conversion } from '#shared/quantities/convert.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import type { FieldDefinition } from '../collaboration/folding/convertField.ts'
import { contextOver, loadSheetSchema, type SheetSchema } from '../emissions/sheetSchema.ts'
import type { Cycle } from '../models/Cycle.ts'
import type { SheetField } from '../models/SheetField.ts'
import { contextFor } from '../policies/contextFor.ts'
import type { Identity } from '../policies/Identity.ts'
import { brokenElsewhere } from './brokenElsewhere.ts'
import { optionProblems } from './fieldOptions.ts'
import { choicesAfter } from './proposedChoices.ts'

export interface Redefinition {
  field: SheetField
  /** All of the table. */
  fields: readonly Field[]
  /** Of these: what this person may read. */
  readable: readonly Field[]
  /** Of the project. */
  cycles: readonly Cycle[]
  body: RedefinitionBody
  /** Of this person. */
  grants: Identity['grants']
  /** Of the fields of the table, no later than they were read (`FIELDS_VERSION`). */
  version: string
}

export interface RedefinitionPlan {
  from: FieldDefinition
  to: FieldDefinition
  isConverted: boolean
  reading: TextReading
  problems: ProblemDetail[]
}

/** What the field would be, and everything that speaks against it. Formulas are checked in every cycle that is not locked. */
export async function planRedefinition(
  trx: Knex.Transaction,
  { field, readable, cycles, body, grants }: Redefinition,
): Promise<RedefinitionPlan> {
  const from = definitionOf(field)
  const to = definitionAfter(field, body)
  const isConverted =
    to.type !== from.type || (to.unit !== from.unit && field.type === 'number' && body.values === 'convert')
  if (!readable.some(({ id }) => id === field.id)) {
    return { from, to, isConverted, reading: PLAIN, problems: [CANNOT_READ] }
  }
  const problems = problemsOf(field, body, to)
  if (problems.length === 0) {
    for (const cycle of cycles.filter(({ status }) => status !== 'locked')) {
      const schema = await loadSheetSchema(trx, field.tableId, cycle.id, { formula: to.formula })
      problems.push(...(schema === null ? [] : formulaProblems(schema, { field, to, readable, grants })))
      problems.push(...(problems.length > 0 ? [] : await brokenElsewhere(trx, cycle.id, field, to)))
    }
  }
  const reading = from.type === 'text' && problems.length === 0 ? await readTexts(trx, field, cycles, to) : PLAIN
  return {
    from,
    to,
    isConverted,
    reading: { decimals: body.reading?.decimals ?? reading.decimals, dates: body.reading?.dates ?? reading.dates },
    problems: onceEach(problems),
  }
}

const PLAIN: TextReading = { decimals: 'point', dates: 'day-first' }

async function readTexts(
  trx: Knex.Transaction,
  field: SheetField,
  cycles: Redefinition['cycles'],
  { type }: FieldDefinition,
): Promise<TextReading> {
  const values = await valuesOf(trx, field, cycles)
  return readingOf(
    values.filter((value) => typeof value === 'string'),
    type,
  )
}

/** What stands in the field in cycles that are not locked, each value once; `most` of them at most. */
export async function valuesOf(
  trx: Knex.Transaction,
  { tableId, ordinal }: SheetField,
  cycles: Redefinition['cycles'],
  most = 100_000,
): Promise<CellValue[]> {
  const open = cycles.filter(({ status }) => status !== 'locked').map(({ id }) => id)
  const { rows } = await trx.raw<{ rows: { value: CellValue }[] }>(
    `SELECT DISTINCT values -> ?::text AS value FROM rows
     WHERE table_id = ? AND NOT deleted AND cycle_id = ANY (?) AND values -> ?::text IS NOT NULL LIMIT ?`,
    [String(ordinal), tableId, open, String(ordinal), most],
  )
  return rows.map(({ value }) => value)
}

export const isSameDefinition = ({ from, to }: Pick<RedefinitionPlan, 'from' | 'to'>): boolean =>
  JSON.stringify(from) === JSON.stringify(to)

/** The table with the field as it would be. */
export function schemaAfter(schema: SheetSchema, fieldId: string, to: FieldDefinition): SheetSchema {
  const fields = schema.fields.map((field) => (field.id === fieldId ? { ...field, ...to } : field))
  const context = { ...schema.context, fields }
  const tables = schema.tables?.map((table) => (table.id === schema.tableId ? { ...table, fields } : table))
  return tables === undefined
    ? { ...schema, fields, context }
    : { ...schema, fields, tables, context: contextOver(tables, schema.tableId, context) }
}

function definitionOf({ type, unit, options, required, rules, formula }: SheetField): FieldDefinition {
  return { type, unit, options, required, rules, formula }
}

function definitionAfter(
  field: SheetField,
  { type = field.type, unit, options, values, formula }: RedefinitionBody,
): FieldDefinition {
  const { hasUnit, hasOptions } = CELL_TYPES[type]
  const isRetyped = type !== field.type
  const unitAfter = unit === undefined ? (isRetyped ? null : field.unit) : unit
  return {
    type,
    unit: hasUnit ? unitAfter : null,
    options: isRetyped ? (hasOptions ? choicesAfter(field, options) : []) : field.options,
    required: field.required,
    rules: rulesAfter(field, type, values === 'convert' ? scaleBetween(field.unit, unitAfter) : (value) => value),
    formula: type === 'formula' ? (formula ?? field.formula) : null,
  }
}

/** Limits are numbers in the unit of the field, or dates: those of another type say nothing. */
function rulesAfter(field: SheetField, type: Field['type'], scale: (value: number) => number): FieldRules | null {
  const { max, min, mask, unique, formula, message } = field.rules ?? {}
  const isRetyped = type !== field.type
  const limit = (value: number | string): number | string => (typeof value === 'number' ? scale(value) : value)
  const kept: FieldRules = {
    ...(max !== undefined && !isRetyped && { max: limit(max) }),
    ...(min !== undefined && !isRetyped && { min: limit(min) }),
    ...(mask !== undefined && CELL_TYPES[type].rules.includes('mask') && { mask }),
    ...(unique === true && CELL_TYPES[type].rules.includes('unique') && { unique }),
    ...(formula !== undefined && type !== 'formula' && { formula, ...(message !== undefined && { message }) }),
  }
  return Object.keys(kept).length === 0 ? null : kept
}

const CANNOT_READ: ProblemDetail = {
  path: 'type',
  code: 'cannot-read',
  message: 'You may not read this field. Add a role of yours to its readers first.',
}

function problemsOf(field: SheetField, body: RedefinitionBody, to: FieldDefinition): ProblemDetail[] {
  const problems: ProblemDetail[] = []
  const add = (path: string, code: ProblemDetail['code'], message: string): void =>
    void problems.push({ path, code, message })
  const isRetyped = to.type !== field.type
  const refusal = retypeRefusal(field.type, to.type)
  if (refusal !== null) {
    add('type', 'no-conversion', refusal)
  } else if (isRetyped && field.role !== null) {
    add('type', 'needed', `The totals read “${field.name}” as the ${field.role} of a row. Its type stays.`)
  }
  if (body.unit !== undefined && body.unit !== null && !CELL_TYPES[to.type].hasUnit) {
    add('unit', 'wrong-type', 'Only numbers, formulas and factors have a unit. Leave it out.')
  } else {
    problems.push(...unitProblems(field, body, to))
  }
  if (body.options !== undefined && !(isRetyped && CELL_TYPES[to.type].hasOptions)) {
    add('options', 'wrong-type', 'Choices are given when a field becomes one of choices. Leave them out.')
  } else if (isRetyped && CELL_TYPES[to.type].hasOptions) {
    problems.push(...optionProblems(to.options, to.options))
    if (to.options.length === 0) {
      add('options', 'empty', 'Name at least one choice.')
    }
  }
  if (body.formula !== undefined && field.type !== 'formula') {
    add('formula', 'wrong-type', 'Only a field of type formula has a formula. Leave it out.')
  }
  return problems
}

function unitProblems(field: SheetField, { values }: RedefinitionBody, to: FieldDefinition): ProblemDetail[] {
  const after = parseUnit(to.unit ?? '')
  if (!after.ok) {
    return [{ path: 'unit', code: 'unknown-unit', message: after.error.message }]
  }
  const isConverted = field.type === 'number' && to.type === 'number' && values === 'convert' && to.unit !== field.unit
  if (!isConverted) {
    return []
  }
  if (field.unit === null || to.unit === null) {
    const message = 'Numbers without a unit cannot be converted. Keep the values, and correct the unit only.'
    return [{ path: 'values', code: 'no-conversion', message }]
  }
  const before = parseUnit(field.unit)
  const constant = before.ok ? conversion(before.value, after.value) : before
  return constant.ok
    ? []
    : [
        {
          path: 'unit',
          code: 'no-conversion',
          message: `${constant.error.message} Keep the values, or choose another unit.`,
        },
      ]
}

/** Formulas that work now and would not any more. */
function formulaProblems(
  schema: SheetSchema,
  { field, to, readable, grants }: Pick<Redefinition, 'field' | 'readable' | 'grants'> & { to: FieldDefinition },
): ProblemDetail[] {
  const after = schemaAfter(schema, field.id, to)
  const known = new Set(readable.map(({ id }) => id))
  const own = after.fields.find(({ id }) => id === field.id)
  if (own?.type === 'formula') {
    // a field that this person may not read is unknown to their formula
    const context = contextFor(after, readable, grants)
    const compiled = compileField(own, context)
    const total =
      field.role === 'emissions' ? compileFormula(own.formula ?? '', context, { resultUnit: 'kgCO2e' }) : compiled
    const problems = compiled.ok ? (total.ok ? [] : total.error) : compiled.error
    if (problems.length > 0) {
      return problems.map(({ code, message }) => ({ path: 'formula', code, message }))
    }
  }
  const before = compileTable(schema.fields, schema.context).problems
  const broken = [...compileTable(after.fields, after.context).problems].flatMap(([key, problems]) => {
    const reader = after.fields.find((one) => one.key === key)!
    const [ring] = key === own?.key ? problems.filter(({ code }) => code === 'circular') : []
    if (ring !== undefined) {
      return [{ path: 'formula', code: ring.code, message: ring.message }]
    }
    return before.has(key) ? [] : [brokenReader(field, to, reader, known.has(reader.id) ? problems[0]!.message : null)]
  })
  return [...broken, ...brokenConditions(schema, after, { field, to, known })]
}

/** A condition that is not understood any more would quietly break nothing. */
function brokenConditions(
  before: SheetSchema,
  after: SheetSchema,
  { field, to, known }: { field: SheetField; to: FieldDefinition; known: ReadonlySet<string> },
): ProblemDetail[] {
  const works = new Set(conditionsOf(after.fields, after.context).map(({ field: { id } }) => id))
  return conditionsOf(before.fields, before.context).flatMap(({ field: ruled }) => {
    if (works.has(ruled.id)) {
      return []
    }
    const whose = known.has(ruled.id) ? `“${ruled.name}”` : 'a field that you may not read'
    const message = `The condition of ${whose} reads “${field.name}” and would not work any more. Change that first.`
    return [{ path: pathOf(field, to), code: 'in-use', message }]
  })
}

function brokenReader(field: SheetField, to: FieldDefinition, reader: Field, why: string | null): ProblemDetail {
  const message =
    why === null
      ? `A formula that you may not read reads “${field.name}” and would not work any more. Nothing can be changed before that.`
      : `The formula of “${reader.name}” reads “${field.name}” and would not work any more: ${why}`
  return { path: pathOf(field, to), code: 'in-use', message }
}

const pathOf = (field: SheetField, to: FieldDefinition): string =>
  field.type === 'formula' ? 'formula' : to.type === field.type ? 'unit' : 'type'

const onceEach = (problems: readonly ProblemDetail[]): ProblemDetail[] => [
  ...new Map(problems.map((problem) => [`${problem.path} ${problem.message}`, problem])).values(),
]

import type { Knex } from 'knex'
import { compileField, compileTable } from '#formulas/plan/compileTable.ts'
import { RESERVED_KEYS } from '#formulas/syntax/reservedWords.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import type { NewFieldBody } from '#shared/api/tables.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import type { Field } from '#shared/fields/field.ts'
import { keyFrom } from '#shared/fields/keyFrom.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { loadSheetSchema } from '../emissions/sheetSchema.ts'
import { contextFor } from '../policies/contextFor.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { SheetField } from '../models/SheetField.ts'
import type { SheetTable } from '../models/SheetTable.ts'
import type { Identity } from '../policies/Identity.ts'
import { fieldChanged } from './fieldChanged.ts'
import { isSameText, nameTaken } from './fieldNames.ts'
import { optionProblems, optionsFrom } from './fieldOptions.ts'

export interface NewField {
  /** Locked by the caller's transaction: ordinals are given out one after the other. */
  table: SheetTable
  /** Of the project: newest first. A formula is checked with the factors and the GWP set of the first. */
  cycleIds: readonly string[]
  /** What this person may read: a formula can name these only. */
  readable: readonly Field[]
  body: NewFieldBody
  /** What a reference is to show, as far as this person may read it. */
  targetField: Field | null
  origin: string
}

/** Fields that a table can have, and the largest address inside documents. */
const MOST_FIELDS = 300
const LAST_ORDINAL = 65_535
const FIRST_ORDINAL = 2

/**
 * Adds a column to a table, in all cycles; its cells are empty. Connected people are told by the caller, after the commit.
 * Throws ValidationError.
 */
export async function addField(
  trx: Knex.Transaction,
  identity: Identity,
  { table, cycleIds, readable, body, targetField, origin }: NewField,
): Promise<SheetField> {
  const all = await SheetField.query(trx).where({ table_id: table.id }).orderBy(['position', 'ordinal'])
  const known = all.filter(({ deletedAt }) => deletedAt === null)
  const ordinal = Math.max(FIRST_ORDINAL - 1, ...all.map((field) => field.ordinal)) + 1
  const problems = [...problemsOf(body, known, readable), ...targetProblems(body, targetField)]
  if (known.length >= MOST_FIELDS || ordinal > LAST_ORDINAL) {
    problems.push({ path: '', code: 'too-many', message: `A table has ${MOST_FIELDS} fields at most.` })
  }
  const field = newField(body, ordinal, known)
  if (problems.length === 0 && field.type === 'formula') {
    problems.push(...(await formulaProblems(trx, identity, { table, cycleId: cycleIds[0], field, readable })))
  }
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  const at = body.behind === undefined ? known.length : known.findIndex(({ id }) => id === body.behind) + 1
  const position = at === 0 ? 0 : (known[at - 1]?.position ?? -1) + 1
  await SheetField.query(trx)
    .where({ tenant_id: identity.tenantId, table_id: table.id })
    .where('position', '>=', position)
    .patch({ position: trx.raw('position + 1') })
  const added = await SheetField.query(trx)
    .insert({ ...field, tenantId: identity.tenantId, tableId: table.id, position })
    .returning('*')
  const { key, name, type, unit, required, targetTableId } = added
  await fieldChanged(trx, identity, added, {
    action: 'field.create',
    before: null,
    after: { key, name, type, unit, required, ...(targetTableId !== null && { targetTableId }) },
    origin,
    anew: type === 'formula' || required ? 'rows' : null,
  })
  // what it reads of other rows is said by now
  return type === 'formula' ? ((await SheetField.query(trx).findById(added.id)) ?? added) : added
}

type Made = Pick<
  SheetField,
  'key' | 'ordinal' | 'name' | 'type' | 'unit' | 'options' | 'required' | 'formula' | 'targetTableId' | 'targetFieldId'
>

function newField(body: NewFieldBody, ordinal: number, known: readonly Field[]): Made {
  const taken = new Set([...known.map(({ key }) => key), ...RESERVED_KEYS])
  const options = optionsFrom(
    body.options.map((label) => ({ label })),
    [],
  )
  const { name, type, unit, required, formula, target } = body
  const [targetTableId, targetFieldId] = [target?.table_id ?? null, target?.field_id ?? null]
  const key = keyFrom(name, taken)
  return { key, ordinal, name, type, unit, options, required, formula, targetTableId, targetFieldId }
}

function problemsOf(body: NewFieldBody, known: readonly Field[], readable: readonly Field[]): ProblemDetail[] {
  const problems: ProblemDetail[] = []
  const add = (path: string, code: ProblemDetail['code'], message: string): void =>
    void problems.push({ path, code, message })
  const { name, type, unit, options, required, formula, behind } = body
  const { hasUnit, hasOptions } = CELL_TYPES[type]
  if (readable.some((field) => isSameText(field.name, name))) {
    problems.push(nameTaken(name))
  }
  const parsed = unit === null ? null : parseUnit(unit)
  if (parsed !== null && !hasUnit) {
    add('unit', 'wrong-type', 'Only numbers, formulas and factors have a unit. Leave it out.')
  } else if (parsed?.ok === false) {
    add('unit', 'unknown-unit', parsed.error.message)
  }
  if (hasOptions && options.length === 0) {
    add('options', 'empty', 'Name at least one choice.')
  }
  if (!hasOptions && options.length > 0) {
    add('options', 'wrong-type', 'Only a field of type option or options has choices. Leave them out.')
  }
  problems.push(
    ...optionProblems(
      options.map((label) => ({ label })),
      [],
    ),
  )
  if (type === 'formula' && formula === null) {
    add('formula', 'empty', 'Write what is to be computed, for example quantity * 2.')
  }
  if (type !== 'formula' && formula !== null) {
    add('formula', 'wrong-type', 'Only a field of type formula has a formula. Leave it out.')
  }
  if (type === 'formula' && required) {
    add('required', 'formula-field', 'Nobody fills in a formula. Leave required out.')
  }
  if (behind !== undefined && !known.some(({ id }) => id === behind)) {
    add('behind', 'not-found', 'There is no such field in this table.')
  }
  return problems
}

/** A table or a field that this person may not read is answered like one that is not there. */
function targetProblems({ type, target }: NewFieldBody, field: Field | null): ProblemDetail[] {
  const problem = (code: ProblemDetail['code'], message: string): ProblemDetail[] => [{ path: 'target', code, message }]
  if (type !== 'reference') {
    return target === null ? [] : problem('wrong-type', 'Only a reference points at rows of a table. Leave it out.')
  }
  if (target === null) {
    return problem('empty', 'Choose the table that it points at, and the column that says what a row is called.')
  }
  if (field === null) {
    return problem('not-found', 'There is no such column in a table of this project that you may read.')
  }
  return field.type === 'text'
    ? []
    : problem('wrong-type', `“${field.name}” holds no texts. Choose a column of texts: it says what a row is called.`)
}

/** What this person may not read is unknown to their formula: fields of this table and of others. */
async function formulaProblems(
  trx: Knex.Transaction,
  { grants }: Identity,
  {
    table,
    cycleId,
    field,
    readable,
  }: Pick<NewField, 'table' | 'readable'> & { cycleId: string | undefined; field: Made },
): Promise<ProblemDetail[]> {
  const schema =
    cycleId === undefined ? null : await loadSheetSchema(trx, table.id, cycleId, { formula: field.formula })
  if (schema === null) {
    return [
      { path: 'formula', code: 'no-cycle', message: 'Add a cycle to the project first: formulas need its factors.' },
    ]
  }
  const context = contextFor(schema, readable, grants)
  const compiled = compileField(field, context)
  const problems = compiled.ok
    ? compiled.value.gathers.length > 0
      ? compileTable([...schema.fields, field], schema.context).problems.get(field.key)
      : undefined
    : compiled.error
  return (problems ?? []).map(({ code, message }) => ({ path: 'formula', code, message }))
}

/** Tables and fields that are made of templates. Loaded with the first of them: the parser of formulas is large. */
import type { Knex } from 'knex'
import { RESERVED_WORDS } from '#formulas/syntax/reservedWords.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import type { FieldFromTemplateBody, TableFromTemplateBody } from '#shared/api/templates.ts'
import type { Field } from '#shared/fields/field.ts'
import { keyFrom } from '#shared/fields/keyFrom.ts'
import { lockTables, nameProblems } from '../commands/arrange.ts'
import { fieldChanged } from '../commands/fieldChanged.ts'
import { isSameText, nameTaken } from '../commands/fieldNames.ts'
import { formulaProblems, type FormulaProblem } from '../copies/formulaProblems.ts'
import { insertTables, columnsOf } from '../copies/TableDraft.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import type { Module } from '../models/Module.ts'
import { SheetField } from '../models/SheetField.ts'
import type { SheetTable } from '../models/SheetTable.ts'
import type { Identity } from '../policies/Identity.ts'
import { fieldsOfTemplate } from './fieldsOfTemplate.ts'
import { foundTemplate } from './foundTemplate.ts'

/** Makes a table without rows. Throws NotFoundError, and ValidationError with all that is wrong. */
export async function tableFromTemplate(
  trx: Knex.Transaction,
  identity: Identity,
  { module, body, origin }: { module: Module; body: TableFromTemplateBody; origin: string },
): Promise<SheetTable> {
  const template = await foundTemplate(trx, body.template_id, { kind: 'table', language: body.language })
  const fields = await fieldsOfTemplate(trx, module.projectId, template.fields)
  const problems = [
    ...nameProblems(body.name, await lockTables(trx, module.id), 'table'),
    ...(await formulaProblems(trx, module.projectId, fields)).map((problem) => told(problem, fields)),
  ]
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  const { name, description = template.description } = body
  const from = { template_id: template.id }
  const draft = { id: crypto.randomUUID(), moduleId: module.id, name, description, fields, from }
  const [table] = await insertTables(trx, identity, [draft], origin)
  return table!
}

export interface NewFieldOfTemplate {
  table: SheetTable
  projectId: string
  /** All of the table, locked by the caller's transaction, and those that this person may read: a formula can name these only. */
  fields: readonly SheetField[]
  readable: readonly Field[]
  body: FieldFromTemplateBody
  origin: string
}

/**
 * Adds a field to a table, in all cycles; its cells are empty. Connected people are told by the caller, after the commit.
 * Throws NotFoundError, and ValidationError with all that is wrong.
 */
export async function fieldFromTemplate(
  trx: Knex.Transaction,
  identity: Identity,
  { table, projectId, fields, readable, body, origin }: NewFieldOfTemplate,
): Promise<SheetField> {
  const template = await foundTemplate(trx, body.template_id, { kind: 'field' })
  const all = await SheetField.query(trx).where({ table_id: table.id })
  const ordinal = Math.max(1, ...all.map((field) => field.ordinal)) + 1
  const [made] = await fieldsOfTemplate(trx, projectId, template.fields, ordinal)
  const key = keyFrom(body.name, new Set([...fields.map((field) => field.key), ...RESERVED_WORDS]))
  const hasRole = fields.some(({ role }) => role !== null && role === made!.role)
  const field: Field = { ...made!, key, name: body.name, role: hasRole ? null : made!.role }
  const behind = fields.findIndex(({ id }) => id === body.behind)
  const problems = await problemsOf(trx, projectId, { field, readable })
  if (body.behind !== undefined && behind < 0) {
    problems.push({ path: 'behind', code: 'not-found', message: 'There is no such field in this table.' })
  }
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  const position = behind < 0 ? fields.length : (fields[behind]?.position ?? -1) + 1
  const own = { tenant_id: identity.tenantId, table_id: table.id }
  await SheetField.query(trx)
    .where(own)
    .where('position', '>=', position)
    .patch({ position: trx.raw('position + 1') })
  const added = await SheetField.query(trx)
    .insert({ ...columnsOf(field), id: field.id, tenantId: identity.tenantId, tableId: table.id, position })
    .returning('*')
  await fieldChanged(trx, identity, added, {
    action: 'field.create',
    before: null,
    after: { key, name: added.name, type: added.type, unit: added.unit, required: added.required },
    origin,
    anew: added.type === 'formula' || added.required || added.rules !== null ? 'rows' : null,
  })
  return added
}

async function problemsOf(
  trx: Knex.Transaction,
  projectId: string,
  { field, readable }: { field: Field; readable: readonly Field[] },
): Promise<ProblemDetail[]> {
  const known = await formulaProblems(trx, projectId, [...readable, field])
  const wrong = known
    .filter(({ key }) => key === field.key)
    .map(({ code, message }) => ({ path: 'template_id', code, message }))
  return readable.some(({ name }) => isSameText(name, field.name)) ? [nameTaken(field.name), ...wrong] : wrong
}

function told({ key, what, code, message }: FormulaProblem, fields: readonly Field[]): ProblemDetail {
  const name = fields.find((field) => field.key === key)?.name ?? key
  return { path: `fields.${key}.${what}`, code, message: `“${name}”: ${message}` }
}

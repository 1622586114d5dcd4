import type { Knex } from 'knex'
import { compileFormula } from '#formulas/plan/compileFormula.ts'
import type { FieldRolesBody } from '#shared/api/fieldRoles.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { FIELD_ROLES, type Field, type FieldRole, type FieldType } from '#shared/fields/field.ts'
import { isReleasedResult } from '#shared/fields/isReleasedResult.ts'
import { loadSheetSchema } from '../emissions/sheetSchema.ts'
import type { Cycle } from '../models/Cycle.ts'

export interface RolesChange {
  tableId: string
  /** All of the table, without those that are retired. */
  fields: readonly Field[]
  /** Of these: what this person may read. */
  readable: readonly Field[]
  /** Of the project. */
  cycles: readonly Cycle[]
  body: FieldRolesBody
}

/** What each role has to be: cells of any other type say nothing to the totals. */
export const ROLE_TYPES: Readonly<Record<FieldRole, FieldType>> = {
  site: 'option',
  month: 'month',
  emissions: 'formula',
}

const WANTED: Readonly<Record<FieldRole, string>> = {
  site: 'The site of a row is a choice. Choose a field of type option, or make this one a field of choices first.',
  month: 'The month of a row is a month. Choose a field of type month, or make this one a field of months first.',
  emissions: 'The result of a row is computed. Choose a field of type formula.',
}

/** The fields with what they would stand for. */
export const withRoles = <One extends Pick<Field, 'id' | 'role'>>(
  fields: readonly One[],
  body: FieldRolesBody,
): One[] =>
  fields.map((field) => {
    const given = FIELD_ROLES.find((role) => body[role] === field.id)
    const isTaken = field.role !== null && body[field.role] !== undefined && body[field.role] !== field.id
    return { ...field, role: given ?? (isTaken ? null : field.role) }
  })

/** Everything that speaks against it. Whether a result is a mass of CO2e is looked at in every cycle that is not locked. */
export async function roleProblems(trx: Knex.Transaction, change: RolesChange): Promise<ProblemDetail[]> {
  const problems: ProblemDetail[] = []
  for (const role of FIELD_ROLES.filter((one) => change.body[one] !== undefined)) {
    problems.push(...(await problemsOf(trx, role, change)))
  }
  return problems
}

async function problemsOf(
  trx: Knex.Transaction,
  role: FieldRole,
  { fields, readable, cycles, body, tableId }: RolesChange,
): Promise<ProblemDetail[]> {
  const field = readable.find(({ id }) => id === body[role])
  const holder = fields.find((one) => one.role === role)
  const problem = (code: ProblemDetail['code'], message: string): ProblemDetail[] => [{ path: role, code, message }]
  if (holder !== undefined && holder.id !== body[role] && !readable.some(({ id }) => id === holder.id)) {
    const message =
      'A field that you may not read stands for it now. Add a role of yours to the readers of that one first.'
    return problem('cannot-read', message)
  }
  if (body[role] === null) {
    return []
  }
  if (field === undefined) {
    return problem(
      'not-found',
      'There is no such field in this table that you may read. A retired one comes back first.',
    )
  }
  if (field.type !== ROLE_TYPES[role]) {
    return problem('wrong-type', `“${field.name}” cannot be it. ${WANTED[role]}`)
  }
  const open = role === 'emissions' ? cycles.filter(({ status }) => status !== 'locked') : []
  for (const { id } of open) {
    const schema = await loadSheetSchema(trx, tableId, id)
    const compiled = schema && compileFormula(field.formula ?? '', schema.context, { resultUnit: 'kgCO2e' })
    if (compiled?.ok === false) {
      const why = isReleasedResult(field) ? '' : ` ${compiled.error[0]!.message}`
      return problem('wrong-unit', `“${field.name}” gives no mass of CO2e, like kgCO2e or tCO2e.${why}`)
    }
  }
  return []
}

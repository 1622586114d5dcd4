import type { Knex } from 'knex'
import type { ProblemDetail } from '#shared/api/problem.ts'
import type { FieldBody } from '#shared/api/tables.ts'
import { typeProblem } from '#shared/cells/cellProblem.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import type { Field } from '#shared/fields/field.ts'
import type { FieldRules, RuleName } from '#shared/fields/fieldRules.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { SheetField } from '../models/SheetField.ts'
import type { Identity } from '../policies/Identity.ts'
import { fieldChanged } from './fieldChanged.ts'
import { ruleFormulaProblems } from './ruleFormula.ts'
import { optionProblems, optionsFrom } from './fieldOptions.ts'
import { isSameText, nameTaken } from './fieldNames.ts'

export interface FieldDefinitionChange {
  /** Locked by the caller's transaction. */
  field: SheetField
  /** Of the project: newest first. A condition is checked with the factors and the GWP set of the first. */
  cycleIds: readonly string[]
  change: Pick<FieldBody, 'name' | 'validation' | 'options'>
  /** The fields of the table that this person may read. Who may not read a field does not say what stands in it. */
  readable: readonly Field[]
  origin: string
}

type Definition = Pick<SheetField, 'name' | 'required' | 'rules' | 'options'>

/**
 * Changes what a field is called, its choices, and what its values must be like. No value changes: what breaks a rule, or is
 * no choice any more, is marked.
 * Connected people are told by the caller, after the commit. Throws ValidationError.
 */
export async function setFieldDefinition(
  trx: Knex.Transaction,
  identity: Identity,
  { field, cycleIds, change, readable, origin }: FieldDefinitionChange,
): Promise<SheetField> {
  const { name, required, rules, options } = field
  const before: Definition = { name, required, rules, options }
  const after = changed(field, change)
  const mayRead = readable.some(({ id }) => id === field.id)
  const problems = mayRead
    ? [
        ...nameProblems(after, field, readable),
        ...problemsOf(field, change, after),
        ...(await lockedChoices(trx, field, after)),
        ...(await ruleFormulaProblems(trx, { field, cycleIds, readable, formula: change.validation?.formula ?? null })),
      ]
    : [CANNOT_READ]
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  if (JSON.stringify(after) === JSON.stringify(before)) {
    return field
  }
  const [written] = await SheetField.query(trx)
    .where({ tenant_id: identity.tenantId, id: field.id })
    .patch({ ...after, updatedAt: trx.raw('clock_timestamp()') })
    .returning('*')
  await fieldChanged(trx, identity, field, {
    action: 'field.definition',
    before: told(before),
    after: told(after),
    origin,
    anew:
      after.required !== before.required ||
      idsOf(after) !== idsOf(before) ||
      JSON.stringify(after.rules) !== JSON.stringify(before.rules)
        ? 'amounts'
        : null,
  })
  return written!
}

/** The log is read by people who may not read the field: it does not say what rules and choices say. */
const told = ({ name, required, rules, options }: Definition): Record<string, unknown> => ({
  name,
  required,
  rules: Object.keys(rules ?? {}),
  options: options.length,
})

const CANNOT_READ: ProblemDetail = {
  path: 'validation',
  code: 'cannot-read',
  message: 'You may not read this field. Add a role of yours to its readers first.',
}

function changed(
  field: SheetField,
  { name = field.name, validation = {}, options }: FieldDefinitionChange['change'],
): Definition {
  const { required = field.required, ...rules } = validation
  const { min, max, mask, unique, formula, message }: NonNullable<FieldBody['validation']> = {
    ...field.rules,
    ...rules,
  }
  // in the order in which PostgreSQL gives them back, so that the same rules are the same text
  const kept: FieldRules = {
    ...(max !== null && max !== undefined && { max }),
    ...(min !== null && min !== undefined && { min }),
    ...(mask !== null && mask !== undefined && { mask }),
    ...(unique === true && { unique }),
    ...(typeof formula === 'string' && { formula }),
    ...(typeof formula === 'string' && typeof message === 'string' && { message }),
  }
  return {
    name,
    required,
    rules: Object.keys(kept).length === 0 ? null : kept,
    options: options === undefined ? field.options : optionsFrom(options, field.options),
  }
}

const idsOf = ({ options }: Pick<Definition, 'options'>): string => JSON.stringify(options.map(({ id }) => id).sort())

/** What is locked is computed with the factors of its choices: a choice that it uses cannot go. */
async function lockedChoices(
  trx: Knex.Transaction,
  { tenantId, tableId, ordinal, options }: SheetField,
  after: Definition,
): Promise<ProblemDetail[]> {
  const kept = new Set(after.options.map(({ id }) => id))
  const removed = options.filter(({ id }) => !kept.has(id))
  if (removed.length === 0) {
    return []
  }
  const chosen: { choice: string; cycle: string }[] = await trx('rows as r')
    .join('cycles as c', { 'c.tenant_id': 'r.tenant_id', 'c.id': 'r.cycle_id' })
    // a cell holds one choice or a list of them
    .joinRaw(
      `CROSS JOIN LATERAL jsonb_array_elements_text(
        CASE jsonb_typeof(r.values -> ?) WHEN 'array' THEN r.values -> ? ELSE jsonb_build_array(r.values -> ?) END
      ) AS chosen (choice)`,
      [String(ordinal), String(ordinal), String(ordinal)],
    )
    .where({ 'r.tenant_id': tenantId, 'r.table_id': tableId, 'r.deleted': false, 'c.status': 'locked' })
    .whereRaw('chosen.choice = ANY (?)', [removed.map(({ id }) => id)])
    .distinct('chosen.choice', 'c.name as cycle')
  return chosen.map(({ choice, cycle }) => {
    const label = removed.find(({ id }) => id === choice)?.label ?? choice
    const message = `“${label}” is chosen in ${cycle}, which is locked. Leave it among the choices.`
    return { path: 'options', code: 'in-use', message }
  })
}

/** As when a field is added: people tell columns by their names. */
function nameProblems({ name }: Definition, field: Field, readable: readonly Field[]): ProblemDetail[] {
  const isTaken = name !== field.name && readable.some((one) => one.id !== field.id && isSameText(one.name, name))
  return isTaken ? [nameTaken(name)] : []
}

function problemsOf(
  field: SheetField,
  { validation = {}, options = [] }: FieldDefinitionChange['change'],
  after: Definition,
): ProblemDetail[] {
  const { rules: allowed, hasOptions } = CELL_TYPES[field.type]
  const problems = hasOptions ? optionProblems(options, field.options) : []
  if (!hasOptions && options.length > 0) {
    problems.push({
      path: 'options',
      code: 'wrong-type',
      message: 'Only a field of type option or options has choices. Leave them out.',
    })
  }
  const add = (rule: RuleName | 'required', code: ProblemDetail['code'], message: string): void =>
    void problems.push({ path: `validation.${rule}`, code, message })
  const { required, ...rules } = validation
  if (required === true && field.type === 'formula') {
    add('required', 'formula-field', 'Nobody fills in a formula. Leave required out.')
  }
  for (const rule of ['min', 'max', 'mask', 'unique'] as const) {
    const value = rules[rule]
    if (value === undefined || value === null || value === false) {
      continue
    }
    if (!allowed.includes(rule)) {
      add(rule, 'wrong-type', `A field of type ${field.type} has no such rule. Leave ${rule} out.`)
    } else if ((rule === 'min' || rule === 'max') && value !== true && typeProblem(field, value) !== null) {
      add(rule, 'wrong-type', `${rule} has to be ${LIMITS[field.type] ?? 'a value of the field'}.`)
    }
  }
  const { min, max } = after.rules ?? {}
  if (problems.length === 0 && min !== undefined && max !== undefined && min > max) {
    add('min', 'out-of-order', 'min is above max. Swap them, or set one of them to null.')
  }
  return problems
}

const LIMITS: Partial<Record<SheetField['type'], string>> = {
  number: 'a number',
  date: 'a date like "2025-03-31"',
  month: 'a month like "2025-03"',
}

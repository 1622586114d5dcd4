import { ROW_ID } from '#collab/schema/layout.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { MAX_ROWS_PER_CALL, type RowProblem, type WriteRowsReply } from '#shared/api/rows.ts'
import { typeProblem } from '#shared/cells/cellProblem.ts'
import { type CellValue, isCellValue } from '#shared/cells/cellValue.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import type { Field } from '#shared/fields/field.ts'
import type { RowWrite } from '#server/collaboration/ports.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'

/** More than this many problems of the body's shape help nobody. */
const MOST_PROBLEMS = 100

/** Fields by key with what the writer may do. */
export interface WritableTable {
  /** The fields that the caller may read; any other key does not exist for them. */
  fields: readonly Field[]
  writable: ReadonlySet<number>
}

export interface CheckedRows {
  /** Rows that may go to the gate, with their place in the request. */
  good: { index: number; row: RowWrite }[]
  rejected: WriteRowsReply['rejected']
}

interface GivenRow {
  id?: string
  values: Readonly<Record<string, unknown>>
}

interface CellCheck {
  ordinal: number
  fits: (value: unknown) => value is CellValue
  refuse: (value: unknown) => RowProblem
}

/**
 * Holds the body of a bulk write against the table, in one pass over the cells. A body that is no list of rows is refused
 * as a whole (throws `invalid-request`); a row with a value that does not fit is rejected alone.
 */
export function checkRows(body: unknown, table: WritableTable): CheckedRows {
  const rows = shapeOf(body)
  const checks = new Map(table.fields.map((field) => [field.key, checkOf(field, table.writable)]))
  const good: CheckedRows['good'] = []
  const rejected: CheckedRows['rejected'] = []
  for (let index = 0; index < rows.length; index++) {
    const { id, values: given } = rows[index]!
    const errors: RowProblem[] = []
    const values = new Map<number, CellValue>()
    if (id !== undefined && !ROW_ID.test(id)) {
      errors.push({ path: 'id', code: 'invalid-id', message: 'A row id has 1 to 36 letters, digits, - and _.' })
    }
    for (const key in given) {
      const check = checks.get(key)
      const value = given[key]
      if (check === undefined) {
        errors.push(unknownField(key))
      } else if (check.fits(value)) {
        values.set(check.ordinal, value)
      } else {
        errors.push(check.refuse(value))
      }
    }
    if (errors.length > 0) {
      rejected.push({ index, errors })
    } else {
      good.push({ index, row: id === undefined ? { values } : { id, values } })
    }
  }
  return { good, rejected }
}

/** The rows of a body, or every problem of its shape at once. */
function shapeOf(body: unknown): GivenRow[] {
  const problems: ProblemDetail[] = []
  if (!isObject(body) || !Array.isArray(body['rows'])) {
    throw new ValidationError([{ path: 'rows', code: 'missing', message: 'This is required: send a list of rows.' }])
  }
  unknownKeys(body, ['rows'], '', problems)
  const rows: unknown[] = body['rows']
  if (rows.length === 0 || rows.length > MAX_ROWS_PER_CALL) {
    const message = `Send 1 to ${MAX_ROWS_PER_CALL.toLocaleString('en')} rows in one call; these are ${rows.length}.`
    throw new ValidationError([...problems, { path: 'rows', code: 'wrong-count', message }])
  }
  for (let index = 0; index < rows.length && problems.length < MOST_PROBLEMS; index++) {
    const row = rows[index]
    if (!isObject(row)) {
      problems.push({ path: `rows[${index}]`, code: 'invalid-type', message: 'A row is an object with "values".' })
      continue
    }
    unknownKeys(row, ['id', 'values'], `rows[${index}].`, problems)
    if (!isObject(row['values'])) {
      problems.push({
        path: `rows[${index}].values`,
        code: 'invalid-type',
        message: 'Send an object of values by field key.',
      })
    }
    if (row['id'] !== undefined && typeof row['id'] !== 'string') {
      problems.push({ path: `rows[${index}].id`, code: 'invalid-type', message: 'A row id is a text.' })
    }
  }
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  return rows.filter(isGivenRow)
}

function unknownKeys(object: object, known: readonly string[], prefix: string, problems: ProblemDetail[]): void {
  for (const key in object) {
    if (!known.includes(key)) {
      const message = `"${key}" is not known here. Remove it or check its spelling.`
      problems.push({ path: `${prefix}${key}`, code: 'unknown-key', message })
    }
  }
}

function checkOf(field: Field, writable: ReadonlySet<number>): CellCheck {
  const { ordinal, key, name } = field
  if (field.type === 'formula') {
    const message = `${name} is computed by a formula. Leave it out; change the cells that it is computed from.`
    return { ordinal, fits: neverFits, refuse: () => ({ path: key, code: 'formula-field', message }) }
  }
  if (!writable.has(ordinal)) {
    const message = `You may not write ${name}. Leave it out, or ask an administrator for the right to.`
    return { ordinal, fits: neverFits, refuse: () => ({ path: key, code: 'forbidden-field', message }) }
  }
  return { ordinal, fits: fitsOf(field), refuse: (value) => misfit(field, value) }
}

/** The quick yes or no of a field; the words come only with a no. */
function fitsOf(field: Field): (value: unknown) => value is CellValue {
  const fits = CELL_TYPES[field.type].takes(field)
  return (value): value is CellValue => value === null || fits(value)
}

function neverFits(_value: unknown): _value is never {
  return false
}

function misfit(field: Field, value: unknown): RowProblem {
  const problem = isCellValue(value) ? typeProblem(field, value) : null
  if (problem !== null) {
    return { path: field.key, code: problem.code, message: problem.message }
  }
  const message = `${field.name} takes ${CELL_TYPES[field.type].expected}, or null for empty.`
  return { path: field.key, code: 'wrong-type', message }
}

function unknownField(key: string): RowProblem {
  const message = `This table has no field "${key}". Check its spelling, or leave it out.`
  return { path: key, code: 'unknown-field', message }
}

/** True for every row by now; it tells the compiler what the loop above has found. */
function isGivenRow(row: unknown): row is GivenRow {
  return isObject(row)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

import type { Knex } from 'knex'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { type FilterOperator, FILTER_OPERATORS } from '#shared/api/rows.ts'
import { parseDate, parseMonth } from '#shared/cells/parseDate.ts'
import type { Field, FieldType } from '#shared/fields/field.ts'

/** Narrows a query of `rows`. */
export type RowFilter = (rows: Knex.QueryBuilder) => void

/** Most values of one `in`. */
const MOST_VALUES = 100

type Operator = FilterOperator

/** How the values of a kind of field are asked for. */
interface FilterKind {
  operators: readonly Operator[]
  /** What is compared, never input; null in SQL where the cell is empty or holds something of another kind. */
  compared: (ordinal: number) => string
  /** The value that a text means; null when it means none. */
  read: (text: string) => string | number | boolean | null
  /** What a value looks like, for people. */
  expected: string
}

const MEMBERS = ['eq', 'ne', 'in', 'is_empty'] as const
const ORDERED = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'is_empty'] as const
const WORDS = ['eq', 'ne', 'in', 'contains', 'starts_with', 'is_empty'] as const

/** Null: it is none. */
export const readNumber = (value: string): number | null =>
  value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : null

const text: FilterKind = {
  operators: WORDS,
  compared: (ordinal) => `(values->>'${ordinal}')`,
  read: (value) => value,
  expected: 'a text',
}
const choice: FilterKind = { ...text, operators: MEMBERS, expected: 'an id' }
/** Cells may hold texts that are no day: those stand before and behind nothing. */
const moment = (parse: (value: string) => string | null, shape: string, expected: string): FilterKind => ({
  operators: [...ORDERED, 'starts_with'],
  compared: (ordinal) => `(CASE WHEN values->>'${ordinal}' ~ '${shape}' THEN values->>'${ordinal}' END) COLLATE "C"`,
  read: (value) => (parse(value) === value ? value : null),
  expected,
})

const KINDS: Readonly<Record<Exclude<FieldType, 'formula'>, FilterKind>> = {
  text,
  long_text: text,
  number: {
    operators: ORDERED,
    compared: (ordinal) =>
      `(CASE WHEN jsonb_typeof(values->'${ordinal}') = 'number' THEN (values->>'${ordinal}')::float8 END)`,
    read: readNumber,
    expected: 'a number like 12.5',
  },
  date: moment(parseDate, String.raw`^\d{4}-\d\d-\d\d$`, 'a date like 2025-03-31'),
  month: moment(parseMonth, String.raw`^\d{4}-\d\d$`, 'a month like 2025-03'),
  boolean: {
    operators: ['eq', 'ne', 'is_empty'],
    compared: (ordinal) =>
      `(CASE WHEN jsonb_typeof(values->'${ordinal}') = 'boolean' THEN (values->>'${ordinal}')::boolean END)`,
    read: (value) => (value === 'true' ? true : value === 'false' ? false : null),
    expected: 'true or false',
  },
  option: choice,
  options: { ...choice, operators: ['eq', 'ne', 'in', 'contains', 'is_empty'] },
  person: choice,
  reference: choice,
  factor: choice,
  evidence: { ...choice, operators: ['eq', 'ne', 'in', 'contains', 'is_empty'] },
}

/** Of one filter: where it stands in the query, its operator as it was written, and its text. */
export interface AskedFilter {
  /** As in the query: `filter[quantity][gte]`. */
  path: string
  operator: string
  value: string
}

/** Something that rows are found by. */
export interface Sought extends Pick<FilterKind, 'operators' | 'read' | 'expected'> {
  key: string
  /** What no number means has another code than what no date means. */
  isNumber: boolean
  /** Of values that were read. */
  filter: (operator: Exclude<Operator, 'is_empty'>, values: readonly (string | number | boolean)[]) => RowFilter
  /** SQL, true where there is nothing. */
  empty: string
}

/**
 * The filter of a typed field. `eq` and `ne` divide the rows: `ne` finds empty cells too; the others find none. An empty
 * text after `eq` means empty cells. Null when something is wrong, which goes to `problems`.
 */
export function fieldFilter(field: Field, asked: AskedFilter, problems: ProblemDetail[]): RowFilter | null {
  if (field.type === 'formula') {
    return null
  }
  const { type, key, ordinal } = field
  const kind = KINDS[type]
  const sought: Sought = {
    ...kind,
    key,
    isNumber: type === 'number',
    filter: (operator, values) =>
      CELL_LISTS.has(type)
        ? listFilter(ordinal, operator, values)
        : valueFilter(kind.compared(ordinal), operator, values),
    empty: `coalesce(values->>'${ordinal}', '') IN ('', '[]')`,
  }
  return soughtFilter(sought, asked, problems)
}

/** Null when something is wrong, which goes to `problems`. */
export function soughtFilter(sought: Sought, asked: AskedFilter, problems: ProblemDetail[]): RowFilter | null {
  const operator = FILTER_OPERATORS.find((known) => known === asked.operator && sought.operators.includes(known))
  if (operator === undefined) {
    const message = `"${sought.key}" is not asked for by "${asked.operator}". Use one of ${sought.operators.join(', ')}.`
    problems.push({ path: asked.path, code: 'invalid-key', message })
    return null
  }
  const wanted = operator === 'in' ? splitList(asked.value) : [asked.value]
  if (wanted.length > MOST_VALUES) {
    problems.push({
      path: asked.path,
      code: 'too-many',
      message: `At most ${MOST_VALUES} values; these are ${wanted.length}.`,
    })
    return null
  }
  if (operator === 'is_empty' || (asked.value === '' && (operator === 'eq' || operator === 'ne'))) {
    const isEmpty = operator === 'is_empty' ? asked.value : String(operator === 'eq')
    return emptyFilter(sought.empty, { ...asked, value: isEmpty }, problems)
  }
  const values = wanted.map((value) => (operator === 'starts_with' ? value : sought.read(value)))
  if (values.some((value) => value === null)) {
    const message = `"${sought.key}" takes ${sought.expected} here. Correct it, or leave the filter out.`
    problems.push({ path: asked.path, code: sought.isNumber ? 'invalid-type' : 'invalid-value', message })
    return null
  }
  return sought.filter(
    operator,
    values.filter((value) => value !== null),
  )
}

/** Cells of these hold lists of ids. */
const CELL_LISTS: ReadonlySet<FieldType> = new Set(['options', 'evidence'])

const COMPARISONS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const

export function valueFilter(
  compared: string,
  operator: Exclude<Operator, 'is_empty'>,
  values: readonly (string | number | boolean)[],
): RowFilter {
  switch (operator) {
    case 'eq':
      return (rows) => void rows.whereRaw(`${compared} = ?`, [...values])
    case 'ne':
      return (rows) => void rows.whereRaw(`${compared} IS DISTINCT FROM ?`, [...values])
    case 'in':
      return (rows) => void rows.whereRaw(`${compared} IN (${values.map(() => '?').join(', ')})`, [...values])
    case 'contains':
      return (rows) => void rows.whereRaw(`position(lower(?) in lower(${compared})) > 0`, [...values])
    case 'starts_with':
      return (rows) => void rows.whereRaw(`starts_with(${compared}, ?)`, [...values])
    default:
      return (rows) => void rows.whereRaw(`${compared} ${COMPARISONS[operator]} ?`, [...values])
  }
}

/** `eq` and `contains`: the list has it; `in`: it has one of them. */
function listFilter(ordinal: number, operator: Operator, values: readonly (string | number | boolean)[]): RowFilter {
  const has = `coalesce(values->'${ordinal}' @> ANY (ARRAY[${values.map(() => 'to_jsonb(?::text)').join(', ')}]), false)`
  return (rows) => void rows.whereRaw(operator === 'ne' ? `NOT ${has}` : has, [...values])
}

function emptyFilter(empty: string, { path, value }: AskedFilter, problems: ProblemDetail[]): RowFilter | null {
  const wanted = trueOrFalse(path, value, problems)
  return wanted === null ? null : (rows) => void rows.whereRaw(wanted ? empty : `NOT (${empty})`)
}

/** What `true` and `false` mean; null for anything else, which goes to `problems`. */
export function trueOrFalse(path: string, value: string, problems: ProblemDetail[]): boolean | null {
  if (value === 'true' || value === 'false') {
    return value === 'true'
  }
  problems.push({ path, code: 'invalid-value', message: 'Say true or false.' })
  return null
}

/** Values between commas; `\,` is a comma in one. */
function splitList(value: string): string[] {
  return value.split(/(?<!\\),/).map((part) => part.replaceAll('\\,', ','))
}

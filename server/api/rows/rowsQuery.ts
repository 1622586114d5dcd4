import type { StoredGathered } from '#server/emissions/RowColumns.ts'
import type { Knex } from 'knex'
import { z } from 'zod'
import type { ProblemDetail } from '#shared/api/problem.ts'
import type { RowsQuery } from '#shared/api/rows.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import type { SheetAccess } from '#server/policies/sheetAccess.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import { isResult, resultFilter } from './resultFilter.ts'
import { type AskedFilter, fieldFilter, type RowFilter, trueOrFalse } from './rowFilters.ts'
import { chooseOrder, type RowOrder } from './rowOrder.ts'
import { unknownField } from './unknownField.ts'

/** A row of the projection, as the list selects it. */
export interface StoredRow {
  row_id: string
  order_key: string
  /** By ordinal. */
  values: Record<string, CellValue>
  /** Results of formulas that read other rows, by ordinal. */
  gathered: StoredGathered
  /** ISO time, written by the database: a hundred dates are not worth parsing to print them again. */
  updated_at: string
  updated_by: string | null
  /** What the rows are sorted by, as texts, so that infinities survive; absent in sheet order. */
  sort_keys: readonly string[]
}

/** What a list of rows was asked for, held against the fields that the caller may read. */
export interface RowSelection extends RowOrder {
  /** Fields of the reply. */
  fields: readonly Field[]
  narrow: (rows: Knex.QueryBuilder) => void
}

/** What is told of a row as a whole, in SQL: something required is missing, some cell that counts shows an error. */
const FLAGS: ReadonlyMap<string, string> = new Map([
  ['incomplete', 'incomplete'],
  ['has_error', 'errors > 0'],
])

/** The keys of a query that are not part of the fixed contract. */
type ExtraKeys = Readonly<Record<string, unknown>>

/**
 * Reads sort, fields and filters. A field that the caller may not read does not exist here: filtering or sorting by it
 * would tell its values. Throws with every problem.
 */
export function selectRows(
  query: Pick<RowsQuery, 'sort' | 'fields'>,
  extra: ExtraKeys,
  access: Pick<SheetAccess, 'fields' | 'readable'>,
  userId: string,
): RowSelection {
  const { readable } = access
  const problems: ProblemDetail[] = []
  const byKey = new Map(readable.map((field) => [field.key, field]))
  const fields = chooseFields(query.fields, byKey, readable, problems)
  const order = chooseOrder(query.sort, byKey, problems)
  const filters = Object.entries(extra).flatMap(([key, value]) => {
    const asked = value === 'me' && isPerson(key, readable) ? userId : value
    return filterOf(key, asked, access, problems) ?? []
  })
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  return {
    fields,
    ...order,
    narrow: (rows) => filters.forEach((filter) => filter(rows)),
  }
}

function chooseFields(
  asked: string | undefined,
  byKey: ReadonlyMap<string, Field>,
  readable: readonly Field[],
  problems: ProblemDetail[],
): readonly Field[] {
  if (asked === undefined) {
    return readable
  }
  const keys = asked.split(',').map((key) => key.trim())
  const unknown = keys.filter((key) => !byKey.has(key))
  problems.push(...unknown.map((key) => unknownField('fields', key)))
  return readable.filter((field) => keys.includes(field.key))
}

function filterOf(
  key: string,
  value: unknown,
  access: Pick<SheetAccess, 'fields' | 'readable'>,
  problems: ProblemDetail[],
): RowFilter | null {
  const [, name, operator = 'eq'] = /^filter\[([^[\]]+)\](?:\[([^[\]]*)\])?$/.exec(key) ?? []
  if (name === undefined || typeof value !== 'string') {
    const message =
      name === undefined ? `"${key}" is not known here. Remove it or check its spelling.` : 'Give this once.'
    problems.push({ path: key, code: name === undefined ? 'unknown-key' : 'invalid-type', message })
    return null
  }
  const asked = { path: key, operator, value }
  const flag = FLAGS.get(name)
  if (flag !== undefined && operator === 'eq' && mayReadFlags(access)) {
    const wanted = trueOrFalse(key, value, problems)
    return wanted === null ? null : (rows) => void rows.whereRaw(wanted ? flag : `NOT (${flag})`)
  }
  if (name === 'updated_at') {
    return updatedFilter(asked, problems)
  }
  const field = access.readable.find((candidate) => candidate.key === name)
  const byRole = access.readable.find((candidate) => candidate.role === name)
  if ((name === 'site' || name === 'month') && byRole !== undefined && (field ?? byRole).role === name) {
    return operator === 'eq' && value !== ''
      ? (rows) => void rows.where(name, value)
      : fieldFilter(byRole, asked, problems)
  }
  if (field !== undefined && isResult(field)) {
    return resultFilter(field, asked, problems)
  }
  if (field === undefined || field.type === 'formula') {
    problems.push(unknownField(key, name))
    return null
  }
  return fieldFilter(field, asked, problems)
}

/** By when a row changed last: what a program asks that keeps a copy. */
function updatedFilter({ path, operator, value }: AskedFilter, problems: ProblemDetail[]): RowFilter | null {
  const sign = { gt: '>', gte: '>=', lt: '<', lte: '<=' }[operator]
  if (sign === undefined) {
    const message = '"updated_at" is asked for by gt, gte, lt and lte.'
    problems.push({ path, code: 'invalid-key', message })
    return null
  }
  if (!z.iso.datetime({ offset: true }).safeParse(value).success) {
    problems.push({ path, code: 'invalid-value', message: 'Give a time like 2026-03-31T12:00:00Z.' })
    return null
  }
  return (rows) => void rows.whereRaw(`updated_at ${sign} ?::timestamptz`, [value])
}

/** Whether the filter is about a field that holds people: there “me” is whoever asks. */
const isPerson = (key: string, readable: readonly Field[]): boolean =>
  readable.some((field) => field.type === 'person' && key.startsWith(`filter[${field.key}]`))

/** The flags of a row also tell of gaps in what the result is computed from: they are for those who may read the result. */
const mayReadFlags = ({ fields, readable }: Pick<SheetAccess, 'fields' | 'readable'>): boolean =>
  fields.every(({ role, key }) => role !== 'emissions' || readable.some((field) => field.key === key))

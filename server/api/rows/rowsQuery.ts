import type { StoredGathered } from '#server/emissions/RowColumns.ts'
import type { Knex } from 'knex'
import type { ProblemDetail } from '#shared/api/problem.ts'
import type { RowsQuery } from '#shared/api/rows.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import type { Field } from '#shared/fields/field.ts'
import type { SheetAccess } from '#server/policies/sheetAccess.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import type { KeysetOrder } from '../routing/keyset.ts'

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
  /** The order's first column as text, so that infinities survive; absent in sheet order. */
  sort_key: string
}

/** What a list of rows was asked for, held against the fields that the caller may read. */
export interface RowSelection {
  /** Fields of the reply. */
  fields: readonly Field[]
  order: KeysetOrder<StoredRow>
  /** Expression of `sort_key`; null when the order key itself is meant. */
  sortExpression: string | null
  narrow: (rows: Knex.QueryBuilder) => void
}

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
  const sort = chooseSort(query.sort, byKey, problems)
  const filters = Object.entries(extra).flatMap(([key, value]) => {
    const asked = value === 'me' && isPerson(key, readable) ? userId : value
    return filterOf(key, asked, access, problems) ?? []
  })
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  return {
    fields,
    order: {
      columns: [sort.expression ?? 'order_key', 'row_id'],
      keyOf: (row) => [sort.expression === null ? row.order_key : row.sort_key, row.row_id],
      descending: sort.descending,
    },
    sortExpression: sort.expression,
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

function chooseSort(
  sort: string,
  byKey: ReadonlyMap<string, Field>,
  problems: ProblemDetail[],
): { expression: string | null; descending: boolean } {
  const descending = sort.startsWith('-')
  const key = descending ? sort.slice(1) : sort
  const field = byKey.get(key)
  if (key === 'order') {
    return { expression: null, descending }
  }
  if (key === 'updated_at') {
    return { expression: 'extract(epoch from updated_at)', descending }
  }
  if (field === undefined) {
    problems.push(unknownField('sort', key))
  } else if (field.type === 'formula') {
    const message = `"${key}" is computed and cannot be sorted by here. Sort by a typed field, "order" or "updated_at".`
    problems.push({ path: 'sort', code: 'not-sortable', message })
  } else {
    return { expression: sortExpression(field), descending }
  }
  return { expression: null, descending }
}

/** Never null, so that a cursor works: empty cells come first, as the least value of their kind. */
function sortExpression({ ordinal, type }: Field): string {
  if (type === 'number') {
    return `CASE WHEN jsonb_typeof(values->'${ordinal}') = 'number' THEN (values->>'${ordinal}')::float8 ELSE '-infinity' END`
  }
  return `coalesce(values->>'${ordinal}', '') COLLATE "C"`
}

type Filter = (rows: Knex.QueryBuilder) => void

function filterOf(
  key: string,
  value: unknown,
  access: Pick<SheetAccess, 'fields' | 'readable'>,
  problems: ProblemDetail[],
): Filter | null {
  const name = /^filter\[(.+)\]$/.exec(key)?.[1]
  if (name === undefined || typeof value !== 'string') {
    const message =
      name === undefined ? `"${key}" is not known here. Remove it or check its spelling.` : 'Give this once.'
    problems.push({ path: key, code: name === undefined ? 'unknown-key' : 'invalid-type', message })
    return null
  }
  if (name === 'incomplete' && mayReadFlags(access)) {
    return incompleteFilter(key, value, problems)
  }
  const field = access.readable.find((candidate) => candidate.key === name)
  const byRole = (name === 'site' || name === 'month') && access.readable.some((candidate) => candidate.role === name)
  if (byRole && (field === undefined || field.role === name)) {
    return (rows) => void rows.where(name, value)
  }
  if (field === undefined || field.type === 'formula') {
    problems.push(unknownField(key, name))
    return null
  }
  return fieldFilter(key, field, value, problems)
}

/** Whether the filter is about a field that holds people: there “me” is whoever asks. */
const isPerson = (key: string, readable: readonly Field[]): boolean =>
  readable.some((field) => field.type === 'person' && key === `filter[${field.key}]`)

/** The flags of a row also tell of gaps in what the result is computed from: they are for those who may read the result. */
const mayReadFlags = ({ fields, readable }: Pick<SheetAccess, 'fields' | 'readable'>): boolean =>
  fields.every(({ role, key }) => role !== 'emissions' || readable.some((field) => field.key === key))

function incompleteFilter(key: string, value: string, problems: ProblemDetail[]): Filter | null {
  if (value !== 'true' && value !== 'false') {
    problems.push({ path: key, code: 'invalid-value', message: 'Say true or false.' })
    return null
  }
  return (rows) => void rows.where('incomplete', value === 'true')
}

/** Cells equal to the value, or lists that have it; nothing after `=` finds empty cells. */
function fieldFilter(key: string, { type, ordinal }: Field, value: string, problems: ProblemDetail[]): Filter | null {
  const cell = String(ordinal)
  if (value === '') {
    return (rows) => void rows.whereRaw(`coalesce(values->>?, '') = ''`, [cell])
  }
  if (CELL_TYPES[type].isList) {
    return (rows) => void rows.whereRaw('values->? @> to_jsonb(?::text)', [cell, value])
  }
  if (type !== 'number') {
    return (rows) => void rows.whereRaw('values->>? = ?', [cell, value])
  }
  if (!Number.isFinite(Number(value))) {
    problems.push({ path: key, code: 'invalid-type', message: 'This field holds numbers: give a number like 12.5.' })
    return null
  }
  return (rows) => void rows.whereRaw('values->? = to_jsonb(?::float8)', [cell, Number(value)])
}

function unknownField(path: string, key: string): ProblemDetail {
  return { path, code: 'unknown-field', message: `This table has no field "${key}" to use here. Check its spelling.` }
}

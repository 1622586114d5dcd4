import type { Page } from '#shared/api/pagination.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import { databaseErrorCode } from '#server/storage/database/databaseErrorCode.ts'

/** The part of a query that paging needs; Knex and Objection have it alike. */
export interface PagedQuery {
  whereRaw(sql: string, bindings: (string | number)[]): unknown
  orderByRaw(sql: string): unknown
  limit(count: number): unknown
}

/** Which page of a list. */
export interface AskedPage {
  limit: number
  cursor?: string | undefined
}

/** How a list is ordered: columns that are never null, the last of them unique. */
export interface KeysetOrder<Row> {
  /** Column names or SQL expressions of ours; never input. */
  columns: readonly string[]
  /** The same as values of a row. */
  keyOf: (row: Row) => readonly (string | number)[]
  /** Of all columns, or of each. */
  descending?: boolean | readonly boolean[]
}

/**
 * One page by keyset: the cursor says after which key to go on, so a page costs the same wherever it is, and rows that
 * come or go meanwhile neither repeat nor hide others. `query` must select `Row`.
 */
export function keysetPage<Row extends object>(
  query: PagedQuery & PromiseLike<Row[]>,
  order: KeysetOrder<Row>,
  page: AskedPage,
): Promise<Page<Row>> {
  return keysetPageBy(query, order, page, async () => query)
}

/** The same for a query that `run` sends to the database. */
export async function keysetPageBy<Row extends object>(
  query: PagedQuery,
  order: KeysetOrder<Row>,
  { limit, cursor }: AskedPage,
  run: () => Promise<Row[]>,
): Promise<Page<Row>> {
  if (cursor !== undefined) {
    const { sql, bindings } = behind(order, readCursor(cursor, order.columns.length))
    query.whereRaw(sql, bindings)
  }
  query.orderByRaw(orderSql(order))
  query.limit(limit + 1)
  const rows = await refusingCursor(run, cursor)
  const data = rows.slice(0, limit)
  const last = data.at(-1)
  return { data, next_cursor: rows.length > limit && last !== undefined ? writeCursor(order.keyOf(last)) : null }
}

/** What stands after ORDER BY. */
export function orderSql({ columns, descending = false }: Pick<KeysetOrder<never>, 'columns' | 'descending'>): string {
  return columns.map((column, i) => `${column} ${isDescending(descending, i) ? 'desc' : 'asc'}`).join(', ')
}

/** The condition of standing behind that key: one comparison of rows, which an index answers, where all go one way. */
function behind(
  { columns, descending = false }: Pick<KeysetOrder<never>, 'columns' | 'descending'>,
  key: readonly (string | number)[],
): { sql: string; bindings: (string | number)[] } {
  const sign = (i: number): string => (isDescending(descending, i) ? '<' : '>')
  if (columns.every((_, i) => sign(i) === sign(0))) {
    return { sql: `(${columns.join(', ')}) ${sign(0)} (${columns.map(() => '?').join(', ')})`, bindings: [...key] }
  }
  const steps = columns.map((column, i) => {
    const same = columns.slice(0, i).map((before) => `${before} = ?`)
    return { sql: [...same, `${column} ${sign(i)} ?`].join(' AND '), bindings: key.slice(0, i + 1) }
  })
  return {
    sql: `(${steps.map(({ sql }) => `(${sql})`).join(' OR ')})`,
    bindings: steps.flatMap(({ bindings }) => bindings),
  }
}

function isDescending(descending: boolean | readonly boolean[], i: number): boolean {
  return typeof descending === 'boolean' ? descending : descending[i] === true
}

/** Opaque to callers: the key of the last row. */
export function writeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** Throws `invalid-request` when the cursor was not made by `writeCursor` for a key of that many parts. */
export function readCursor(cursor: string, parts: number): (string | number)[] {
  const key = parse(Buffer.from(cursor, 'base64url').toString())
  if (!isKey(key) || key.length !== parts) {
    throw foreignCursor()
  }
  return key
}

/** A cursor of another list may hold a text where this one has a number, which only the database notices (class 22). */
async function refusingCursor<Row>(run: () => Promise<Row[]>, cursor: string | undefined): Promise<Row[]> {
  try {
    return await run()
  } catch (error) {
    if (cursor !== undefined && databaseErrorCode(error)?.startsWith('22') === true) {
      throw foreignCursor()
    }
    throw error
  }
}

/** Of another list, or of nobody. */
export function foreignCursor(): ValidationError {
  const message = 'This cursor does not belong to this list. Start again without a cursor.'
  return new ValidationError([{ path: 'cursor', code: 'invalid-cursor', message }])
}

function isKey(value: unknown): value is (string | number)[] {
  return Array.isArray(value) && value.every((part) => typeof part === 'string' || Number.isFinite(part))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: not one of our cursors, which the caller says.
    return null
  }
}

import type { ProblemDetail } from '#shared/api/problem.ts'
import type { Field } from '#shared/fields/field.ts'
import type { KeysetOrder } from '../routing/keyset.ts'
import type { StoredRow } from './rowsQuery.ts'
import { isResult, RESULT_ORDER } from './resultFilter.ts'
import { unknownField } from './unknownField.ts'

/** More keys than this order nothing that a person would notice. */
export const MOST_SORT_KEYS = 5

/** How a list of rows is ordered. */
export interface RowOrder {
  order: KeysetOrder<StoredRow>
  /** Expressions of `sort_keys`, in their order; empty in sheet order. */
  sortExpressions: readonly string[]
}

interface SortKey {
  /** Null: the place in the sheet. */
  expression: string | null
  descending: boolean
}

/**
 * Reads `sort`: field keys, `updated_at` and `order`, comma-separated, `-` in front of one turns it around. The row id comes
 * last, in the direction of the last key, so that no two rows stand alike. What is wrong goes to `problems`.
 */
export function chooseOrder(sort: string, byKey: ReadonlyMap<string, Field>, problems: ProblemDetail[]): RowOrder {
  const asked = sort.split(',').map((key) => key.trim())
  if (asked.length > MOST_SORT_KEYS) {
    const message = `Sort by at most ${MOST_SORT_KEYS} keys; these are ${asked.length}.`
    problems.push({ path: 'sort', code: 'too-many', message })
  }
  const keys = asked.slice(0, MOST_SORT_KEYS).flatMap((key) => sortKey(key, byKey, problems) ?? [])
  const [first, ...more] = keys
  if (first === undefined || (first.expression === null && more.length === 0)) {
    const keyOf = (row: StoredRow): string[] => [row.order_key, row.row_id]
    return {
      order: { columns: ['order_key', 'row_id'], keyOf, descending: first?.descending ?? false },
      sortExpressions: [],
    }
  }
  const directions = keys.map(({ descending }) => descending)
  const sortExpressions = keys.map(({ expression }) => expression ?? 'order_key')
  return {
    order: {
      columns: [...sortExpressions, 'row_id'],
      keyOf: (row) => [...row.sort_keys, row.row_id],
      descending: [...directions, directions.at(-1)!],
    },
    sortExpressions,
  }
}

function sortKey(asked: string, byKey: ReadonlyMap<string, Field>, problems: ProblemDetail[]): SortKey | null {
  const descending = asked.startsWith('-')
  const key = descending ? asked.slice(1) : asked
  const field = byKey.get(key)
  if (key === 'order') {
    return { expression: null, descending }
  }
  if (key === 'updated_at') {
    return { expression: 'extract(epoch from updated_at)', descending }
  }
  if (field === undefined) {
    problems.push(unknownField('sort', key))
  } else if (isResult(field)) {
    return { expression: RESULT_ORDER, descending }
  } else if (field.type === 'formula') {
    const message = `"${key}" is computed and cannot be sorted by here. Sort by a typed field, the emissions, "order" or "updated_at".`
    problems.push({ path: 'sort', code: 'not-sortable', message })
  } else {
    return { expression: sortExpression(field), descending }
  }
  return null
}

/** Never null, so that a cursor works: empty cells come first, as the least value of their kind. */
function sortExpression({ ordinal, type }: Field): string {
  if (type === 'number') {
    return `CASE WHEN jsonb_typeof(values->'${ordinal}') = 'number' THEN (values->>'${ordinal}')::float8 ELSE '-infinity' END`
  }
  return `coalesce(values->>'${ordinal}', '') COLLATE "C"`
}

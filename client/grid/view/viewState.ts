import type { ChangedFilter } from '#shared/views/changedFilter.ts'
import type { ScaleKind } from '#shared/views/columnScales.ts'
import type { MarkRule } from '#shared/views/markRules.ts'
import type { Measure } from '#shared/views/measures.ts'
import type { RowHeight } from '#shared/views/rowHeights.ts'

/** One column that rows are sorted by. */
export interface SortKey {
  key: string
  descending: boolean
}

/** Which side a column is kept at; `none`: it is frozen by itself and was let go. */
export type Pin = 'start' | 'end' | 'none'

/** Which values pass. `except`: all but these. Ends of a range are included; null is open. Dates are ISO texts. */
export type FilterTest =
  | { kind: 'values'; values: readonly string[]; except: boolean }
  | { kind: 'range'; from: number | string | null; to: number | string | null }
  | { kind: 'contains'; text: string }

/** Which cells of a column pass. Without a test no value does, and only empty cells or errors are asked for. */
export interface ColumnFilter {
  test: FilterTest | null
  empty: boolean
  errors: boolean
}

/** How one person looks at a sheet: which rows in which order, which columns where. Never part of the document. */
export interface ViewState {
  /** The first one counts most. */
  sort: readonly SortKey[]
  /** The columns whose values head groups of rows, the outermost first. */
  groups: readonly string[]
  filters: ReadonlyMap<string, ColumnFilter>
  /** Only rows that changed; null: all. */
  changed: ChangedFilter | null
  search: string
  hidden: readonly string[]
  pinned: ReadonlyMap<string, Pin>
  /** All columns in their order, as far as the person changed it; columns keep to their group. */
  order: readonly string[]
  /** In pixels. */
  widths: ReadonlyMap<string, number>
  /** What the totals tell of a column, where a person chose. */
  totals: ReadonlyMap<string, Measure>
  /** Cells that are to catch the eye; the first rule that holds counts. */
  marks: readonly MarkRule[]
  /** Columns of numbers that show how large each is beside the others. */
  scales: ReadonlyMap<string, ScaleKind>
  rowHeight: RowHeight
}

/** In a filter of people: whoever looks. So a view that is shared means everybody's own rows. */
export const ME = 'me'

/** The filter for this person. */
export function meantFilter(filter: ColumnFilter, me: string | null | undefined): ColumnFilter {
  const { test } = filter
  if (!me || test?.kind !== 'values' || !test.values.includes(ME)) {
    return filter
  }
  return { ...filter, test: { ...test, values: test.values.map((value) => (value === ME ? me : value)) } }
}

export const PLAIN_VIEW: ViewState = {
  sort: [],
  groups: [],
  filters: new Map(),
  changed: null,
  search: '',
  hidden: [],
  pinned: new Map(),
  order: [],
  widths: new Map(),
  totals: new Map(),
  marks: [],
  scales: new Map(),
  rowHeight: 'normal',
}

/** Sorts by this column; `add`: behind the columns that it is sorted by already. A column stands there once. */
export function sortedBy(view: ViewState, sort: SortKey, add: boolean): ViewState {
  const at = view.sort.findIndex(({ key }) => key === sort.key)
  const others = view.sort.filter(({ key }) => key !== sort.key)
  return { ...view, sort: !add ? [sort] : at < 0 ? [...others, sort] : view.sort.with(at, sort) }
}

export function notSortedBy(view: ViewState, key: string): ViewState {
  return { ...view, sort: view.sort.filter((one) => one.key !== key) }
}

/** Groups by this column; `add`: within the groups that there are. */
export function groupedBy(view: ViewState, key: string, add: boolean): ViewState {
  return { ...view, groups: add ? [...view.groups.filter((one) => one !== key), key] : [key] }
}

export function notGroupedBy(view: ViewState, key: string): ViewState {
  return { ...view, groups: view.groups.filter((one) => one !== key) }
}

/** Another place among the levels, from 0, the outermost. */
export function movedGroup(view: ViewState, key: string, level: number): ViewState {
  const groups = view.groups.filter((one) => one !== key)
  return { ...view, groups: groups.toSpliced(level, 0, key) }
}

/** Null takes the filter of the column away. */
export function filteredBy(view: ViewState, key: string, filter: ColumnFilter | null): ViewState {
  return { ...view, filters: changed(view.filters, key, filter) }
}

export function hiding(view: ViewState, key: string): ViewState {
  return view.hidden.includes(key) ? view : { ...view, hidden: [...view.hidden, key] }
}

export function showing(view: ViewState, keys: readonly string[]): ViewState {
  return { ...view, hidden: view.hidden.filter((key) => !keys.includes(key)) }
}

/** Null: where the column stands by itself. */
export function pinnedAt(view: ViewState, key: string, pin: Pin | null): ViewState {
  return { ...view, pinned: changed(view.pinned, key, pin) }
}

export function withWidth(view: ViewState, key: string, widthPx: number): ViewState {
  return { ...view, widths: changed(view.widths, key, Math.round(widthPx)) }
}

export function withTotal(view: ViewState, key: string, measure: Measure): ViewState {
  return { ...view, totals: changed(view.totals, key, measure) }
}

/** Null takes the scale of the column away. */
export function withScale(view: ViewState, key: string, kind: ScaleKind | null): ViewState {
  return { ...view, scales: changed(view.scales, key, kind) }
}

/** Without columns that the sheet does not have, or that this person does not see: the view may be somebody else's. */
export function onlyColumns(view: ViewState, keys: ReadonlySet<string>): ViewState {
  const known = <Value>(map: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> =>
    new Map([...map].filter(([key]) => keys.has(key)))
  return {
    ...view,
    sort: view.sort.filter(({ key }) => keys.has(key)),
    groups: view.groups.filter((key) => keys.has(key)),
    filters: known(view.filters),
    hidden: view.hidden.filter((key) => keys.has(key)),
    pinned: known(view.pinned),
    order: view.order.filter((key) => keys.has(key)),
    widths: known(view.widths),
    totals: known(view.totals),
    marks: view.marks.filter(({ key }) => keys.has(key)),
    scales: known(view.scales),
  }
}

function changed<Value>(map: ReadonlyMap<string, Value>, key: string, value: Value | null): ReadonlyMap<string, Value> {
  const next = new Map(map)
  if (value === null) {
    next.delete(key)
  } else {
    next.set(key, value)
  }
  return next
}

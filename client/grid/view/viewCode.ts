import { CHANGED_BY, CHANGED_WHAT, isChangedSince, type ChangedFilter } from '#shared/views/changedFilter.ts'
import { SCALE_KINDS, type ScaleKind } from '#shared/views/columnScales.ts'
import { MARK_SCOPES, MARK_STYLES, MARK_TESTS, MOST_MARKS, type MarkRule } from '#shared/views/markRules.ts'
import { MEASURES } from '#shared/views/measures.ts'
import { ROW_HEIGHTS } from '#shared/views/rowHeights.ts'
import { fromBase64Url, toBase64Url } from './base64Url.ts'
import { PLAIN_VIEW, type ColumnFilter, type FilterTest, type Pin, type SortKey, type ViewState } from './viewState.ts'

/** Longer ones do not go into an address: servers take 16 kB for all headers together. */
export const MAX_CODE_LENGTH = 6000
const MAX_WIDTH_PX = 2000

/** Says what the numbers and letters of a code mean; another version is not read. */
const VERSION = 1

/** A view as text for an address: JSON with short names, in base64url. '' for the plain view. */
export function encodeView(view: ViewState): string {
  const parts = {
    ...(view.sort.length > 0 && { s: view.sort.map(({ key, descending }) => [key, descending ? 1 : 0]) }),
    ...(view.groups.length > 0 && { g: view.groups }),
    ...(view.filters.size > 0 && { f: [...view.filters].map(([key, filter]) => [key, ...encodeFilter(filter)]) }),
    ...(view.changed !== null && { c: [view.changed.what, view.changed.since, view.changed.by] }),
    ...(view.search !== '' && { q: view.search }),
    ...(view.hidden.length > 0 && { h: view.hidden }),
    ...(view.pinned.size > 0 && { p: [...view.pinned] }),
    ...(view.order.length > 0 && { o: view.order }),
    ...(view.widths.size > 0 && { w: [...view.widths] }),
    ...(view.totals.size > 0 && { t: [...view.totals] }),
    ...(view.marks.length > 0 && {
      m: view.marks.map(({ key, when, value, to, style, scope }) => [key, when, style, scope, value, to]),
    }),
    ...(view.scales.size > 0 && { z: [...view.scales] }),
    ...(view.rowHeight !== PLAIN_VIEW.rowHeight && { l: view.rowHeight }),
  }
  return Object.keys(parts).length === 0 ? '' : toBase64Url(JSON.stringify({ v: VERSION, ...parts }))
}

/** The plain view where an address has to name one. */
export const PLAIN_CODE = toBase64Url(JSON.stringify({ v: VERSION }))

/** The view that `code` stands for; null when it is damaged or of another version. It may come from anybody. */
export function decodeView(code: string): ViewState | null {
  try {
    return code.length > MAX_CODE_LENGTH ? null : readView(JSON.parse(fromBase64Url(code)))
  } catch {
    return null // neither base64 nor JSON, or not what a view looks like
  }
}

function encodeFilter({ test, empty, errors }: ColumnFilter): unknown[] {
  const flags = (empty ? 1 : 0) + (errors ? 2 : 0)
  switch (test?.kind) {
    case undefined:
      return [flags]
    case 'values':
      return [flags, test.except ? 'x' : 'v', test.values]
    case 'range':
      return [flags, 'r', test.from, test.to]
    case 'contains':
      return [flags, 'c', test.text]
  }
}

/** Throws TypeError when `value` is not a view. */
function readView(value: unknown): ViewState {
  const parts = new Map(Object.entries(isObject(value) ? value : fail('a view')))
  if (parts.get('v') !== VERSION) {
    throw new TypeError('another version')
  }
  const list = (name: string): unknown[] => (parts.has(name) ? listOf(parts.get(name)) : [])
  return {
    sort: list('s').map(readSort),
    groups: [...new Set(list('g').map(textOf))],
    filters: new Map(list('f').map(readFilter)),
    changed: parts.has('c') ? readChanged(parts.get('c')) : PLAIN_VIEW.changed,
    search: parts.has('q') ? textOf(parts.get('q')) : PLAIN_VIEW.search,
    hidden: list('h').map(textOf),
    pinned: new Map(list('p').map(readPin)),
    order: list('o').map(textOf),
    widths: new Map(list('w').map(readWidth)),
    totals: new Map(list('t').map(readTotal)),
    marks: list('m').map(readMark).slice(0, MOST_MARKS),
    scales: new Map(list('z').map(readScale)),
    rowHeight: parts.has('l') ? oneOf(ROW_HEIGHTS, parts.get('l')) : PLAIN_VIEW.rowHeight,
  }
}

function readSort(value: unknown): SortKey {
  const [key, descending] = listOf(value)
  return { key: textOf(key), descending: descending === 1 }
}

function readFilter(value: unknown): [string, ColumnFilter] {
  const [key, flags, kind, first, second] = listOf(value)
  const bits = numberOf(flags)
  return [textOf(key), { test: readTest(kind, first, second), empty: bits % 2 === 1, errors: bits >= 2 }]
}

function readTest(kind: unknown, first: unknown, second: unknown): FilterTest | null {
  switch (kind) {
    case undefined:
      return null
    case 'v':
    case 'x':
      return { kind: 'values', values: listOf(first).map(textOf), except: kind === 'x' }
    case 'r':
      return { kind: 'range', from: endOf(first), to: endOf(second) }
    case 'c':
      return { kind: 'contains', text: textOf(first) }
    default:
      return fail('a filter')
  }
}

function readChanged(value: unknown): ChangedFilter {
  const [what, since, by] = listOf(value)
  const moment = textOf(since)
  return {
    what: oneOf(CHANGED_WHAT, what),
    since: isChangedSince(moment) ? moment : fail('a moment'),
    by: oneOf(CHANGED_BY, by),
  }
}

function readPin(value: unknown): [string, Pin] {
  const [key, pin] = listOf(value)
  return pin === 'start' || pin === 'end' || pin === 'none' ? [textOf(key), pin] : fail('a side')
}

function readWidth(value: unknown): [string, number] {
  const [key, widthPx] = listOf(value)
  return [textOf(key), Math.max(0, Math.min(MAX_WIDTH_PX, numberOf(widthPx)))]
}

function readTotal(value: unknown): [string, (typeof MEASURES)[number]] {
  const [key, measure] = listOf(value)
  return [textOf(key), oneOf(MEASURES, measure)]
}

function readScale(value: unknown): [string, ScaleKind] {
  const [key, kind] = listOf(value)
  return [textOf(key), oneOf(SCALE_KINDS, kind)]
}

function readMark(value: unknown): MarkRule {
  const [key, when, style, scope, first, second] = listOf(value)
  return {
    key: textOf(key),
    when: oneOf(MARK_TESTS, when),
    value: endOf(first),
    to: endOf(second),
    style: oneOf(MARK_STYLES, style),
    scope: oneOf(MARK_SCOPES, scope),
  }
}

function oneOf<Word>(words: readonly Word[], value: unknown): Word {
  return words.find((word) => word === value) ?? fail('a known word')
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : fail('a list'))
const textOf = (value: unknown): string => (typeof value === 'string' ? value : fail('a text'))
const numberOf = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : fail('a number')
const endOf = (value: unknown): number | string | null =>
  value === null ? null : typeof value === 'string' ? value : numberOf(value)

function fail(wanted: string): never {
  throw new TypeError(`not ${wanted}`)
}

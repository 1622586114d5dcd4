import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CHANGED_BY, CHANGED_WHAT } from '#shared/views/changedFilter.ts'
import { SCALE_KINDS } from '#shared/views/columnScales.ts'
import { MARK_SCOPES, MARK_STYLES, MARK_TESTS } from '#shared/views/markRules.ts'
import { MEASURES } from '#shared/views/measures.ts'
import { ROW_HEIGHTS } from '#shared/views/rowHeights.ts'
import { ViewDefinition } from '#shared/views/viewDefinition.ts'
import { decodeView, encodeView, MAX_CODE_LENGTH, PLAIN_CODE } from './viewCode.ts'
import { isSameView, ofDefinition, toDefinition } from './viewDefinition.ts'
import {
  filteredBy,
  hiding,
  onlyColumns,
  pinnedAt,
  PLAIN_VIEW,
  showing,
  sortedBy,
  withWidth,
  type ViewState,
} from './viewState.ts'

const key = fc.constantFrom('fuel', 'quantity', 'constructor', '__proto__', 'سعر')
const flags = { empty: fc.boolean(), errors: fc.boolean() }
const end = fc.option(fc.oneof(fc.integer(), fc.constant('2025-03')), { nil: null })
const filter = fc.oneof(
  fc.record({ test: fc.constant(null), ...flags }),
  fc.record({
    test: fc.record({ kind: fc.constant('values' as const), values: fc.array(fc.string()), except: fc.boolean() }),
    ...flags,
  }),
  fc.record({ test: fc.record({ kind: fc.constant('range' as const), from: end, to: end }), ...flags }),
  fc.record({ test: fc.record({ kind: fc.constant('contains' as const), text: fc.string() }), ...flags }),
)
const mapOf = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<ReadonlyMap<string, Value>> =>
  fc.array(fc.tuple(key, value), { maxLength: 4 }).map((entries) => new Map(entries))
const view: fc.Arbitrary<ViewState> = fc.record({
  sort: fc.array(fc.record({ key, descending: fc.boolean() }), { maxLength: 3 }),
  groups: fc.uniqueArray(key, { maxLength: 3 }),
  filters: mapOf(filter),
  changed: fc.option(
    fc.record({
      what: fc.constantFrom(...CHANGED_WHAT),
      since: fc.constantFrom('visit', 'today', '2025-02-28'),
      by: fc.constantFrom(...CHANGED_BY),
    }),
    { nil: null },
  ),
  search: fc.string({ unit: 'grapheme' }),
  hidden: fc.array(key, { maxLength: 3 }),
  pinned: mapOf(fc.constantFrom('start' as const, 'end' as const, 'none' as const)),
  order: fc.array(key, { maxLength: 3 }),
  widths: mapOf(fc.integer({ min: 0, max: 2000 })),
  scales: mapOf(fc.constantFrom(...SCALE_KINDS)),
  totals: mapOf(fc.constantFrom(...MEASURES)),
  marks: fc.array(
    fc.record({
      key,
      when: fc.constantFrom(...MARK_TESTS),
      value: end,
      to: end,
      style: fc.constantFrom(...MARK_STYLES),
      scope: fc.constantFrom(...MARK_SCOPES),
    }),
    { maxLength: 4 },
  ),
  rowHeight: fc.constantFrom(...ROW_HEIGHTS),
})

test('a view goes into an address and comes out the same', () => {
  fc.assert(
    fc.property(view, (given) => {
      const code = encodeView(given)
      expect(code).toMatch(/^[\w-]*$/)
      expect(code === '' || code.length > MAX_CODE_LENGTH ? given : decodeView(code)).toEqual(given)
    }),
  )
})

test('a view goes to the server and comes back the same', () => {
  fc.assert(
    fc.property(view, (given) => {
      const back = ofDefinition(ViewDefinition.parse(JSON.parse(JSON.stringify(toDefinition(given)))))
      expect(back).toEqual(given)
      expect(isSameView(given, back)).toBe(true)
    }),
  )
})

test('views are the same in whichever order their filters and columns were changed, and no others are', () => {
  const none = { test: null, empty: true, errors: false }
  const [one, other] = [
    hiding(filteredBy(filteredBy(PLAIN_VIEW, 'a', none), 'b', none), 'c'),
    filteredBy(filteredBy(hiding(PLAIN_VIEW, 'c'), 'b', none), 'a', none),
  ]
  expect(isSameView(one, other)).toBe(true)
  expect(isSameView(one, withWidth(other, 'a', 90))).toBe(false)
  expect(isSameView(sortedBy(one, { key: 'a', descending: true }, false), one)).toBe(false)
})

test('the plain view needs no address, and has one where it must be told from a saved one', () => {
  expect(encodeView(PLAIN_VIEW)).toBe('')
  expect(decodeView(PLAIN_CODE)).toEqual(PLAIN_VIEW)
})

test('an address that is damaged, too long or made by hand gives no view and no failure', () => {
  const code = encodeView(sortedBy(PLAIN_VIEW, { key: 'fuel', descending: true }, false))
  const made = (value: unknown): string => btoa(JSON.stringify(value)).replaceAll('=', '')
  expect(decodeView(code)).not.toBeNull()
  for (const wrong of [
    '',
    '%%%',
    code.slice(0, -3),
    'A'.repeat(MAX_CODE_LENGTH + 1),
    made(null),
    made([1]),
    made({ v: 2 }),
    made({ v: 1, s: 'fuel' }),
    made({ v: 1, s: [[7, 1]] }),
    made({ v: 1, f: [['fuel', 0, 'z', 1]] }),
    made({ v: 1, f: [['fuel', 0, 'v', [1]]] }),
    made({ v: 1, p: [['fuel', 'middle']] }),
    made({ v: 1, w: [['fuel', '100']] }),
    made({ v: 1, q: { length: 3 } }),
    made({ v: 1, t: [['fuel', 'product']] }),
    made({ v: 1, l: 'huge' }),
    made({ v: 1, g: [3] }),
    made({ v: 1, m: [['fuel', 'looks', 'good', 'cell', 1, null]] }),
    made({ v: 1, m: [['fuel', 'above', 'good', 'cell', { toString: 1 }, null]] }),
    made({ v: 1, c: ['changed', 'tomorrow', 'me'] }),
    made({ v: 1, c: ['changed', 'today', 'them'] }),
  ]) {
    expect(decodeView(wrong)).toBeNull()
  }
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => decodeView(text)).not.toThrow()
    }),
  )
})

test('a column is sorted by once; adding keeps its place, sorting anew forgets the others', () => {
  const up = (key: string) => ({ key, descending: false })
  let sorted = sortedBy(sortedBy(PLAIN_VIEW, up('a'), false), up('b'), true)
  sorted = sortedBy(sorted, { key: 'a', descending: true }, true)
  expect(sorted.sort).toEqual([{ key: 'a', descending: true }, up('b')])
  expect(sortedBy(sorted, up('b'), false).sort).toEqual([up('b')])
})

test('what was hidden, pinned and filtered can be taken back to the plain view', () => {
  const changed = pinnedAt(
    filteredBy(hiding(PLAIN_VIEW, 'a'), 'b', { test: null, empty: true, errors: false }),
    'c',
    'end',
  )
  expect(pinnedAt(filteredBy(showing(changed, ['a']), 'b', null), 'c', null)).toEqual(PLAIN_VIEW)
})

test('of somebody else’s view only the columns count that the reader has', () => {
  const only = { test: null, empty: true, errors: false }
  const all = (view: ViewState, key: string): ViewState => {
    const narrowed = filteredBy(sortedBy(hiding(view, key), { key, descending: false }, true), key, only)
    return withWidth(pinnedAt(narrowed, key, 'end'), key, 90)
  }
  const viewOf = (...keys: string[]): ViewState => ({ ...keys.reduce(all, PLAIN_VIEW), order: keys })
  expect(onlyColumns(viewOf('hidden from me', 'mine'), new Set(['mine']))).toEqual(viewOf('mine'))
  expect(onlyColumns(viewOf('hidden from me'), new Set())).toEqual(PLAIN_VIEW)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { ColumnStore } from './ColumnStore.ts'
import { joinColumns, type SheetColumns } from './JoinedColumns.ts'
import { DELETED, ORDER } from './layout.ts'
import { encodeSeed } from './seedDocument.ts'
import { Sheet } from './Sheet.ts'
import type { StoreChange } from './storeChange.ts'

const ROWS = Array.from({ length: 90 }, (_, i) => `r${i}`)
const COMMON = [2, 3]
const PRICES = [4, 5]
const MARKS = [6]
const FIELDS = [...COMMON, ...PRICES, ...MARKS]

interface Part {
  doc: Y.Doc
  sheet: Sheet
  store: ColumnStore
}

function part(): Part {
  const doc = new Y.Doc()
  const sheet = new Sheet(doc)
  return { doc, sheet, store: new ColumnStore(sheet) }
}

function three(): { common: Part; prices: Part; marks: Part; columns: SheetColumns; release: () => void } {
  const [common, prices, marks] = [part(), part(), part()]
  const joined = joinColumns(common.store, [
    { store: prices.store, ordinals: new Set(PRICES) },
    { store: marks.store, ordinals: new Set(MARKS) },
  ])
  return { common, prices, marks, ...joined }
}

const seedOf = (rows: readonly string[], ordinals: readonly number[]): Uint8Array =>
  encodeSeed(rows, ordinals, (row, column) => row * 10 + column)

/** A reader that reads again only what it is told of: after any history it must know everything. */
class Follower {
  readonly #columns: SheetColumns
  readonly #cells = new Map<string, CellValue>()
  live: string[] = []

  constructor(columns: SheetColumns) {
    this.#columns = columns
    this.#see({ slots: 'all', ordinals: 'all', structural: true, local: false })
    columns.onChange((change) => this.#see(change))
  }

  get cells(): Map<string, CellValue> {
    return new Map([...this.#cells].filter(([, value]) => value !== null).sort())
  }

  #see({ slots, ordinals, structural }: StoreChange): void {
    const { rowIds } = this.#columns
    if (slots === 'all') {
      this.#cells.clear()
    }
    for (const slot of slots === 'all' ? rowIds.keys() : slots) {
      for (const ordinal of FIELDS.filter((field) => ordinals === 'all' || ordinals.has(field))) {
        this.#cells.set(`${rowIds[slot]}:${ordinal}`, this.#columns.value(slot, ordinal))
      }
    }
    if (structural) {
      this.live = [...this.#columns.liveSlots()].map((slot) => rowIds[slot] ?? '')
    }
  }
}

const value: fc.Arbitrary<CellValue> = fc.oneof(
  fc.constant(null),
  fc.integer(),
  fc.string({ maxLength: 3 }),
  fc.boolean(),
  fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
)
const row = fc.constantFrom(...ROWS)
const where = fc.constantFrom('common', 'prices', 'marks')
const step = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), where, row, ordinal: fc.constantFrom(...FIELDS), value }),
  fc.record({
    kind: fc.constant('write' as const),
    where,
    rows: fc.uniqueArray(row, { minLength: 1, maxLength: 40 }),
    ordinals: fc.uniqueArray(fc.constantFrom(...FIELDS), { minLength: 1, maxLength: 3 }),
    value,
  }),
  fc.record({ kind: fc.constant('place' as const), row, key: fc.integer({ min: 0, max: 999 }) }),
  fc.record({ kind: fc.constantFrom('delete' as const, 'restore' as const), row }),
  fc.record({ kind: fc.constant('load' as const), where, rows: fc.uniqueArray(row, { minLength: 1, maxLength: 5 }) }),
  fc.record({ kind: fc.constant('read' as const), ordinal: fc.constantFrom(...FIELDS) }),
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

function perform(sheet: ReturnType<typeof three>, one: Step): void {
  switch (one.kind) {
    case 'set':
      sheet[one.where as 'common'].sheet.set(one.row, one.ordinal, one.value)
      break
    case 'write':
      sheet[one.where as 'common'].sheet.write(one.rows, one.ordinals, (r) => (r % 3 === 2 ? null : one.value))
      break
    case 'place':
      sheet.common.sheet.set(one.row, ORDER, `V00${String(one.key).padStart(3, '0')}`)
      break
    case 'load':
      Y.applyUpdate(sheet[one.where as 'common'].doc, seedOf(one.rows, one.where === 'common' ? [2, 3] : [4, 6]))
      break
    case 'read':
      sheet.columns.numbers(one.ordinal)
      break
    default:
      sheet.common.sheet.set(one.row, DELETED, one.kind === 'delete')
  }
}

/** What a person who knows nothing of slots and events would say: each field of its own part, rows of the common one. */
function naive({ common, prices, marks }: ReturnType<typeof three>): Map<string, CellValue> {
  const cells = new Map<string, CellValue>()
  for (const id of common.store.rowIds) {
    for (const ordinal of FIELDS) {
      const holder = PRICES.includes(ordinal) ? prices : MARKS.includes(ordinal) ? marks : common
      const cell = holder.sheet.value(id, ordinal)
      if (cell !== null) {
        cells.set(`${id}:${ordinal}`, cell)
      }
    }
  }
  return new Map([...cells].sort())
}

function allOf(columns: SheetColumns): Map<string, CellValue> {
  const cells = new Map<string, CellValue>()
  columns.rowIds.forEach((id, slot) => {
    for (const ordinal of FIELDS) {
      const cell = columns.value(slot, ordinal)
      if (cell !== null) {
        cells.set(`${id}:${ordinal}`, cell)
      }
    }
  })
  return new Map([...cells].sort())
}

function expectColumnsToAgree(columns: SheetColumns): void {
  for (const ordinal of FIELDS) {
    const [numbers, kinds, { dictionary, index }] = [
      columns.numbers(ordinal),
      columns.kinds(ordinal),
      columns.codes(ordinal),
    ]
    columns.rowIds.forEach((_, slot) => {
      const cell = columns.value(slot, ordinal)
      expect(numbers[slot]).toBe(typeof cell === 'number' ? cell : NaN)
      expect(index[slot] === 0 ? null : dictionary[index[slot]! - 1]).toBe(typeof cell === 'string' ? cell : null)
      expect(kinds[slot] === 0).toBe(cell === null)
    })
  }
}

test('[COL5] [COL6] under random histories the join says what each part says of its fields, and a follower misses nothing', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.array(step, { maxLength: 30 }), (before, after) => {
      const sheet = three()
      before.forEach((one) => perform(sheet, one))
      const follower = new Follower(sheet.columns)
      after.forEach((one) => perform(sheet, one))
      const expected = naive(sheet)
      expect(follower.cells).toEqual(expected)
      expect(allOf(sheet.columns)).toEqual(expected)
      expectColumnsToAgree(sheet.columns)
      expect(follower.live).toEqual([...sheet.common.store.liveSlots()].map((slot) => sheet.columns.rowIds[slot]))
      const written = [...sheet.columns.ordinals].filter((ordinal) => ordinal > DELETED)
      expect([...expected.keys()].every((key) => written.includes(Number(key.split(':')[1])))).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('[COL5] one part is its own join', () => {
  const { store } = part()
  expect(joinColumns(store, []).columns).toBe(store)
})

test('[COL6] changes are told in slots of the common part, and not at all for rows that it does not have', () => {
  const { common, prices, columns, release } = three()
  const changes: StoreChange[] = []
  common.sheet.set('r0', ORDER, 'V00000')
  common.sheet.set('r1', ORDER, 'V00001')
  columns.onChange((change) => changes.push(change))
  prices.sheet.set('r9', 4, 1)
  prices.sheet.set('r1', 4, 2)
  prices.sheet.set('r1', 2, 'not its field')
  common.sheet.set('r9', ORDER, 'V00002')
  expect(changes).toEqual([
    { slots: new Set([1]), ordinals: new Set([4]), structural: false, local: true },
    { slots: new Set([2]), ordinals: new Set([ORDER, 4]), structural: true, local: true },
  ])
  release()
  prices.sheet.set('r1', 4, 3)
  expect(changes).toHaveLength(2)
})

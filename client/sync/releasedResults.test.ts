import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { ORDER } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import type { RowReply } from '#shared/api/rows.ts'
import * as Y from 'yjs'
import { SheetModel } from '../grid/model/SheetModel.ts'
import { ReleasedResults } from './ReleasedResults.ts'
import { describe, NUMBER } from './testing/sheetServer.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

type Told = Record<string, RowReply['computed'][string]>

/** A server that tells results of the column `cost`, row by row. */
function server(told: Told) {
  const listeners = new Set<() => void>()
  const asked: string[][] = []
  return {
    told,
    asked,
    isAway: false,
    change(now: Told) {
      this.told = now
      listeners.forEach((listener) => listener())
    },
    get watchers() {
      return listeners.size
    },
    async read(keys: readonly string[]) {
      asked.push([...keys])
      if (this.isAway) {
        throw new Error('away')
      }
      return Object.entries(this.told).map(([id, cost]) => ({ id, computed: { cost } }))
    },
    watch(listener: () => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** The rows a, b and c of a sheet whose `cost` is released to a reader without its formula. */
function modelOf(results: ReleasedResults): SheetModel {
  const sheet = new Sheet(new Y.Doc())
  sheet.write(['a', 'b', 'c'], [ORDER, NUMBER], (row, column) => (column === 0 ? `V0000${row}` : row))
  const description = describe()
  const [number] = description.table.fields
  const cost = {
    ...number!,
    id: 'cost',
    key: 'cost',
    name: 'Cost',
    ordinal: 9,
    type: 'formula' as const,
    released: true,
  }
  description.table.fields.push(cost)
  return new SheetModel(description, new ColumnStore(sheet), results)
}

test('a released result shows what the server told, row by row and as a sum, and the reason where there is none', async () => {
  const error = { code: 'missing', message: '' }
  const results = new ReleasedResults({ keys: ['cost'], tables: [] }, server({ a: 10, b: 300, c: { error } }))
  const model = modelOf(results)
  expect(['a', 'b', 'c'].map((row) => model.computed(row, 'cost'))).toEqual([null, null, null])
  expect(model.total('cost')).toBe(null)
  await vi.advanceTimersByTimeAsync(0)
  expect(['a', 'b', 'c'].map((row) => model.computed(row, 'cost'))).toEqual([10, 300, { error: 'missing' }])
  expect(['a', 'c'].map((row) => model.value(row, 'cost'))).toEqual([10, null])
  expect(model.total('cost')).toBe(310)
  expect(model.largest('cost')).toBe(300)
  expect(['a', 'b', 'c'].map((row) => model.isIncomplete(row, model.store.slotOf(row)!))).toEqual([false, false, true])
  results.stop()
})

test('it is read again when the sheet changed, not at every change, and only rows with another result are drawn anew', async () => {
  const source = server({ a: 10, b: 20 })
  const results = new ReleasedResults({ keys: ['cost'], tables: [] }, source)
  const drawn: (readonly string[])[] = []
  results.onChange((rows) => drawn.push(rows))
  await vi.advanceTimersByTimeAsync(0)
  source.change({ a: 11, b: 20 })
  source.change({ a: 12, b: 20, c: 1 })
  await vi.advanceTimersByTimeAsync(5000)
  expect(drawn).toEqual([
    ['a', 'b'],
    ['a', 'c'],
  ])
  expect(results.computed('a', 'cost')).toBe(12)
  expect(source.asked).toEqual([['cost'], ['cost']])
  results.stop()
})

test('what is known stays while the server is away, and is read again afterwards', async () => {
  const source = server({ a: 10 })
  const results = new ReleasedResults({ keys: ['cost'], tables: [] }, source)
  await vi.advanceTimersByTimeAsync(5000)
  source.isAway = true
  source.change({ a: 11 })
  await vi.advanceTimersByTimeAsync(5000)
  expect(results.computed('a', 'cost')).toBe(10)
  source.isAway = false
  await vi.advanceTimersByTimeAsync(20_000)
  expect(results.computed('a', 'cost')).toBe(11)
  results.stop()
})

test('nobody is asked for a sheet without released results, or after it was left', async () => {
  const source = server({ a: 10 })
  const none = new ReleasedResults({ keys: [], tables: [] }, source)
  none.outdated()
  const results = new ReleasedResults({ keys: ['cost'], tables: [] }, source)
  await vi.advanceTimersByTimeAsync(5000)
  expect(source.watchers).toBe(1)
  results.stop()
  source.change({ a: 11 })
  await vi.advanceTimersByTimeAsync(5000)
  expect(source.asked).toEqual([['cost']])
  expect(source.watchers).toBe(0)
})

import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { DELETED, ORDER } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import { CHANGE_KINDS } from '#shared/cells/changeKinds.ts'
import { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { SheetWord } from '../words/useSheetWords.ts'
import { plainFieldReply } from '#shared/testing/plainFieldReply.ts'
import { countDifferences, differenceOf, type DifferenceCount } from './differences.ts'
import { fromInput, toInput } from './moments.ts'
import { openPast } from './pastSheet.ts'
import { tellGesture } from './tellGesture.ts'
import { historyAr, historyEn } from './words.ts'

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as much of a description as a model reads
const DESCRIPTION = {
  table: {
    fields: [
      plainFieldReply('note', 2),
      plainFieldReply('amount', 3, 'number'),
      plainFieldReply('twice', 4, 'formula', { formula: 'amount * 2' }),
    ],
  },
  compute: { gwp_set: 'AR6', gwp: {}, factor_year: 2025, factors: [] },
} as unknown as SheetReply

function sheetWith(rows: Readonly<Record<string, readonly [string, number]>>): Sheet {
  const sheet = new Sheet(new Y.Doc())
  const ids = Object.keys(rows)
  sheet.write(ids, [ORDER, 2, 3], (row, column) => [`V${row}`, ...rows[ids[row]!]!][column]!)
  return sheet
}

const modelOf = (sheet: Sheet): SheetModel => new SheetModel(DESCRIPTION, new ColumnStore(sheet))

function counted(past: SheetModel, now: SheetModel): DifferenceCount {
  const steps = countDifferences(past, now)
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) {
      return value
    }
  }
}

test('a past sheet is computed by the formulas of now, and nothing can be written in it', () => {
  const content = Buffer.from(Y.encodeStateAsUpdate(sheetWith({ a: ['x', 21] }).doc)).toString('base64')
  const past = openPast(DESCRIPTION, '2026-01-01T00:00:00Z', content)
  expect([past.model.value('a', 'twice'), past.model.total('twice'), past.model.rowCount()]).toEqual([42, 42, 1])
  expect(past.editing.apply({ writes: [{ row: 'a', ordinal: 2, value: 'y' }] })).toBe(0)
  expect([past.model.value('a', 'note'), past.editing.canUndo]).toEqual(['x', false])
  expect(openPast(DESCRIPTION, '2026-01-01T00:00:00Z', null).model.rowCount()).toBe(0)
})

test('says of each entered cell what it holds now, and counts cells, rows that are gone and rows that came', () => {
  const past = modelOf(sheetWith({ a: ['x', 1], b: ['x', 2], c: ['x', 3] }))
  const sheet = sheetWith({ a: ['x', 1], b: ['y', 9], c: ['x', 3], d: ['new', 4] })
  const now = modelOf(sheet)
  sheet.set('c', DELETED, true)

  expect(differenceOf(past, now, 'a', 'note')).toBeNull()
  expect(differenceOf(past, now, 'b', 'amount')).toEqual({ kind: 'value', now: 9 })
  expect(differenceOf(past, now, 'b', 'twice')).toBeNull()
  expect(differenceOf(past, now, 'c', 'note')).toEqual({ kind: 'row-gone' })
  expect(counted(past, now)).toEqual({ cells: 2, gone: 1, added: 1 })
  expect(counted(past, past)).toEqual({ cells: 0, gone: 0, added: 0 })
})

test('every gesture has words in both languages, with and without cells', () => {
  for (const words of [historyEn, historyAr] as Record<string, string>[]) {
    const t = (key: SheetWord, { count }: Readonly<Record<string, string | number>> = {}): string => {
      const word = words[count === undefined ? key : `${key}_${count === 1 ? 'one' : 'other'}`]
      expect(word, key).toBeDefined()
      return word!
    }
    for (const gesture of CHANGE_KINDS) {
      for (const cells of [0, 1, 2]) {
        const rows = { added: 1, moved: 2, deleted: 1, restored: 2 }
        expect(tellGesture({ gesture, cells, rows }, t)).not.toContain('undefined')
      }
    }
  }
})

test('Arabic has every word of the history', () => {
  expect(Object.keys(historyEn).filter((key) => !(key in historyAr))).toEqual([])
})

test('a moment that is entered means the whole second, in the time of the clock on the wall', () => {
  const at = new Date(2026, 0, 9, 14, 2, 31, 400).toISOString()
  expect(toInput(at)).toBe('2026-01-09T14:02:31')
  expect(fromInput(toInput(at))).toBe(new Date(2026, 0, 9, 14, 2, 31, 999).toISOString())
  expect(fromInput('')).toBeNull()
})

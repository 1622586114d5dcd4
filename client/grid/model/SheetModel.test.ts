import * as Y from 'yjs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { DELETED, ORDER } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { plainFieldReply } from '#shared/testing/plainFieldReply.ts'
import { SheetModel } from './SheetModel.ts'

const NO_RULES = plainFieldReply('none', 9).validation
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as much of a description as a model reads
const DESCRIPTION = {
  table: {
    fields: [
      plainFieldReply('invoice', 2, 'text', { validation: { ...NO_RULES, mask: '##', unique: true } }),
      plainFieldReply('amount', 3, 'number', { required: true, validation: { ...NO_RULES, min: 0, unique: true } }),
    ],
  },
  compute: { gwp_set: 'AR6', gwp: {}, factor_year: 2025, factors: [] },
} as unknown as SheetReply

function sheetOf(rows: readonly (readonly [CellValue, CellValue])[]) {
  const sheet = new Sheet(new Y.Doc())
  const ids = rows.map((_, i) => `r${i}`)
  sheet.write(ids, [ORDER, 2, 3], (row, column) => (column === 0 ? `V${row}` : rows[row]![column - 1]!))
  const model = new SheetModel(DESCRIPTION, new ColumnStore(sheet))
  const marks = (): string[] =>
    model
      .marked(100)
      .map(({ row, field, problem, missing }) => `${row} ${field.key} ${problem?.code ?? (missing && 'missing')}`)
  return { sheet, model, marks }
}

test('cells that break a rule of their field are marked, counted and listed, row by row', () => {
  const { model, marks } = sheetOf([
    ['12', 5],
    ['1', -5],
    ['34', null],
    ['56', 'five'],
  ])
  expect(marks()).toEqual([
    'r1 invoice other-form',
    'r1 amount too-small',
    'r2 amount missing',
    'r3 amount not-a-number',
  ])
  expect(model.health()).toEqual({ errors: 3, missing: 1 })
  expect(model.state('r0', 'amount')).toEqual({ problem: null, missing: false })
  expect(model.marked(2)).toHaveLength(2)
})

test('of two rows with the same value both are marked, until one is changed, cleared or deleted', () => {
  const { sheet, model, marks } = sheetOf([
    ['12', 5],
    ['12', 6],
    ['34', 6],
  ])
  const all = ['r0 invoice not-unique', 'r1 invoice not-unique', 'r1 amount not-unique', 'r2 amount not-unique']
  expect(marks()).toEqual(all)
  expect(model.health().errors).toBe(4)
  const changes: { rows: unknown }[] = []
  model.onChange((change) => changes.push(change))
  sheet.write(['r0'], [2], () => '99')
  model.flush()
  expect(changes.at(-1)).toMatchObject({ rows: 'all' }) // the other row has lost its mark, too
  expect(marks()).toEqual(all.slice(2))
  sheet.write(['r2'], [DELETED], () => true)
  expect(marks()).toEqual([])
  sheet.write(['r2'], [DELETED], () => null)
  expect(marks()).toEqual(all.slice(2))
  sheet.write(['r1'], [3], () => null)
  expect(marks()).toEqual(['r1 amount missing'])
})

test('whatever is written and deleted, counts and list are those of the rows that are there', () => {
  const value = fc.constantFrom<CellValue>(null, '', '11', '22', '1', 1, 2, -1)
  const write = fc.record({ row: fc.nat(4), ordinal: fc.constantFrom(2, 3, DELETED), value })
  fc.assert(
    fc.property(fc.array(write, { maxLength: 25 }), (writes) => {
      const { sheet, model, marks } = sheetOf(Array.from({ length: 5 }, () => [null, null] as const))
      for (const { row, ordinal, value } of writes) {
        sheet.write([`r${row}`], [ordinal], () => (ordinal === DELETED ? value === '11' || null : value))
        marks()
      }
      const fresh = new SheetModel(DESCRIPTION, new ColumnStore(sheet))
      expect(model.health()).toEqual(fresh.health())
      expect(model.marked(100)).toEqual(fresh.marked(100))
      const { errors, missing } = model.health()
      expect(model.marked(100)).toHaveLength(errors + missing)
    }),
    { numRuns: 200 },
  )
})

test('of many rows that change at once the counts are those of a sheet that is opened with them', () => {
  const rows = Array.from({ length: 400 }, (_, i) => [String(10 + i), i] as const)
  const { sheet, model } = sheetOf(rows)
  expect(model.health()).toEqual({ errors: 310, missing: 0 }) // from the 91st on an invoice has three digits
  const ids = rows.map((_, i) => `r${i}`)
  const values: readonly CellValue[] = [null, 'x', -1, 7]
  sheet.write(ids, [2, 3], (row, column) => values[(row + column) % values.length] ?? null)
  const fresh = new SheetModel(DESCRIPTION, new ColumnStore(sheet))
  expect(model.health()).toEqual(fresh.health())
  expect(model.marked(2000)).toEqual(fresh.marked(2000))
})

test('in other columns a sheet is what it is when it is opened in them, whatever was written while they were made ready', () => {
  const write = fc.record({
    row: fc.nat(299),
    ordinal: fc.constantFrom(2, 3, DELETED),
    value: fc.constantFrom<CellValue>(null, '11', 'x', 2, -1),
    isLooking: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(fc.array(write, { maxLength: 3 }), { maxLength: 12 }), fc.boolean(), (writes, isWhole) => {
      const rows = Array.from({ length: 300 }, (_, i) => [String(10 + i), i] as const)
      const { model } = sheetOf(rows)
      const { sheet } = sheetOf(rows.map(([invoice, amount]) => [invoice, amount + 1] as const))
      const store = new ColumnStore(sheet)
      const steps = model.prepareFor(store)
      for (const each of writes) {
        steps.next()
        for (const { row, ordinal, value, isLooking } of each) {
          sheet.write([`r${row}`], [ordinal], () => (ordinal === DELETED ? value === '11' || null : value))
          expect(isLooking ? model.value('r5', 'amount') : 5).toBe(5) // it is not there yet
        }
      }
      if (isWhole) {
        Array.from(steps)
      }
      model.moveTo(store)
      const fresh = new SheetModel(DESCRIPTION, new ColumnStore(sheet))
      expect(model.health()).toEqual(fresh.health())
      expect(model.marked(1000)).toEqual(fresh.marked(1000))
      expect(model.rowData()).toEqual(fresh.rowData())
      expect(model.store).toBe(store)
    }),
    { numRuns: 40 },
  )
})

test('marks that are looked for in steps are those of now, also when others write and somebody asks meanwhile', () => {
  const rows = Array.from({ length: 300 }, (_, i) => [String(10 + i), i] as const)
  const between = fc.array(
    fc.record({ row: fc.nat(299), value: fc.constantFrom(null, 'x', -1, 7), asks: fc.boolean() }),
  )
  fc.assert(
    fc.property(between, (writes) => {
      const { sheet, model } = sheetOf(rows)
      model.health()
      const ids = rows.map((_, i) => `r${i}`)
      sheet.write(ids, [2, 3], (row, column) => (row % 3 === column ? -1 : '12'))
      const steps = model.catchUpInSteps()
      for (const { row, value, asks } of writes) {
        steps.next()
        sheet.write([`r${row}`], [3], () => value)
        if (asks) {
          model.health()
        }
      }
      Array.from(steps)
      const fresh = new SheetModel(DESCRIPTION, new ColumnStore(sheet))
      expect(model.health()).toEqual(fresh.health())
      expect(model.marked(1000)).toEqual(fresh.marked(1000))
    }),
    { numRuns: 40 },
  )
})

test('a condition over the row marks its cell where it is false, follows every cell that it reads, and may read results', () => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as much of a description as a model reads
  const description = {
    table: {
      fields: [
        plainFieldReply('starts', 2, 'date'),
        plainFieldReply('ends', 3, 'date', {
          validation: { ...NO_RULES, formula: 'ends >= starts', message: 'Ends before it starts.' },
        }),
        plainFieldReply('amount', 4, 'number', { validation: { ...NO_RULES, formula: 'twice < 10' } }),
        plainFieldReply('twice', 5, 'formula', { formula: 'amount * 2' }),
        plainFieldReply('odd', 6, 'text', { validation: { ...NO_RULES, formula: 'hidden > 3' } }),
      ],
    },
    compute: { gwp_set: 'AR6', gwp: {}, factor_year: 2025, factors: [] },
  } as unknown as SheetReply
  const sheet = new Sheet(new Y.Doc())
  const rows: CellValue[][] = [
    ['V0', '2025-01-02', '2025-01-01', 7],
    ['V1', '2025-01-02', '2025-01-03', 3],
    ['V2', null, '2025-01-03', null],
  ]
  sheet.write(['r0', 'r1', 'r2'], [ORDER, 2, 3, 4], (row, column) => rows[row]![column]!)
  const model = new SheetModel(description, new ColumnStore(sheet))
  const marks = (): string[] =>
    model.marked(100).map(({ row, field, problem }) => `${row} ${field.key} ${problem?.code}`)
  expect(marks()).toEqual(['r0 ends rule-broken', 'r0 amount rule-broken'])
  expect(model.state('r0', 'ends').problem?.message).toBe('Ends before it starts.')
  expect(model.health()).toEqual({ errors: 2, missing: 0 })
  expect(['r0', 'r1', 'r2'].map((row) => model.hasErrors(row, model.store.slotOf(row)!))).toEqual([true, false, false])
  sheet.write(['r0'], [2], () => '2025-01-01')
  expect(marks()).toEqual(['r0 amount rule-broken'])
  sheet.write(['r0'], [4], () => 4)
  sheet.write(['r1'], [2], () => '2026-01-01')
  expect(marks()).toEqual(['r1 ends rule-broken'])
  expect(model.health().errors).toBe(1)
})

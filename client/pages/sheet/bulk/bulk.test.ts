import * as Y from 'yjs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { ORDER } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { plainFieldReply } from '#shared/testing/plainFieldReply.ts'
import { SheetModel } from '#client/grid/model/SheetModel.ts'
import { planCarryOver, type CarryOver } from './carryOver.ts'
import { usualMatch } from './matchRows.ts'
import { daysByMonth } from '#shared/cycles/daysByMonth.ts'
import { monthsBetween, monthsOfCycle, shiftMonths } from '#shared/cycles/monthShift.ts'
import { splitAmount } from './splitAmount.ts'
import { planSplit, type Split } from './splitByMonth.ts'

type Cells = readonly [source: CellValue, month: CellValue, quantity: CellValue, price: CellValue, note: CellValue]

function modelOf(rows: readonly Cells[]): SheetModel {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as much of a description as a model reads
  const description = {
    table: {
      fields: [
        plainFieldReply('source', 2),
        plainFieldReply('month', 3, 'month', { role: 'month' }),
        plainFieldReply('quantity', 4, 'number', { unit: 'L' }),
        plainFieldReply('price', 5, 'number', { unit: 'USD' }),
        plainFieldReply('note', 6),
      ],
    },
    compute: { gwp_set: 'AR6', gwp: {}, factor_year: 2025, factors: [] },
  } as unknown as SheetReply
  const sheet = new Sheet(new Y.Doc())
  const ids = rows.map((_, i) => `r${i}`)
  sheet.write(ids, [ORDER, 2, 3, 4, 5, 6], (row, column) => (column === 0 ? `V${row}` : rows[row]![column - 1]!))
  return new SheetModel(description, new ColumnStore(sheet))
}

const newIds = (count: number): string[] => Array.from({ length: count }, (_, i) => `new${i}`)
const field = (model: SheetModel, key: string) => model.field(key)!
const told = (writes: readonly { row: string; ordinal: number; value: CellValue }[]): string[] =>
  writes.map(({ row, ordinal, value }) => `${row}.${ordinal}=${String(value)}`)

describe('months', () => {
  test.each([
    ['2024-03', 12, '2025-03'],
    ['2024-11', 3, '2025-02'],
    ['2025-01', -1, '2024-12'],
    ['2024-02-29', 12, '2025-02-28'],
    ['soon', 12, 'soon'],
  ])('%s and %i months is %s', (value, months, expected) => {
    expect(shiftMonths(value, months)).toBe(expected)
  })

  test('a cycle has its months, wherever its year begins', () => {
    expect(monthsOfCycle('2025-04-01', '2026-03-31')).toHaveLength(12)
    expect(monthsOfCycle('2025-04-01', '2026-03-31').at(-1)).toBe('2026-03')
    expect(monthsBetween('2024-01-01', '2025-01-01')).toBe(12)
  })
})

describe('from another cycle', () => {
  const last = [
    { values: { source: 'Boiler', month: '2024-01', quantity: 10, note: 'a' } },
    { values: { source: 'Boiler', month: '2024-02', quantity: 20 } },
    { values: { source: 'Pump', month: '2024-01', quantity: 30 } },
    { values: { source: 'Twin', month: '2024-01', quantity: 1 } },
    { values: { source: 'Twin', month: '2024-01', quantity: 2 } },
    { values: { source: null, month: '2024-01', quantity: 9 } },
  ]
  const model = modelOf([
    ['boiler ', '2025-01', null, null, 'mine'],
    ['Boiler', '2025-02', 25, null, null],
    ['Twin', '2025-01', null, null, null],
    ['Fan', '2025-01', null, null, null],
    [null, '2025-01', null, null, null],
  ])
  const asked = (more: Partial<CarryOver> = {}): CarryOver => ({
    rows: model.rowData().map(({ id }) => id),
    match: usualMatch(model.fields),
    take: [field(model, 'quantity'), field(model, 'note')],
    months: 12,
    replaces: false,
    adds: false,
    newIds,
    ...more,
  })

  test('a row is found by its key and its month a year later; what is filled stays; what cannot be told is left', () => {
    expect(usualMatch(model.fields).map(({ key }) => key)).toEqual(['source', 'month'])
    const plan = planCarryOver(model, last, asked())
    expect(told(plan.writes)).toEqual(['r0.4=10'])
    expect(plan).toMatchObject({ filled: 1, differ: 2, same: 0, unmatched: 2, ambiguous: 1, missing: 1, newRows: [] })
  })

  test('filled cells are replaced, and rows added with their month moved, when that is chosen', () => {
    const plan = planCarryOver(model, last, asked({ replaces: true, adds: true }))
    expect(told(plan.writes)).toEqual(['r0.4=10', 'r0.6=a', 'r1.4=20', 'new0.2=Pump', 'new0.3=2025-01', 'new0.4=30'])
    expect(plan.newRows).toEqual(['new0'])
  })

  test('only the rows that are asked for, and nothing of columns that the reader did not get', () => {
    const plan = planCarryOver(model, last, asked({ rows: ['r1'], take: [field(model, 'price')] }))
    expect(plan).toMatchObject({ writes: [], filled: 0, differ: 0, unmatched: 0 })
  })
})

describe('an amount in parts', () => {
  test('is whole again, to the last decimal, whatever its size and shape', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.integer({ min: 0, max: 12 }),
        fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 14 }),
        (digits, decimals, weights) => {
          const amount = digits / 10 ** decimals
          const split = splitAmount(amount, weights)
          if (weights.every((weight) => weight === 0)) {
            expect(split).toBeNull()
            return
          }
          const most = Math.max(decimals, split!.decimals)
          const steps = split!.parts.reduce((sum, part) => sum + Math.round(part * 10 ** most), 0)
          expect(steps).toBe(digits * 10 ** (most - decimals))
        },
      ),
    )
  })

  test.each([
    [100, [1, 1, 1], [33.33, 33.33, 33.34], 0.01],
    [365, [31, 28, 31], [125.72, 113.56, 125.72], 0],
    [0.001, [1, 1], [0.001, 0], -0.001],
    [12, [0, 1], [0, 12], 0],
  ])('%d by %j', (amount, weights, parts, remainder) => {
    expect(splitAmount(amount, weights)).toMatchObject({ parts, remainder: expect.closeTo(remainder, 12) })
  })
})

describe('a year by month', () => {
  const months = monthsOfCycle('2025-01-01', '2025-12-31')
  const asked = (model: SheetModel, more: Partial<Split> = {}): Split => ({
    row: 'r0',
    month: field(model, 'month'),
    amounts: [field(model, 'quantity')],
    months,
    shape: 'even',
    weights: () => 0,
    match: [field(model, 'source')],
    isWritable: () => true,
    newIds,
    ...more,
  })

  test('becomes twelve rows: the row itself is January, the others get its words and no number that was not split', () => {
    const model = modelOf([['Boiler', null, 1200, 99, 'estimate']])
    const plan = planSplit(model, asked(model))!
    expect(plan.newRows).toHaveLength(11)
    expect(plan.deleteRows).toEqual([])
    expect(told(plan.writes).slice(0, 6)).toEqual([
      'r0.4=100',
      'r0.3=2025-01',
      'new0.4=100',
      'new0.3=2025-02',
      'new0.2=Boiler',
      'new0.6=estimate',
    ])
    expect(plan.parts.map(({ target }) => target)).toEqual(['source', ...Array.from({ length: 11 }, () => 'new')])
  })

  test('fills the rows that exist, says which hold an amount, and takes the yearly row away when all twelve do', () => {
    const model = modelOf([
      ['Boiler', null, 366, null, null],
      ...months.map((month): Cells => ['Boiler', month, month === '2025-03' ? 5 : null, null, null]),
      ['Pump', '2025-01', 7, null, null],
    ])
    const plan = planSplit(model, asked(model, { shape: 'days' }))!
    expect(plan.newRows).toEqual([])
    expect(plan.deleteRows).toEqual(['r0'])
    expect(plan.parts.filter(({ overwrites }) => overwrites).map(({ month }) => month)).toEqual(['2025-03'])
    expect(told(plan.writes)[0]).toBe('r1.4=31.08')
    expect(plan.parts.reduce((sum, { amounts }) => sum + Math.round(amounts[0]! * 100), 0)).toBe(36_600)
    expect(plan.writes.every(({ ordinal }) => ordinal === 4)).toBe(true)
  })

  test('a bill over the turn of the year is written by its days in the cycle; what belongs to the next one is not lost', () => {
    const model = modelOf([['Boiler', null, 1000.01, 31, null]])
    const bill = { startsOn: '2025-11-20', endsOn: '2026-01-16' }
    const days = (year: number) => daysByMonth(bill, { startsOn: `${year}-01-01`, endsOn: `${year}-12-31` })
    const prorated = (year: number) => {
      const { months: own, outside } = days(year)
      return planSplit(
        model,
        asked(model, {
          months: own.map(({ month }) => month),
          shape: 'period',
          outside,
          weights: (_, month) => own.find((one) => one.month === month)?.days ?? 0,
        }),
      )!
    }
    const [now, next] = [prorated(2025), prorated(2026)]
    expect(now.parts).toEqual([
      { month: '2025-11', amounts: [189.66], target: 'source', overwrites: false },
      { month: '2025-12', amounts: [534.49], target: 'new', overwrites: false },
    ])
    expect([now.outside, next.parts.map(({ amounts }) => amounts), next.outside]).toEqual([
      [275.86],
      [[275.86]],
      [724.15],
    ])
    expect(now.remainders).toEqual([null])
  })

  test('each part of a bill has its own days, so what is prorated goes beyond the cycle no more', () => {
    const model = modelOf([['2026-01-16', null, 1000, null, '2025-11-20']])
    const { months: own, outside } = daysByMonth(
      { startsOn: '2025-11-20', endsOn: '2026-01-16' },
      { startsOn: '2025-01-01', endsOn: '2025-12-31' },
    )
    const plan = planSplit(model, {
      ...asked(model, { months: own.map(({ month }) => month), shape: 'period', outside, weights: () => 1 }),
      match: [],
      bill: { startsOn: '2025-11-20', endsOn: '2026-01-16', fields: [field(model, 'source'), field(model, 'note')] },
    })!
    // the later day stands in the first of both columns, and stays there
    expect(told(plan.writes).filter((write) => /\.[26]=/.test(write))).toEqual([
      'r0.6=2025-11-20',
      'r0.2=2025-11-30',
      'new0.6=2025-12-01',
      'new0.2=2025-12-31',
    ])
  })

  test('takes the shape of another cycle, splits several amounts at once, and nothing where there is none', () => {
    const model = modelOf([['Boiler', '2025-12', 120, 60, null]])
    const weights = (_: unknown, month: string): number => (month === '2025-01' ? 3 : month === '2025-12' ? 1 : 0)
    const plan = planSplit(
      model,
      asked(model, { shape: 'cycle', weights, amounts: [field(model, 'quantity'), field(model, 'price')] }),
    )!
    expect(plan.parts[0]).toEqual({ month: '2025-01', amounts: [90, 45], target: 'new', overwrites: false })
    expect(plan.parts[11]).toEqual({ month: '2025-12', amounts: [30, 15], target: 'source', overwrites: false })
    expect(planSplit(model, asked(model, { shape: 'cycle' }))).toBeNull()
    expect(planSplit(modelOf([['Boiler', null, 'many', null, null]]), asked(model))).toBeNull()
  })
})

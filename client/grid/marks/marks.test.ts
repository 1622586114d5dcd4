import { expect, test } from 'vitest'
import type { MarkRule } from '#shared/views/markRules.ts'
import { LANGUAGE, sheetOf } from '../testing/sheetOf.ts'
import { cellMarks, type Scales } from './cellMarks.ts'
import { columnRange, scalePaint } from './columnScale.ts'
import { paintMark } from './paintMark.ts'

const NONE: Scales = new Map()
const WORDS = { ...LANGUAGE.words, mark: (rule: MarkRule) => `${rule.key} ${rule.when}` }
const rule = (
  key: string,
  when: MarkRule['when'],
  value: MarkRule['value'] = null,
  more: Partial<MarkRule> = {},
): MarkRule => ({ key, when, value, to: null, style: 'bad', scope: 'cell', ...more })

const made = sheetOf({
  a: ['Kiln', 10, '2025-02', 'f1', true, '2025-02-03', ['f1', 'f2']],
  b: ['boiler', 20, '2025-03', 'f2', false],
  c: [null, 'many'],
  d: [],
})
/** The rows whose cell is marked. */
const marked = (...rules: MarkRule[]): string => {
  const at = cellMarks(made.model, rules, NONE, WORDS)
  return ['a', 'b', 'c', 'd'].filter((row) => at?.(row, rules[0]!.key) !== null).join('')
}

test('numbers, dates and months are compared; what is no number is neither above nor below', () => {
  expect([
    marked(rule('amount', 'above', 10)),
    marked(rule('amount', 'below', 20)),
    marked(rule('amount', 'between', 10, { to: 20 })),
    marked(rule('amount', 'equals', 20)),
    marked(rule('twice', 'above', 20)),
    marked(rule('month', 'above', '2025-02')),
    marked(rule('day', 'below', '2025-03-01')),
    marked(rule('day', 'between', '2025-02-01', { to: '2025-02-28' })),
  ]).toEqual(['b', 'a', 'ab', 'b', 'b', 'b', 'a', 'a'])
})

test('texts are those that cells show: labels, words, without case', () => {
  expect([
    marked(rule('name', 'equals', 'KILN')),
    marked(rule('name', 'contains', 'oil')),
    marked(rule('fuel', 'equals', 'natural gas')),
    marked(rule('streams', 'contains', 'coal')),
    marked(rule('done', 'equals', 'no')),
    marked(rule('month', 'equals', '2025-02')),
    marked(rule('name', 'contains', '')),
  ]).toEqual(['a', 'b', 'a', 'a', 'b', 'a', ''])
})

test('empty cells and errors are told apart, in results too', () => {
  expect([
    marked(rule('amount', 'empty')),
    marked(rule('amount', 'error')),
    marked(rule('name', 'empty')),
    marked(rule('twice', 'empty')),
    marked(rule('twice', 'error')),
  ]).toEqual(['d', 'c', 'cd', '', 'cd'])
})

test('the first rule that holds counts; a rule for rows tints the others and names itself where it was looked', () => {
  const rules = [
    rule('amount', 'above', 15, { scope: 'row', style: 'watch' }),
    rule('amount', 'above', 5),
    rule('name', 'equals', 'boiler', { style: 'good' }),
  ]
  const at = cellMarks(made.model, rules, NONE, WORDS)!
  expect([at('b', 'amount'), at('b', 'name'), at('a', 'amount'), at('a', 'name')]).toEqual([
    { style: 'watch', label: 'amount above', scale: null },
    { style: 'watch', label: null, scale: null },
    { style: 'bad', label: 'amount above', scale: null },
    null,
  ])
  expect(cellMarks(made.model, [rule('gone', 'empty')], NONE, WORDS)).toBeNull()
})

test('a mark is a tint and one sign, and goes without a trace', () => {
  const [cell, content] = [document.createElement('div'), document.createElement('span')]
  content.textContent = '12'
  paintMark(cell, content, { style: 'bad', label: 'why', scale: null })
  paintMark(cell, content, { style: 'good', label: 'why', scale: null })
  expect([cell.dataset['mark'], content.querySelectorAll('.mark-sign').length, content.textContent]).toEqual([
    'good',
    1,
    '12',
  ])
  paintMark(cell, content, { style: 'good', label: null, scale: null })
  expect([cell.dataset['mark'], content.innerHTML]).toEqual(['good', '12'])
  paintMark(cell, content, null)
  expect([cell.getAttributeNames(), content.innerHTML]).toEqual([[], '12'])
})

test('a scale goes from the smallest by the middle to the largest number of its column; texts and gaps have none', () => {
  const sheet = sheetOf({ a: ['a', -10], b: ['b', 0], c: ['c', 30], d: ['d', 40], e: ['e', 'many'], f: [] })
  const range = columnRange(sheet.model, sheet.model.field('amount')!)
  expect(range).toEqual({ min: -10, mid: 15, max: 40 })
  const at = (kind: Parameters<typeof scalePaint>[0], value: number) => scalePaint(kind, range!, value)
  expect([at('bar', 40), at('bar', -10), at('bar', 0)]).toEqual([
    { kind: 'bar', from: 0.2, to: 1 },
    { kind: 'bar', from: 0, to: 0.2 },
    { kind: 'bar', from: 0.2, to: 0.2 },
  ])
  expect([-10, 2.5, 15, 27.5, 40].map((value) => at('high_bad', value))).toEqual(
    [-1, -0.5, 0, 0.5, 1].map((share) => ({ kind: 'high_bad', at: share })),
  )
  expect(scalePaint('more', { min: 3, mid: 3, max: 3 }, 3)).toEqual({ kind: 'more', at: 0 })
  expect(columnRange(sheet.model, sheet.model.field('name')!)).toBe(null)

  const scales: Scales = new Map([['amount', { kind: 'bar', range: range! }]])
  const marks = cellMarks(sheet.model, [rule('amount', 'above', 35)], scales, WORDS)!
  expect(['a', 'e', 'f'].map((row) => marks(row, 'amount')?.scale ?? null)).toEqual([at('bar', -10), null, null])
  expect(marks('d', 'amount')).toMatchObject({ style: 'bad', scale: { kind: 'bar' } })
  expect(marks('b', 'amount')).toMatchObject({ style: null, label: null })
})

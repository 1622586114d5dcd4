import { expect, test } from 'vitest'
import type { MarkRule } from '#shared/views/markRules.ts'
import { LANGUAGE, sheetOf } from '../testing/sheetOf.ts'
import { cellMarks } from './cellMarks.ts'
import { paintMark } from './paintMark.ts'

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
  const at = cellMarks(made.model, rules, WORDS)
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
  const at = cellMarks(made.model, rules, WORDS)!
  expect([at('b', 'amount'), at('b', 'name'), at('a', 'amount'), at('a', 'name')]).toEqual([
    { style: 'watch', label: 'amount above' },
    { style: 'watch', label: null },
    { style: 'bad', label: 'amount above' },
    null,
  ])
  expect(cellMarks(made.model, [rule('gone', 'empty')], WORDS)).toBeNull()
})

test('a mark is a tint and one sign, and goes without a trace', () => {
  const [cell, content] = [document.createElement('div'), document.createElement('span')]
  content.textContent = '12'
  paintMark(cell, content, { style: 'bad', label: 'why' })
  paintMark(cell, content, { style: 'good', label: 'why' })
  expect([cell.dataset['mark'], content.querySelectorAll('.mark-sign').length, content.textContent]).toEqual([
    'good',
    1,
    '12',
  ])
  paintMark(cell, content, { style: 'good', label: null })
  expect([cell.dataset['mark'], content.innerHTML]).toEqual(['good', '12'])
  paintMark(cell, content, null)
  expect([cell.getAttributeNames(), content.innerHTML]).toEqual([[], '12'])
})

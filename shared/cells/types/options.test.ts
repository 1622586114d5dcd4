import { describe, expect, test } from 'vitest'
import { cellProblem, isMissing } from '../cellProblem.ts'
import { MAX_LIST_LENGTH } from '../cellValue.ts'
import { coerceCell } from '../coerceCell.ts'
import { formatCell, rawCellText } from '../formatCell.ts'
import { CELL_TYPES } from './cellTypes.ts'

const field = {
  name: 'Streams',
  type: 'options' as const,
  unit: null,
  required: true,
  options: [
    { id: 'paper', label: 'Paper' },
    { id: 'glass', label: 'Glass, clear' },
    { id: 'metal', label: 'Metal' },
  ],
}

test.each([
  ['paper', ['paper']],
  ['Paper, METAL; glass, clear', ['paper', 'metal', 'glass']],
  ['metal\npaper', ['metal', 'paper']],
  ['metal، paper؛ metal', ['metal', 'paper']],
  [' , paper ;; ', ['paper']],
  ['Paper, wood; Metal', ['paper', 'wood', 'metal']],
  ['Clear glass, glassy', 'Clear glass, glassy'],
  ['wood; stone', 'wood; stone'],
  ['', null],
])('%j becomes %j, and nothing of it is lost', (text, value) => {
  expect(coerceCell(field, text)).toEqual(value)
})

test('what names no choice is marked and told, the others are not', () => {
  expect(cellProblem(field, ['paper', 'metal'])).toBeNull()
  expect(cellProblem(field, ['paper', 'wood'])).toEqual({
    code: 'not-an-option',
    message: 'Streams: “wood” is not in the list. Pick from its 3 choices.',
  })
  expect(cellProblem(field, 'stone')?.code).toBe('not-an-option')
  expect(cellProblem(field, [])).toBeNull()
  expect([isMissing(field, []), isMissing(field, null), isMissing(field, ['paper'])]).toEqual([true, true, false])
})

test('a list is shown and copied by its labels, with a mark between them that no label has', () => {
  expect([formatCell(field, ['paper', 'metal']), rawCellText(field, ['paper', 'wood', 'glass'])]).toEqual([
    'Paper; Metal',
    'Paper; wood; Glass, clear',
  ])
})

test('more than a cell holds stays a text', () => {
  const many = Array.from({ length: MAX_LIST_LENGTH + 1 }, (_, i) => `x${i}`)
  expect(coerceCell(field, ['paper', ...many])).toBe(['Paper', ...many].join('; '))
  expect(coerceCell(field, ['paper', ...many].join(', '))).toBe(['paper', ...many].join(', '))
  expect(coerceCell(field, `paper, ${'long '.repeat(30)}`)).toBe(`paper, ${'long '.repeat(30)}`.trim())
  expect(coerceCell(field, [])).toBeNull()
})

describe('REST', () => {
  const takes = CELL_TYPES.options.takes(field)
  test.each([[['paper']], [['metal', 'paper']]])('takes %j', (value) => expect(takes(value)).toBe(true))
  test.each([['paper'], [[]], [['wood']], [['paper', 'paper']], [[1]], [{}], [5]])('refuses %j', (value) =>
    expect(takes(value)).toBe(false),
  )
})

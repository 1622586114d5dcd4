import { expect, test } from 'vitest'
import type { Field } from '#shared/fields/field.ts'
import { cellPaint } from './cellPaint.ts'

const field: Field = {
  id: 'f',
  key: 'leased',
  ordinal: 2,
  name: 'Leased',
  type: 'boolean',
  unit: null,
  options: [],
  required: false,
  formula: null,
  role: null,
  readers: null,
  writers: null,
}

test('a mark that changes is the same element, so that a click is not lost whose press came before the change', () => {
  const element = document.createElement('span')
  const paint = cellPaint(field)!
  paint(element, { field, value: false, text: 'No', widthPx: 100 })
  const mark = element.querySelector('.c-mark')
  paint(element, { field, value: true, text: 'Yes', widthPx: 100 })

  expect(element.querySelector('.c-mark')).toBe(mark)
  expect([element.children.length, element.textContent]).toEqual([2, 'Yes'])
  expect(mark).toHaveProperty('dataset.state', 'yes')
})

test('a mark makes room for a text that is neither yes nor no, and comes back after it', () => {
  const element = document.createElement('span')
  const paint = cellPaint(field)!
  const draw = (value: boolean | string | null, text: string): void =>
    paint(element, { field, value, text, widthPx: 100 })
  draw(true, 'Yes')
  draw('perhaps', 'perhaps')
  expect([element.children.length, element.textContent]).toEqual([0, 'perhaps'])
  draw(null, '')
  expect(element.querySelector('.c-mark')).toHaveProperty('dataset.state', 'none')
  expect(element.children.length).toBe(2)
})

import { expect, test } from 'vitest'
import type { Field } from '#shared/fields/field.ts'
import { countedFields } from './countedFields.ts'

let ordinal = 2
const field = (key: string, more: Partial<Field> = {}): Field => ({
  id: key,
  key,
  ordinal: ordinal++,
  name: key,
  type: 'number',
  unit: null,
  options: [],
  required: true,
  formula: null,
  role: null,
  readers: null,
  writers: null,
  ...more,
})
const formula = (key: string, text: string, more: Partial<Field> = {}): Field =>
  field(key, { type: 'formula', formula: text, ...more })

test('what a hidden cell holds shows in no flag, unless the result itself is computed from it', () => {
  const fields = [
    field('open'),
    field('rate', { readers: ['admin'] }),
    field('risk', { readers: ['auditor'] }),
    formula('scaled', 'open * 2'),
    formula('again', 'scaled * 2'),
    formula('worry', 'risk * open'),
    formula('result', 'open * rate', { role: 'emissions' }),
  ]
  expect([...countedFields(fields)].toSorted()).toEqual(['again', 'open', 'rate', 'result', 'scaled'])
})

test('a ring of formulas ends', () => {
  expect([...countedFields([formula('a', 'b'), formula('b', 'a')])]).toEqual([])
})

import { expect, test } from 'vitest'
import type { Field, FieldType } from '#shared/fields/field.ts'
import { inReadingOrder, phoneColumns, planColumns } from './columnPlan.ts'

function field(key: string, type: FieldType, more: Partial<Field> = {}): Field {
  return {
    id: key,
    key,
    ordinal: 0,
    name: key,
    type,
    unit: null,
    options: [],
    required: false,
    formula: null,
    role: null,
    readers: null,
    writers: null,
    ...more,
  }
}

const EMISSIONS = field('co2e', 'formula', { role: 'emissions' })

test('key and name stand first, whatever the order of the fields, and the result stands last', () => {
  const fields = [
    field('site', 'option'),
    field('code', 'text'),
    field('name', 'text'),
    EMISSIONS,
    field('mass', 'number'),
  ]
  const plan = planColumns([...fields, field('co2', 'formula')])
  expect([plan.key?.key, plan.name?.key, plan.result?.key]).toEqual(['code', 'name', 'co2e'])
  expect(inReadingOrder(plan).map(({ key }) => key)).toEqual(['code', 'name', 'site', 'mass', 'co2', 'co2e'])
})

test('only a text that follows a key of text is its name', () => {
  const note = field('note', 'text')
  expect(planColumns([field('code', 'text'), field('mass', 'number'), note]).name).toBeNull()
  expect(planColumns([field('mass', 'number'), field('mode', 'option'), field('kg', 'number'), note]).name).toBeNull()
})

test('a phone shows key, first number and result', () => {
  const fields = [
    field('code', 'text'),
    field('name', 'text'),
    field('fuel', 'option'),
    field('mass', 'number'),
    EMISSIONS,
  ]
  expect([...phoneColumns(planColumns(fields))]).toEqual(['code', 'mass', 'co2e'])
})

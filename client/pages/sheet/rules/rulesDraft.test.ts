import { expect, test } from 'vitest'
import { plainField } from '#shared/testing/plainField.ts'
import { changeOf, draftOf } from './rulesDraft.ts'

const number = plainField('quantity', 2, 'number')
const date = plainField('read_on', 3, 'date')

test('an untouched draft changes nothing', () => {
  const field = { ...number, required: true, rules: { min: 0, max: 10, unique: true } }
  expect(changeOf(field, draftOf(field))).toEqual({
    body: { name: 'quantity', validation: { required: true, min: 0, max: 10, unique: true } },
  })
})

test('limits are read as people write them, and empty ones are taken away', () => {
  const draft = { ...draftOf(number), name: ' Fuel ', min: '1,000', max: '' }
  expect(changeOf(number, draft)).toEqual({
    body: { name: 'Fuel', validation: { required: false, min: 1000, max: null, unique: false } },
  })
  expect(changeOf(date, { ...draftOf(date), min: '31/03/2025' })).toMatchObject({
    body: { validation: { min: '2025-03-31', max: null } },
  })
})

test('everything that is wrong is named at once', () => {
  expect(changeOf(number, { ...draftOf(number), name: '  ', min: 'low', max: 'high' })).toEqual({
    problems: { name: 'no-name', min: 'no-number', max: 'no-number' },
  })
  expect(changeOf(number, { ...draftOf(number), min: '10', max: '9' })).toEqual({ problems: { min: 'out-of-order' } })
  expect(changeOf(date, { ...draftOf(date), min: 'soon' })).toEqual({ problems: { min: 'no-date' } })
})

test('a field has the rules of its type only', () => {
  const note = plainField('note', 4)
  expect(changeOf(note, { ...draftOf(note), mask: ' INV-#### ', min: '3' })).toEqual({
    body: { name: 'note', validation: { required: false, mask: 'INV-####', unique: false } },
  })
  expect(changeOf(plainField('doubled', 5, 'formula'), draftOf(plainField('doubled', 5, 'formula')))).toEqual({
    body: { name: 'doubled' },
  })
})

test('choices keep their ids, empty lines are left out, and one has to stay', () => {
  const options = [
    { id: 'gas', label: 'Gas' },
    { id: 'oil', label: 'Oil' },
  ]
  const fuel = { ...plainField('fuel', 6, 'option'), options }
  const draft = draftOf(fuel)
  const [gas, oil] = draft.options
  const changed = [{ ...oil!, label: ' Heating oil ' }, { at: 7, label: 'Coal' }, { at: 8, label: ' ' }, gas!]
  expect(changeOf(fuel, { ...draft, options: changed })).toMatchObject({
    body: { options: [{ id: 'oil', label: 'Heating oil' }, { label: 'Coal' }, { id: 'gas', label: 'Gas' }] },
  })
  expect(changeOf(fuel, { ...draft, options: [] })).toEqual({ problems: { options: 'no-options' } })
})

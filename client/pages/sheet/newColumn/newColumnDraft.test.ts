import { expect, test } from 'vitest'
import { EMPTY_DRAFT, newFieldOf, placeOf } from './newColumnDraft.ts'

const FULL = {
  ...EMPTY_DRAFT,
  name: ' Meter ',
  unit: ' kWh ',
  options: 'a\n\n b \n',
  formula: ' q * 2 ',
  target: { table_id: 't', field_id: 'f' },
  required: true,
}
const target = { table_id: 't', field_id: 'f' }
const body = { name: 'Meter', unit: null, options: [], required: true, formula: null, target: null, behind: 'f1' }

test('a column has what belongs to its type, and what was typed for another type is left out', () => {
  expect(newFieldOf({ ...FULL, type: 'text' }, 'f1')).toEqual({ ...body, type: 'text' })
  expect(newFieldOf({ ...FULL, type: 'number' }, 'f1')).toEqual({ ...body, type: 'number', unit: 'kWh' })
  expect(newFieldOf({ ...FULL, type: 'option' }, 'f1')).toEqual({ ...body, type: 'option', options: ['a', 'b'] })
  expect(newFieldOf({ ...FULL, type: 'reference' }, 'f1')).toEqual({ ...body, type: 'reference', target })
  expect(newFieldOf({ ...FULL, type: 'person' }, 'f1')).toEqual({ ...body, type: 'person' })
  const formula = { type: 'formula', unit: 'kWh', formula: 'q * 2', required: false }
  expect(newFieldOf({ ...FULL, type: 'formula' }, 'f1')).toEqual({ ...body, ...formula })
})

test('what the server finds wrong is said where it was typed', () => {
  expect(['name', 'options[3]', 'behind', ''].map(placeOf)).toEqual(['name', 'options', null, null])
})

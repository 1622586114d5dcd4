import { expect, test } from 'vitest'
import { plainField } from '#shared/testing/plainField.ts'
import { readTyped } from './readTyped.ts'

const energy = { ...plainField('energy', 2, 'number'), unit: 'kWh' }

test.each([
  ['1.2 MWh', 1200, 'MWh', null],
  ['12', 12, null, null],
  ['12 kWh', 12, null, null],
  ['1,204.5kWh', 1204.5, null, null],
  ['(5) MWh', '(5) MWh', null, null],
  ['5 kg', '5 kg', null, 'kg'],
  ['1,5 MWh', '1,5 MWh', null, null],
  ['soon', 'soon', null, null],
  ['', null, null, null],
])('%j typed into a column of kWh is %j', (text, value, convertedFrom, otherUnit) => {
  expect(readTyped(energy, text)).toEqual({ value, convertedFrom, otherUnit })
})

test('a column without a unit takes no units, and other types read as ever', () => {
  expect(readTyped({ ...energy, unit: null }, '5 kg').value).toBe('5 kg')
  expect(readTyped({ ...energy, unit: '%' }, '5%').value).toBe(5)
  expect(readTyped(plainField('note', 3), '5 kg').value).toBe('5 kg')
  expect(readTyped(energy, 7).value).toBe(7)
})

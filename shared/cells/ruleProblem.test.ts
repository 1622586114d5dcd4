import { expect, test } from 'vitest'
import type { FieldRules } from '#shared/fields/fieldRules.ts'
import type { FieldType } from '#shared/fields/field.ts'
import { plainField } from '#shared/testing/plainField.ts'
import { cellProblem } from './cellProblem.ts'
import type { CellValue } from './cellValue.ts'

const code = (type: FieldType, rules: FieldRules | null, value: CellValue): string | null =>
  cellProblem({ ...plainField('it', 2, type), unit: type === 'number' ? 'kWh' : null, rules }, value)?.code ?? null

test.each<[FieldType, FieldRules | null, CellValue, string | null]>([
  ['number', { min: 0 }, 0, null],
  ['number', { min: 0 }, -0.001, 'too-small'],
  ['number', { max: 10 }, 10, null],
  ['number', { max: 10 }, 10.5, 'too-large'],
  ['number', { min: 0, max: 10 }, 'ten', 'not-a-number'],
  ['number', { min: 0 }, null, null],
  ['number', null, -5, null],
  ['date', { min: '2025-01-01' }, '2024-12-31', 'too-small'],
  ['date', { min: '2025-01-01' }, '2025-01-01', null],
  ['month', { max: '2025-12' }, '2026-01', 'too-large'],
  ['text', { mask: 'INV-####' }, 'INV-0042', null],
  ['text', { mask: 'INV-####' }, 'INV-42', 'other-form'],
  ['text', { mask: 'INV-####' }, '', null],
  ['option', { unique: true }, 'coal', 'not-an-option'],
])('%s with %j: %j is %j', (type, rules, value, expected) => {
  expect(code(type, rules, value)).toBe(expected)
})

test('a limit is told with its unit', () => {
  const field = { ...plainField('Fuel', 2, 'number'), unit: 'kWh', rules: { max: 10 } }
  expect(cellProblem(field, 11)).toEqual({
    code: 'too-large',
    limit: '10 kWh',
    message: 'Fuel must not be above 10 kWh. Check the number and its unit.',
  })
})

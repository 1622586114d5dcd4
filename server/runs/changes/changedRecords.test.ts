import { expect, test } from 'vitest'
import { changedRecords } from './changedRecords.ts'

const place = { table_id: null, row_id: null, effect_kg: null }

test('records that came, changed or went are named, with the very values that differ', () => {
  const old = [
    { id: 'a', name: 'Gas', gasesKg: { CO2: 0.2, N2O: 0.1 } },
    { id: 'b', name: 'Oil', gasesKg: { CO2: 0.3 } },
    { id: 'c', name: 'Coal', gasesKg: {} },
  ]
  const now = [
    { id: 'd', name: 'Wood', gasesKg: {} },
    { id: 'b', name: 'Oil', gasesKg: { CO2: 0.3 } },
    { id: 'a', name: 'Gas', gasesKg: { CO2: 0.25 } },
  ]
  expect(changedRecords('factors', old, now)).toEqual([
    {
      ...place,
      change: 'added',
      name: 'Wood',
      values: [
        { path: 'id', before: null, after: 'd' },
        { path: 'name', before: null, after: 'Wood' },
      ],
    },
    {
      ...place,
      change: 'changed',
      name: 'Gas',
      values: [
        { path: 'gasesKg.CO2', before: 0.2, after: 0.25 },
        { path: 'gasesKg.N2O', before: 0.1, after: null },
      ],
    },
    {
      ...place,
      change: 'removed',
      name: 'Coal',
      values: [
        { path: 'id', before: 'c', after: null },
        { path: 'name', before: 'Coal', after: null },
      ],
    },
  ])
})

test('values by year and options are compared one by one, other lists as a whole; records of one key in their order', () => {
  const parameter = (value: number, readers: string[]) => ({
    key: 'density',
    name: 'Density',
    values: [
      { year: 2024, value: 1 },
      { year: 2025, value },
    ],
    readers,
  })
  const [changed] = changedRecords('parameters', [parameter(2, ['a'])], [parameter(3, ['a', 'b'])])
  expect(changed?.values).toEqual([
    { path: 'readers', before: '["a"]', after: '["a","b"]' },
    { path: 'values.2025.value', before: 2, after: 3 },
  ])
  const choice = (rows: string[]) => ({ table_id: 't', ordinal: 2, factor_id: 'f', made_by: 'p', rows })
  expect(changedRecords('choices', [choice(['r'])], [choice(['r']), choice(['s'])])).toMatchObject([
    {
      change: 'added',
      table_id: 't',
      values: expect.arrayContaining([{ path: 'rows', before: null, after: '["s"]' }]),
    },
  ])
})

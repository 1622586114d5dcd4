import { expect, test } from 'vitest'

import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import type { Field } from '#shared/fields/field.ts'
import { computedForRows } from './computedForRows.ts'
import { RowColumns, type StoredValues } from './RowColumns.ts'
import { resultsOfRows } from './rowResults.ts'
import { compilePlans, type TablePlans } from './tablePlans.ts'

const [SITE, MONTH, FUEL, ENERGY] = [2, 3, 4, 5]

test('a row has its kilograms of CO2e, the parts by gas, its site and its month', () => {
  expect(results([{ [SITE]: 'stoke', [MONTH]: '2025-03', [FUEL]: 'gas', [ENERGY]: 2_000 }])).toEqual([
    {
      co2eKg: expect.closeTo(2_000 * (0.2 + 0.00001 * 28 + 0.0000004 * 265), 9),
      gasesKg: {
        CO2: expect.closeTo(400, 9),
        CH4: expect.closeTo(0.56, 9),
        N2O: expect.closeTo(0.212, 9),
      },
      biogenicCo2Kg: null,
      site: 'stoke',
      month: '2025-03',
      incomplete: false,
      errors: 0,
    },
  ])
})

test('[GOTCHA 10] biogenic CO2 stands beside the result and is no part of it', () => {
  expect(results([{ [SITE]: 'stoke', [MONTH]: '2025-03', [FUEL]: 'wood', [ENERGY]: 1_000 }])).toEqual([
    expect.objectContaining({
      co2eKg: expect.closeTo(1_000 * 0.00003 * 28, 9),
      gasesKg: { CH4: expect.closeTo(0.84, 9) },
      biogenicCo2Kg: expect.closeTo(320, 9),
    }),
  ])
})

test('[GOTCHA 16] a missing quantity makes the row incomplete, and its emissions unknown instead of zero', () => {
  expect(results([{ [SITE]: 'stoke', [MONTH]: '2025-12', [FUEL]: 'gas' }])).toEqual([
    {
      co2eKg: null,
      gasesKg: null,
      biogenicCo2Kg: null,
      site: 'stoke',
      month: '2025-12',
      incomplete: true,
      errors: 0,
    },
  ])
})

test('a declared zero is a result', () => {
  expect(results([{ [SITE]: 'stoke', [MONTH]: '2025-12', [FUEL]: 'gas', [ENERGY]: 0 }])).toEqual([
    expect.objectContaining({ co2eKg: 0, gasesKg: {}, incomplete: false, errors: 0 }),
  ])
})

test('text in a number field is an error of that cell and of every formula that reads it, not a gap', () => {
  expect(results([{ [SITE]: 'stoke', [MONTH]: '2025-12', [FUEL]: 'gas', [ENERGY]: '1.204,5' }])).toEqual([
    expect.objectContaining({ co2eKg: null, incomplete: false, errors: 4 }),
  ])
})

test('a row without a site belongs to no site and is incomplete', () => {
  expect(results([{ [MONTH]: '2025-12', [FUEL]: 'gas', [ENERGY]: 10 }])).toEqual([
    expect.objectContaining({ site: null, incomplete: true, co2eKg: expect.closeTo(2.00386, 9) }),
  ])
})

test('only the rows asked for are computed, in the order asked', () => {
  const rows = [1_000, 2_000, 3_000].map((energy) => ({ [FUEL]: 'gas', [ENERGY]: energy }))
  const asked = resultsOfRows(plans(), new RowColumns(rows), Uint32Array.of(2, 0))
  expect(asked.map((row) => row.gasesKg?.['CO2'])).toEqual([expect.closeTo(600, 9), expect.closeTo(200, 9)])
})

test('a formula that reads another formula gets its results', () => {
  const [row] = computedForRows(plans(), [{ [FUEL]: 'gas', [ENERGY]: 1_500 }])
  expect(row).toEqual({
    energy_mwh: expect.closeTo(1.5, 12),
    energy_gwh: expect.closeTo(0.0015, 12),
    co2e: expect.closeTo(0.300579, 9),
  })
})

test('a formula cell without a result says why in words', () => {
  const [gap, misfit] = computedForRows(plans(), [{ [FUEL]: 'gas' }, { [FUEL]: 'gas', [ENERGY]: 'n/a' }])
  expect(gap?.['co2e']).toEqual({ error: { code: 'missing', message: expect.stringContaining('empty') } })
  expect(misfit?.['co2e']).toEqual({ error: { code: 'not-a-number', message: expect.stringContaining('text') } })
})

test('a table without a result column counts nothing', () => {
  const informative = plans(fields().filter((field) => field.role !== 'emissions'))
  const rows = [{ [SITE]: 'stoke', [MONTH]: '2025-01', [FUEL]: 'gas', [ENERGY]: 12 }]
  expect(resultsOfRows(informative, new RowColumns(rows), Uint32Array.of(0))).toEqual([
    expect.objectContaining({ co2eKg: null, gasesKg: null, incomplete: false, errors: 0 }),
  ])
})

test('what breaks a rule of its field counts as an error, a condition over the row only where it is false', () => {
  const ruled = fields().map((one) =>
    one.key === 'energy'
      ? { ...one, rules: { min: 1, max: 100, formula: 'energy_mwh < 0.05 or fuel == "wood"' } }
      : one.key === 'month'
        ? { ...one, rules: { max: '2025-06' } }
        : one,
  )
  const rows: StoredValues[] = [
    { [SITE]: 'stoke', [MONTH]: '2025-01', [FUEL]: 'gas', [ENERGY]: 10 },
    { [SITE]: 'stoke', [MONTH]: '2025-01', [FUEL]: 'gas', [ENERGY]: 60 },
    { [SITE]: 'stoke', [MONTH]: '2025-01', [FUEL]: 'wood', [ENERGY]: 60 },
    { [SITE]: 'nowhere', [MONTH]: '2025-07', [FUEL]: 'gas', [ENERGY]: 0 },
    { [SITE]: 'stoke', [MONTH]: '2025-01', [FUEL]: 'gas' },
  ]
  const slots = Uint32Array.from(rows, (_, index) => index)
  const found = resultsOfRows(plans(ruled), new RowColumns(rows), slots)
  expect(found.map(({ errors }) => errors)).toEqual([0, 1, 0, 3, 0])
})

test('of a field that not everybody may read no rule counts, nor a condition that reads one', () => {
  const ruled = [
    ...fields().map((one) => (one.key === 'site' ? { ...one, rules: { formula: 'price < 5' } } : one)),
    field({ key: 'price', ordinal: 20, type: 'number', readers: ['admin'], rules: { max: 3 } }),
  ]
  const rows: StoredValues[] = [{ [SITE]: 'stoke', [MONTH]: '2025-01', [FUEL]: 'gas', [ENERGY]: 10, 20: 9 }]
  expect(resultsOfRows(plans(ruled), new RowColumns(rows), Uint32Array.of(0))[0]?.errors).toBe(0)
})

function results(rows: readonly StoredValues[]): ReturnType<typeof resultsOfRows> {
  return resultsOfRows(
    plans(),
    new RowColumns(rows),
    Uint32Array.from(rows, (_, index) => index),
  )
}

function plans(tableFields = fields()): TablePlans {
  return compilePlans({
    tableId: 'table',
    cycleId: 'cycle',
    fields: tableFields,
    context: {
      fields: tableFields,
      factors: new Map([GAS, WOOD].map((factor) => [factor.id, factor])),
      gwp: { CO2: 1, CH4: 28, 'CH4-fossil': 30, 'CH4-nonfossil': 28, N2O: 265 },
      gwpSet: 'AR5',
      factorYear: 2025,
    },
  })
}

function fields(): Field[] {
  return [
    field({ key: 'site', ordinal: SITE, type: 'option', role: 'site', required: true, options: [option('stoke')] }),
    field({ key: 'month', ordinal: MONTH, type: 'month', role: 'month', required: true }),
    field({
      key: 'fuel',
      ordinal: FUEL,
      type: 'option',
      required: true,
      options: [option('gas', GAS.id), option('wood', WOOD.id)],
    }),
    field({ key: 'energy', ordinal: ENERGY, type: 'number', unit: 'kWh(HHV)', required: true }),
    field({ key: 'energy_gwh', ordinal: 6, type: 'formula', unit: 'GWh(HHV)', formula: 'energy_mwh' }),
    field({ key: 'energy_mwh', ordinal: 7, type: 'formula', unit: 'MWh(HHV)', formula: 'energy' }),
    field({
      key: 'co2e',
      ordinal: 8,
      type: 'formula',
      unit: 'tCO2e',
      formula: 'energy * factor(fuel, "CO2e")',
      role: 'emissions',
    }),
  ]
}

function field(values: Partial<Field> & Pick<Field, 'key' | 'ordinal' | 'type'>): Field {
  return {
    id: values.key,
    name: values.key,
    unit: null,
    options: [],
    required: false,
    formula: null,
    role: null,
    readers: null,
    writers: null,
    ...values,
  }
}

function option(id: string, factor?: string): Field['options'][number] {
  return { id, label: id, factors: factor === undefined ? undefined : { '2025': factor } }
}

const SOURCE = {
  co2eOnlyKg: null,
  co2eOnlyGwp: null,
  publisher: 'made up for this test',
  dataset: 'test',
  edition: '1',
  table: '1',
  row: '1',
  year: 2025,
  geography: 'GB',
  licence: 'none',
}

const GAS: EmissionFactor = {
  ...SOURCE,
  id: 'test.gas',
  name: 'Gas',
  unit: 'kWh(HHV)',
  gasesKg: { CO2: 0.2, 'CH4-fossil': 0.00001, N2O: 0.0000004 },
  biogenicCo2Kg: null,
}

const WOOD: EmissionFactor = {
  ...SOURCE,
  id: 'test.wood',
  name: 'Wood',
  unit: 'MWh(HHV)',
  gasesKg: { 'CH4-nonfossil': 0.03 },
  biogenicCo2Kg: 320,
}

import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { ORDER } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import { plainFieldReply } from '#shared/testing/plainFieldReply.ts'
import { SheetModel } from '#client/grid/model/SheetModel.ts'
import { cellExplanation } from './cellExplanation.ts'
import { explainCell } from './explainCell.ts'
import { explanationText } from './explanationText.ts'

// EPA GHG Emission Factors Hub 2025, table 1, distillate fuel oil No. 2
const FUEL_OIL: EmissionFactor = {
  id: 'epa25.oil',
  name: 'Distillate fuel oil No. 2',
  unit: 'gal(US)',
  gasesKg: { CO2: 10.21, CH4: 0.00042, N2O: 0.00008 },
  co2eOnlyKg: null,
  co2eOnlyGwp: null,
  biogenicCo2Kg: null,
  publisher: 'EPA',
  dataset: 'GHG Emission Factors Hub',
  edition: '2025',
  table: 'Table 1',
  row: 'C20',
  year: 2025,
  geography: 'US',
  licence: 'public domain',
}

const DENSITY = {
  key: 'oil_density',
  name: 'Density of fuel oil',
  kind: 'density',
  unit: 'kg/L',
  values: [
    { year: 2020, value: 0.9, source: 'Old sheet' },
    { year: 2024, value: 0.95, source: 'Data sheet 2024' },
  ],
}

const FORMULA = 'quantity * factor(fuel, "CO2e")'

function modelOf(formula = FORMULA, unit = 'L') {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as much of a description as a model reads
  const description = {
    table: {
      fields: [
        plainFieldReply('fuel', 2, 'option', {
          options: [{ id: 'oil', label: 'Fuel oil', factors: { 2025: 'epa25.oil' } }],
        }),
        plainFieldReply('quantity', 3, 'number', { unit }),
        plainFieldReply('co2e', 4, 'formula', { unit: 'tCO2e', formula, role: 'emissions' }),
      ],
    },
    compute: {
      gwp_set: 'AR5',
      gwp: { CO2: 1, CH4: 28, N2O: 265 },
      factor_year: 2025,
      factors: [FUEL_OIL],
      parameters: [DENSITY],
    },
  } as unknown as SheetReply
  const sheet = new Sheet(new Y.Doc())
  sheet.write(['r1'], [ORDER, 2, 3], (_, column) => ['V1', 'oil', 1000][column]!)
  return new SheetModel(description, new ColumnStore(sheet))
}

const PLACE = {
  link: 'https://carbonsheet.example/sheets/t/c?row=r1&field=co2e&panel=explain',
  table: { id: 't', name: 'Liquid fuels' },
  cycle: { id: 'c', name: 'FY2025' },
  rowName: 'Boiler 1',
  asOf: null,
}
const KNOWN = {
  changes: new Map([
    ['quantity', { at: '2026-01-09T14:02:31.000Z', user: { id: 'u', name: 'Mara Lind' }, gesture: 'pasted' as const }],
    ['fuel', null],
  ]),
  links: new Map([['epa25.oil', 'https://www.epa.gov/hub']]),
}

function explained(model: SheetModel) {
  const cell = { row: 'r1', key: 'co2e' }
  return cellExplanation({ model, cell, place: PLACE }, explainCell(model, cell.row, cell.key)!, KNOWN)
}

test('a computed cell as JSON has everything that an auditor asks for', () => {
  const told = explained(modelOf())
  // 1000 L = 264.172… gal(US); 10.21 + 28 × 0.00042 + 265 × 0.00008 = 10.24296 kg CO2e per gallon
  expect(told.result.value).toBeCloseTo((1000 / 3.785411784) * 0.01024296, 12)
  expect(told).toEqual({
    format: 'carbonsheet.cell-explanation',
    version: 1,
    link: PLACE.link,
    table: PLACE.table,
    cycle: PLACE.cycle,
    row: { id: 'r1', name: 'Boiler 1' },
    field: { key: 'co2e', name: 'co2e' },
    as_of: null,
    formula: FORMULA,
    result: { value: told.result.value, unit: 'tCO2e', error: null },
    inputs: [
      {
        field: { key: 'quantity', name: 'quantity' },
        kind: 'entered',
        value: 1000,
        text: '1\u00a0000',
        unit: 'L',
        last_change: { at: '2026-01-09T14:02:31.000Z', by: { id: 'u', name: 'Mara Lind' }, how: 'pasted' },
      },
    ],
    conversions: [
      { field: 'quantity', from: 'L', to: 'gal(US)', multiply: 1, divide: 3.785411784 },
      { field: null, from: 'kgCO2e', to: 'tCO2e', multiply: 1, divide: 1000 },
    ],
    factors: [
      {
        id: 'epa25.oil',
        name: 'Distillate fuel oil No. 2',
        chosen: { field: 'fuel', text: 'Fuel oil', last_change: null },
        publisher: 'EPA',
        dataset: 'GHG Emission Factors Hub',
        edition: '2025',
        table: 'Table 1',
        row: 'C20',
        year: 2025,
        geography: 'US',
        licence: 'public domain',
        link: 'https://www.epa.gov/hub',
        unit: 'gal(US)',
        kg_of_gas: { CO2: 10.21, CH4: 0.00042, N2O: 0.00008 },
        kg_co2e_not_split: null,
        kg_biogenic_co2: null,
      },
    ],
    parameters: [],
    factor_year: 2025,
    gases_not_known: [],
    gwp: { set: 'AR5', values: { CO2: 1, CH4: 28, N2O: 265 } },
    components: told.components,
    rounding: 'none',
  })
  expect(told.components!.map(({ gas }) => gas)).toEqual(['CO2', 'CH4', 'N2O'])
  expect(told.components!.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(Number(told.result.value), 12)
})

test.each([
  ['gal(US)', FORMULA, ['kgCO2e → tCO2e ×1 ÷1000']],
  ['L', `round(${FORMULA}, 2)`, ['L → gal(US) ×1 ÷3.785411784', 'kgCO2e → tCO2e ×1 ÷1000']],
  [
    'L',
    'convert(quantity, "gal(US)") * factor(fuel, "CO2e")',
    ['L → gal(US) ×1 ÷3.785411784', 'kgCO2e → tCO2e ×1 ÷1000'],
  ],
  ['m3', FORMULA, ['m3 → gal(US) ×264.17205235814845 ÷1', 'kgCO2e → tCO2e ×1 ÷1000']],
])('an input in %s of %s is converted so: %j', (unit, formula, conversions) => {
  const told = explained(modelOf(formula, unit))
  expect(told.conversions.map(({ from, to, multiply, divide }) => `${from} → ${to} ×${multiply} ÷${divide}`)).toEqual(
    conversions,
  )
  expect(told.rounding).toBe(formula.startsWith('round') ? 'formula' : 'none')
})

test('as text it reads like a working paper, and names where it comes from', () => {
  const text = explanationText(
    explained(modelOf()),
    (key, values) => [key, ...Object.values(values ?? {})].join(' '),
    'en',
  )
  for (const part of [
    'co2e · Boiler 1 · Liquid fuels · FY2025',
    `formula: ${FORMULA}`,
    'quantity: 1\u00a0000 L (Mara Lind, 9 Jan 2026, 14:02:31)',
    'explainConversion, quantity: L → gal(US): ÷ 3.785411784',
    '10.21 kg CO2 / gal(US)',
    'EPA, GHG Emission Factors Hub 2025, Table 1, C20',
    'https://www.epa.gov/hub',
    'gwpValue AR5',
    PLACE.link,
  ]) {
    expect(text).toContain(part)
  }
})

test('a parameter stands with its year and source, the one of the cycle and the one that is written', () => {
  const told = explained(modelOf(`${FORMULA} * parameter("oil_density") / parameter("oil_density", 2020)`))
  const { key, name, unit } = DENSITY
  expect(told.parameters).toEqual([
    { key, name, unit, year: 2024, value: 0.95, source: 'Data sheet 2024' },
    { key, name, unit, year: 2020, value: 0.9, source: 'Old sheet' },
  ])
  expect(explanationText(told, (word) => word, 'en')).toContain(
    'Density of fuel oil: 0.95 kg/L (2024, Data sheet 2024)',
  )
})

test('a cell without a result says why, and what was not readable is not in it', () => {
  const model = modelOf('quantity * factor(fuel, "CO2e") / 0')
  const told = explained(model)
  expect(told.result).toEqual({ value: null, unit: 'tCO2e', error: 'division-by-zero' })
  expect(explainCell(model, 'r1', 'quantity')).toBeNull()
})

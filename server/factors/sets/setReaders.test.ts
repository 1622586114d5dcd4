import { expect, test } from 'vitest'
import type { SetReading } from '#shared/api/factorSets.ts'
import { factorRefusal } from '#formulas/functions/factorRefusal.ts'
import { AppError } from '#server/errors/AppError.ts'
import { READING_LIMITS } from '#server/reading/readingLimits.ts'
import { readSpreadsheet } from '#server/reading/readSpreadsheet.ts'
import type { Spreadsheet } from '#server/reading/Spreadsheet.ts'
import { writeWorkbook, type WrittenSheet } from '#server/reading/testing/writeWorkbook.ts'
import type { ReadSet, SetDetails } from './SetReader.ts'
import { readSet, recognise } from './setReaders.ts'
import { aibSheet, desnzRowsOf, desnzSheet, egridSheets, greenESheet } from './testing/files.ts'

const DETAILS: SetDetails = { publisher: 'P', title: 'T', edition: 'rev2', year: 2025, licence: 'L', url: '' }

const bookOf = async (...sheets: WrittenSheet[]): Promise<Spreadsheet> =>
  readSpreadsheet(await writeWorkbook(sheets), 'a.xlsx', { limits: READING_LIMITS, spaces: 'trimmed' })
const csvOf = (text: string): Promise<Spreadsheet> =>
  readSpreadsheet(Buffer.from(text), 'a.csv', { limits: READING_LIMITS, spaces: 'trimmed' })

function read(book: Spreadsheet, more: Partial<SetReading> = {}, details: SetDetails = DETAILS): ReadSet {
  const found = recognise(book)!
  return readSet(book, { ...found.reading, ...more }, details)
}
const byKey = ({ factors }: ReadSet) => Object.fromEntries(factors.map((factor) => [factor.key, factor]))
const reasons = ({ rejected }: ReadSet): string[] => rejected.map(({ cell, row, reason }) => `${cell ?? row} ${reason}`)

test('[GOTCHA 9] the flat file of DESNZ is recognised, and its gas rows are CO2e already', async () => {
  const book = await bookOf({ name: 'Introduction', rows: [['Read me']] }, desnzSheet(2026))
  const found = recognise(book)!
  expect(found.reading).toMatchObject({ layout: 'desnz', sheet: 'Factors by Category', header_row: 6 })
  expect(found.reader.guess(book, 'x.xlsx')).toMatchObject({ year: 2026, edition: '2026' })
  const butane = byKey(read(book, {}, { ...DETAILS, year: 2026 }))['1_100_1000_15']!
  expect(butane).toMatchObject({
    series: 'desnz.1_100_1000_15',
    name: 'Gaseous fuels / Butane',
    path: ['Fuels', 'Gaseous fuels', 'Butane'],
    scope: 1,
    geography: 'GB',
    cells: 'J7, J8, J9, J10',
    normalised: { unit: 't', co2eOnlyKg: null },
  })
  expect(butane.normalised!.gasesKg['CH4-fossil']).toBeCloseTo(2.52 / 28, 12)
  expect(butane.normalised!.gasesKg['N2O']).toBeCloseTo(1.600_67 / 265, 12)
})

test('[GOTCHA 10] the biogenic CO2 of a fuel is from its row outside of the scopes, and energy is no emission', async () => {
  const set = byKey(read(await bookOf(desnzSheet(2025))))
  expect(set['1_101_1011_8']!.normalised).toMatchObject({ unit: 'L', biogenicCo2Kg: 0.14 })
  expect(set['99_604_1011_8']).toMatchObject({ scope: null, normalised: { gasesKg: {}, biogenicCo2Kg: 0.14 } })
  expect(set['6_300_3000_4_5']).toMatchObject({ normalised: null, unusableReason: 'energy-only' })
})

test('[GOTCHA 12] a blend with other gases than those of Kyoto is marked in a brought edition too', async () => {
  const set = byKey(read(await bookOf(desnzSheet(2025))))
  expect(set['3_201_2101_3']!.normalised!.outsideScopes).toBeUndefined()
  expect(set['3_201_2102_3']!.normalised!.outsideScopes).toMatchObject({
    instead: expect.stringContaining('only Kyoto'),
  })
})

test('[GOTCHA 16] a blank is a row without a factor, with its cell; never a zero', async () => {
  const set = read(await bookOf(desnzSheet(2025, desnzRowsOf({ butane: null }))))
  expect(reasons(set)).toEqual(['J7 blank', 'J16 blank', 'J17 blank', 'J18 blank', 'J22 blank'])
  // the gases are there: what is blank is the total alone
  expect(byKey(set)['1_100_1000_15']!.normalised!.gasesKg['CO2']).toBeCloseTo(3029.26, 9)
})

test('a total that its gases do not come to is kept as a total: one of them is not stated', async () => {
  const set = byKey(read(await bookOf(desnzSheet(2025, desnzRowsOf({ butane: 3100 })))))
  expect(set['1_100_1000_15']!.normalised).toMatchObject({ gasesKg: {}, co2eOnlyKg: 3100, co2eOnlyGwp: 'AR5' })
})

test('what is wrong in the flat file is told by its cell, all of it', async () => {
  const row = (id: unknown, uom: string, ghg: string, value: unknown) =>
    [id, 'Scope 1', 'Fuels', 'Gas', 'X', null, null, uom, ghg, value] as WrittenSheet['rows'][number]
  const rows = [
    row('1_1_1_1_1', 'furlongs', 'kg CO2e', 1),
    row('1_1_1_2_1', 'kg', 'kg CO2e of SF6 per unit', 1),
    row('1_1_1_3_1', 'kg', 'kg CO2e', -1),
    row('1_1_1_4_1', 'kg', 'kg CO2e', 'tbc'),
    row('1_1_1_5_1', 'kg', 'kg CO2e', '5%'),
    row('1_1_1_6_1', 'kg', 'kg CO2e', 1),
    row('1_1_1_6_1', 'kg', 'kg CO2e', 2),
    row(null, 'kg', 'kg CO2e', 1),
  ]
  const set = read(await bookOf(desnzSheet(2025, rows)))
  expect(reasons(set)).toEqual([
    '7 unknown-unit',
    'I8 unknown-gas',
    'J9 negative',
    'J10 not-a-number',
    'J11 percent',
    'A13 duplicate',
    'A14 no-name',
  ])
  const ghg = 'kg CO2e of SF6 per unit'
  expect(set.rejected.map(({ says }) => says)).toEqual(['furlongs', ghg, '-1', 'tbc', '5%', '1_1_1_6_1', null])
  expect(Object.keys(byKey(set))).toEqual(['1_1_1_6'])
})

test('[GOTCHA 1] eGRID carries its revision; [GOTCHA 2] and gives total output rates, never those of non-baseload', async () => {
  const book = await bookOf(...egridSheets())
  const found = recognise(book)!
  expect(found.reading).toMatchObject({ layout: 'egrid', sheet: null })
  expect(found.reader.guess(book, 'egrid2023_data_rev2.xlsx')).toMatchObject({ year: 2023, edition: 'rev2' })
  const set = read(book, {}, { ...DETAILS, year: 2023 })
  expect(byKey(set)['camx']).toMatchObject({
    series: 'egrid.camx',
    name: 'WECC California total output (eGRID2023 rev2)',
    geography: 'US-eGRID-CAMX',
    scope: 2,
    year: 2023,
    sheet: 'SRL23',
    cells: 'D3, E3, F3',
  })
  expect(byKey(set)['camx']!.normalised!.gasesKg['CO2']).toBeCloseTo(428.464 * 0.453_592_37, 9)
  expect(byKey(set)['st.ca']).toMatchObject({ series: 'egrid.st.ca', geography: 'US-CA' })
  // a rate without its methane would be less than it is
  expect(reasons(set)).toEqual(['E4 blank'])
})

test('[GOTCHA 14] a Green-e residual mix is CO2e and for the market-based side only', async () => {
  const set = read(await bookOf(greenESheet()))
  const camx = byKey(set)['camx']!
  expect(camx).toMatchObject({
    geography: 'US-eGRID-CAMX',
    gwpBasis: 'AR5',
    normalised: { gasesKg: {}, co2eOnlyGwp: 'AR5' },
  })
  expect(camx.normalised!.co2eOnlyKg).toBeCloseTo(520.5 * 0.453_592_37, 9)
  expect(factorRefusal(camx.normalised!)).toMatchObject({
    code: 'not-for-inventories',
    message: expect.stringContaining('instrument'),
  })
  expect(reasons(set)).toEqual(['C6 blank'])
  const older = byKey(read(await bookOf(greenESheet('Residual Mix Emissions Rate (lbs CO2/MWh)'))))
  expect(older['camx']!.normalised).toMatchObject({ co2eOnlyKg: null, gasesKg: { CO2: expect.closeTo(236.094_8, 3) } })
})

test('a European residual mix is CO2 alone, of the column that is the residual mix', async () => {
  const set = read(await bookOf(aibSheet()))
  const { de } = byKey(set)
  expect(de).toMatchObject({
    geography: 'DE',
    cells: 'E4',
    normalised: { unit: 'kWh', co2eOnlyKg: null, marketOnly: true, lacks: ['CH4', 'N2O'] },
  })
  expect(de!.normalised!.gasesKg).toEqual({ CO2: expect.closeTo(0.724_38, 12) })
  expect(reasons(set)).toEqual(['A6 unknown-place', 'E7 blank'])
})

test.each([
  [
    'desnz',
    'ghg/unit',
    [
      {
        name: 'Data',
        rows: [
          ['ID', 'Name'],
          ['1', 'x'],
        ],
      },
    ],
  ],
  ['egrid', 'SRL23', egridSheets('lb/GWh')],
  ['green_e', 'Residual Mix Emissions Rate', [aibSheet()]],
  ['aib', 'gCO2/kWh', [greenESheet()]],
] as [SetReading['layout'], string, WrittenSheet[]][])(
  'a file that is not laid out as %s says what was expected and what is there',
  async (layout, expected, sheets) => {
    const book = await bookOf(...sheets)
    const reading = { ...recognise(book)!.reading, layout, sheet: null }
    const refusal = (): unknown => readSet(book, reading, DETAILS)
    expect(refusal).toThrow(AppError)
    try {
      refusal()
    } catch (error) {
      const [problem] = error instanceof AppError ? error.errors : []
      expect(problem).toMatchObject({ path: 'reading.layout', code: 'wrong-layout' })
      expect(problem!.message).toContain(expected)
      expect(problem!.message).toContain(`“${sheets[0]!.name}”`)
    }
  },
)

const TABLE = `Supplier factors 2025
Material;Unit;g CO2e/unit;GWP set;Region;Year;Scope;Category;Boundary;Uncertainty %;Source row
Steel, hot rolled;kg;2100,5;AR6;DE;2024;3;Metals > Steel;cradle-to-gate;10 %;p. 4
Aluminium;kg;8600;;;;;;;;
`

test('any other table is read by its headings, and what a person says of all rows', async () => {
  const book = await csvOf(TABLE)
  const found = recognise(book)!
  expect(found.reading).toEqual({
    layout: 'table',
    sheet: 'a',
    header_row: 2,
    columns: {
      name: 1,
      unit: 2,
      co2e: 3,
      gwp: 4,
      geography: 5,
      year: 6,
      scope: 7,
      category: 8,
      boundary: 9,
      uncertainty: 10,
      reference: 11,
    },
    amount_unit: 'g',
    geography: '',
    gwp: null,
  })
  const set = read(book, { geography: 'GLOBAL', gwp: 'AR5' })
  expect(set.rejected).toEqual([])
  const [steel, aluminium] = set.factors
  expect(steel).toMatchObject({
    series: 'brought.p-t.steel-hot-rolled-kg-de-metals-steel-cradle-to-gate',
    path: ['Metals', 'Steel'],
    scope: 3,
    year: 2024,
    geography: 'DE',
    uncertaintyPercent: 10,
    published: { co2e: '2100,5', boundary: 'cradle-to-gate', amount_unit: 'g', reference: 'p. 4' },
    normalised: { unit: 'kg', co2eOnlyKg: expect.closeTo(2.1005, 12), co2eOnlyGwp: 'AR6', row: 'p. 4' },
  })
  expect(aluminium).toMatchObject({ year: 2025, geography: 'GLOBAL', scope: null, normalised: { co2eOnlyGwp: 'AR5' } })
})

test('each row of a table that gives no factor says everything that is wrong with it', async () => {
  const book = await csvOf(`ID,Name,Unit,CO2e,CO2,CH4 fossil,Region,Year,Scope,GWP set,Boundary
a,Gas,kWh,0.2,,,GB,,,,
b,Gas,therms of gas,x,,,GB,,,,
c,,kWh,-1,,,GB,,,,
d,Coal,kgCO2e,0.2,,,GB,,,,
e,Coal,t,,,,GB,,,,
f,Coal,t,2,1,,GB,,,,
g,Coal,t,"1,234",,,GB,,,,
h,Coal,t,5%,,,,1066,7,AR9,moon
i,Oil,L,,2.5,0.001,GB,,,,
j,Oil,L,1,,,GB,,,,
j,Oil,L,1,,,GB,,,,
`)
  const set = read(book)
  expect(reasons(set)).toEqual([
    'C3 unknown-unit',
    'D3 not-a-number',
    'B4 no-name',
    'D4 negative',
    'C5 unit-mismatch',
    'D6 blank',
    'D7 counted-twice',
    'D8 ambiguous-number',
    'D9 percent',
    'H9 unknown-year',
    'I9 unknown-scope',
    'G9 unknown-place',
    'J9 unknown-gwp',
    'K9 unknown-boundary',
    '11 duplicate',
    '12 duplicate',
  ])
  expect(set.factors.map(({ key, normalised }) => [key, normalised!.gasesKg, normalised!.co2eOnlyKg])).toEqual([
    ['a', {}, 0.2],
    ['i', { CO2: 2.5, 'CH4-fossil': 0.001 }, null],
  ])
})

test('a table without a name, a unit or an amount is asked for all of them at once', async () => {
  const book = await csvOf('x,y\n1,2\n')
  try {
    read(book)
    expect.fail('it was read')
  } catch (error) {
    const problems = error instanceof AppError ? error.errors : []
    expect(problems.map(({ path }) => path)).toEqual([
      'reading.columns.name',
      'reading.columns.unit',
      'reading.columns.co2e',
    ])
  }
})

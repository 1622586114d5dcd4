import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/testServer.ts'

let server: TestServer

const SET = {
  id: 'desnz-2025',
  publisher: 'UK DESNZ',
  title: 'Conversion factors',
  edition: '2025',
  year: 2025,
  url: null,
  licence: 'OGL v3.0',
  gwp_basis: 'AR5',
}

beforeAll(async () => {
  server = await startTestServer()
  const { owner } = server.database
  await owner('factor_sets').insert([SET, { ...SET, id: 'epa-2024', publisher: 'US EPA', year: 2024, edition: '2024' }])
  await owner('gwp_values').insert([
    { gwp_set: 'AR6', species: 'CO2', gwp: 1, source: 'test' },
    { gwp_set: 'AR6', species: 'CH4_fossil', gwp: 29.8, source: 'test' },
  ])
  await owner('factors').insert([
    factor('gas', 'Natural gas', { CO2: 0.18, CH4_fossil: 0.001 }),
    factor('oil', 'Heating oil', { CO2: 0.25 }),
    { ...factor('odd', 'Odd 100% thing_', null), factor_set_id: 'epa-2024', year: 2024, geography: 'US' },
  ])
})
afterAll(() => server.close())

function factor(id: string, name: string, gasesKg: Record<string, number> | null) {
  const normalised = gasesKg && {
    id,
    name,
    unit: 'kWh',
    gasesKg,
    co2eOnlyKg: null,
    co2eOnlyGwp: null,
    biogenicCo2Kg: null,
    publisher: SET.publisher,
    dataset: SET.title,
    edition: '2025',
    table: 'Fuels',
    row: id,
    year: 2025,
    geography: 'UK',
    licence: SET.licence,
  }
  return {
    id,
    factor_set_id: SET.id,
    name,
    path: ['Fuels', name],
    unit: gasesKg && 'kWh',
    scope: 1,
    year: 2025,
    geography: 'UK',
    table_name: 'Fuels',
    row_ref: id,
    published: JSON.stringify({ id, as: 'printed' }),
    normalised: normalised && JSON.stringify(normalised),
    unusable_reason: gasesKg === null ? 'No gas is published.' : null,
    search_text: `${name} fuels uk ${id}`.toLowerCase(),
  }
}

const factorIds = async (query: string): Promise<string[]> =>
  (await server.request(server.one.people.viewer, 'GET', `/factors?${query}`)).body.data.map(
    (item: { id: string }) => item.id,
  )

test('finds factors by words and filters, which add up, in the order of their names', async () => {
  expect(await factorIds('')).toEqual(['oil', 'gas', 'odd'])
  expect(await factorIds('search=FUELS%20natural')).toEqual(['gas'])
  expect(await factorIds('search=natural%20oil')).toEqual([])
  expect(await factorIds('search=100%25')).toEqual(['odd'])
  expect(await factorIds('search=_')).toEqual(['odd'])
  expect(
    await factorIds('filter[year]=2025&filter[publisher]=UK%20DESNZ&filter[scope]=1&filter[unit]=kWh&limit=1'),
  ).toEqual(['oil'])
  expect(await factorIds('filter[usable]=false')).toEqual(['odd'])
  expect(await factorIds('filter[factor_set]=epa-2024&filter[geography]=US')).toEqual(['odd'])
})

test('shows a factor with its source, as published and as used', async () => {
  const { body } = await server.request(server.two.people.viewer, 'GET', '/factors/gas')

  expect(body).toMatchObject({
    id: 'gas',
    unit: 'kWh',
    factor_set: { id: 'desnz-2025', publisher: 'UK DESNZ', licence: 'OGL v3.0' },
    normalised: { gasesKg: { CO2: 0.18, CH4_fossil: 0.001 } },
    published: { id: 'gas', as: 'printed' },
    unusable_reason: null,
  })
  expect((await server.request(server.one.people.viewer, 'GET', '/factors/none')).status).toBe(404)
  expect((await server.request(null, 'GET', '/factors')).status).toBe(401)
  const wrong = await server.request(server.one.people.viewer, 'GET', '/factors?filter[year]=soon&filter[colour]=red')
  expect(wrong.body.errors.map(({ path }: { path: string }) => path)).toEqual(['filter[year]', 'filter[colour]'])
})

const FIELDS = [
  { key: 'quantity', type: 'number', unit: 'MWh' },
  { key: 'distance', type: 'number', unit: 'km' },
  {
    key: 'fuel',
    type: 'option',
    options: [
      { id: 'gas', label: 'Gas', factors: { '2025': 'gas' } },
      { id: 'oil', label: 'Oil', factors: { '2025': 'oil' } },
    ],
  },
]
const formulas = (action: string, body: object) =>
  server.request(server.one.people.viewer, 'POST', `/formulas/${action}`, { fields: FIELDS, ...body })

test('says type, unit and inputs of a formula that may be saved', async () => {
  const { status, body } = await formulas('check', { formula: 'quantity * factor(fuel, "CO2e")' })

  expect([status, body]).toEqual([
    200,
    { ok: true, type: 'number', unit: expect.stringContaining('CO2e'), inputs: ['quantity', 'fuel'] },
  ])
})

test('says why a formula may not be saved, where, and names both units', async () => {
  const { status, body } = await formulas('check', { formula: 'quantity + distance' })

  expect(status).toBe(200)
  expect(body.ok).toBe(false)
  expect(body.problems).toEqual([
    {
      code: 'unit',
      message: expect.stringContaining('cannot be added'),
      start: expect.any(Number),
      end: expect.any(Number),
      units: ['MWh', 'km'],
    },
  ])
})

test('evaluates a formula over sample rows: values, and a reason for each cell without one', async () => {
  const rows = [
    { quantity: 2, fuel: 'gas' },
    { quantity: 1, fuel: 'oil' },
    { quantity: null, fuel: 'oil' },
    { quantity: 1 },
  ]
  const { body } = await formulas('evaluate', {
    formula: 'quantity * factor(fuel, "CO2e")',
    unit: 'kgCO2e',
    gwp_set: 'AR6',
    rows,
  })

  expect(body).toMatchObject({ ok: true, type: 'number', unit: 'kgCO2e' })
  expect(body.values[0]).toBeCloseTo(2000 * (0.18 + 0.001 * 29.8), 9)
  expect(body.values[1]).toBeCloseTo(250, 9)
  expect(body.values.slice(2).map((cell: { error: { code: string } }) => cell.error.code)).toEqual([
    'missing',
    'missing',
  ])
})

test('refuses what is no formula request with every problem, and nobody without signing in', async () => {
  const wrong = await formulas('evaluate', {
    formula: '',
    fields: [{ key: 'Bad Key', type: 'colour' }],
    rows: {},
    extra: 1,
  })

  expect(wrong.status).toBe(422)
  expect(wrong.body.errors.map(({ path }: { path: string }) => path).toSorted()).toEqual([
    'extra',
    'fields[0].key',
    'fields[0].type',
    'formula',
    'rows',
  ])
  expect((await server.request(null, 'POST', '/formulas/check', { formula: '1', fields: [] })).status).toBe(401)
})

test('texts, dates and conditions come as such', async () => {
  const fields = [
    { key: 'note', type: 'text' },
    { key: 'starts', type: 'date' },
  ]
  const rows = [{ note: 'Van 7', starts: '2024-02-01' }, { note: 'Van 7' }]
  const evaluated = async (formula: string) => (await formulas('evaluate', { formula, fields, rows })).body
  expect(await evaluated('upper(note)')).toEqual({ ok: true, type: 'text', unit: null, values: ['VAN 7', 'VAN 7'] })
  expect(await evaluated('contains(note, "7")')).toMatchObject({ type: 'boolean', values: [true, true] })
  expect(await evaluated('days_in_month(starts)')).toMatchObject({
    unit: 'day',
    values: [29, { error: { code: 'missing' } }],
  })
})

test('long texts that a long formula searches again and again are too much at once', async () => {
  const formula = Array.from({ length: 60 }, () => 'count(a, replace(note, "aab", "b"))')
    .join(' + ')
    .slice(0, 1990)
  const fields = ['note', 'a'].map((key) => ({ key, type: 'text' }))
  const rows = Array.from({ length: 300 }, () => ({ note: 'a'.repeat(9000), a: null }))
  const reply = await formulas('evaluate', { formula, fields, rows })
  expect([reply.status, reply.body.errors[0].code]).toEqual([422, 'too-much-work'])
})

test('formulas over many rows are evaluated over the rows that were sent, of other tables too', async () => {
  const fields = [
    { key: 'site', type: 'text' },
    { key: 'energy', type: 'number', unit: 'kWh' },
    { key: 'meter', type: 'reference', target: 'meters' },
  ]
  const meters = {
    key: 'meters',
    fields: [
      { key: 'code', type: 'text' },
      { key: 'rate', type: 'number', unit: 'USD/kWh' },
      { key: 'used', type: 'formula', unit: 'kWh', formula: 'convert(1, "kWh") * 2' },
    ],
    rows: [
      { _id: 'm1', code: 'A', rate: 0.5 },
      { _id: 'm2', code: 'B', rate: 2 },
    ],
  }
  const rows = [
    { site: 'A', energy: 10, meter: 'm2' },
    { site: 'A', energy: 30, meter: 'm1' },
    { site: 'C', energy: null, meter: 'm3' },
  ]
  const valuesOf = async (formula: string): Promise<unknown> => {
    const { body } = await formulas('evaluate', { formula, table: 'own', fields, tables: [meters], rows })
    return (
      body.values?.map((value: { error?: { code: string } } | number) =>
        typeof value === 'object' ? value.error?.code : value,
      ) ?? body
    )
  }
  expect(await valuesOf('sum_of(energy, site == this.site)')).toEqual([40, 40, 'missing'])
  expect(await valuesOf('energy * lookup(meters.rate, meters.code == site)')).toEqual([5, 15, 'missing'])
  expect(await valuesOf('lookup(meters.rate, meter)')).toEqual([2, 0.5, 'missing'])
  expect(await valuesOf('sum_of(meters.used) + convert(1, "MWh")')).toEqual([1004, 1004, 1004])
  expect(await valuesOf('own.energy')).toMatchObject({ ok: false, problems: [{ code: 'arguments' }] })
  const { body } = await formulas('check', {
    formula: 'sum_of(meters.rate)',
    fields,
    tables: [{ key: meters.key, fields: meters.fields }],
  })
  expect(body).toEqual({ ok: true, type: 'number', unit: 'USD/kWh', inputs: [] })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FactorOffersReply } from '#shared/api/factorOffers.ts'
import { factorOf, GWP } from '#formulas/testing/context.ts'
import { insertFactors, insertGwps } from '#server/testing/insertFactors.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'

type Who = keyof TestServer['one']['people']

let server: TestServer
let source: string

const call = (who: Who, method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(server.one.people[who], method, path, body)
const rowsPath = (): string => `/tables/${server.one.tableId}/rows?cycle_id=${server.one.openCycleId}`
const offersPath = (): string => `/cycles/${server.one.openCycleId}/factor_offers`
const offers = async (who: Who = 'viewer'): Promise<FactorOffersReply> => (await call(who, 'GET', offersPath())).body
const take = (who: Who, ...pairs: [from: string, to: string][]): Promise<Reply> =>
  call(who, 'POST', offersPath(), { offers: pairs.map(([from, to]) => ({ from, to })) })
const named = async (): Promise<string[]> =>
  (await call('admin', 'GET', rowsPath())).body.data.map(({ values }: Reply['body']) => values.source)
const total = async (): Promise<number> =>
  (await call('admin', 'GET', `/cycles/${server.one.openCycleId}/emissions`)).body.total.co2e_kg

beforeAll(async () => {
  server = await startTestServer()
  const { owner } = server.database
  await insertGwps(owner, 'AR6', GWP.AR6)
  const gas = (id: string, year: number, kg: number) => factorOf(id, 'kWh', { CO2: kg }, { name: 'Gas', year })
  await insertFactors(owner, [
    gas('desnz24.1_1_6', 2024, 0.2),
    gas('desnz25.1_1_6', 2025, 0.18),
    gas('desnz26.1_1_6', 2026, 0.17),
    gas('epa25.wrong', 2025, 0.4),
    gas('egrid23.right', 2025, 0.3),
    gas('only', 2020, 1),
  ])
  await owner('factors')
    .where({ id: 'epa25.wrong' })
    .update({ published: { supersededBy: 'egrid23.right' } })
  const fields = `/tables/${server.one.tableId}/fields`
  source = (await call('admin', 'POST', fields, { name: 'Source', type: 'factor', unit: 'kWh' })).body.id
  const formula = 'quantity * factor(source, "CO2e")'
  const { body } = await call('admin', 'POST', fields, { name: 'Emitted', type: 'formula', unit: 'kgCO2e', formula })
  await owner('fields').where({ table_id: server.one.tableId, role: 'emissions' }).update({ role: null })
  await owner('fields')
    .where({ id: body.id })
    .update({ role: 'emissions', updated_at: owner.raw('clock_timestamp()') })
  const rows = [
    { quantity: 1000, source: 'desnz24.1_1_6' },
    { quantity: 500, source: 'desnz24.1_1_6' },
    { quantity: 100, source: 'epa25.wrong' },
    { quantity: 10, source: 'only' },
    { source: 'desnz24.1_1_6' },
  ]
  const written = await call('admin', 'POST', rowsPath(), { rows: rows.map((values) => ({ values })) })
  expect(written.body.rejected).toEqual([])
})
afterAll(() => server.close())

test('of a factor in the cells the edition of the cycle’s year is offered, and what was corrected, with what each changes', async () => {
  const { data, before_kg, after_kg } = await offers()
  const { tableId } = server.one
  expect(data).toMatchObject([
    {
      from: { id: 'desnz24.1_1_6', year: 2024, co2e_kg: 0.2 },
      to: { id: 'desnz25.1_1_6', year: 2025, co2e_kg: 0.18 },
      reason: 'edition',
      tables: [{ table_id: tableId, rows: 3 }],
      rows: 3,
      before_kg: 300,
      after_kg: 270,
      results_before: 2,
      results_after: 2,
      is_foreseen: true,
    },
    { from: { id: 'epa25.wrong' }, to: { id: 'egrid23.right' }, reason: 'correction', before_kg: 40, after_kg: 30 },
  ])
  expect([before_kg, after_kg]).toEqual([340, 300])
})

test('[GOTCHA 25] nothing is taken by itself, nothing in a locked cycle, and nothing that is not offered', async () => {
  const before = await named()
  const { owner } = server.database
  await owner('cycles').where({ id: server.one.openCycleId }).update({ status: 'locked' })
  expect((await offers('admin')).data).toEqual([])
  expect((await take('admin', ['desnz24.1_1_6', 'desnz25.1_1_6'])).status).toBe(409)
  await owner('cycles').where({ id: server.one.openCycleId }).update({ status: 'open' })
  const wrong = await take('admin', ['desnz24.1_1_6', 'desnz26.1_1_6'], ['only', 'egrid23.right'])
  expect([wrong.status, wrong.body.errors.map(({ path }: { path: string }) => path)]).toEqual([
    422,
    ['offers[0]', 'offers[1]'],
  ])
  expect(await named()).toEqual(before)
})

test('who may not read the factors or their results is offered nothing, and who may not write them changes nothing', async () => {
  const refused = await take('viewer', ['epa25.wrong', 'egrid23.right'])
  expect(refused.body).toMatchObject({ changed: 0, refused: 1 })
  await call('admin', 'PATCH', `/tables/${server.one.tableId}/fields/${source}`, { readers: ['admin'] })
  expect(await offers()).toEqual({ data: [], before_kg: null, after_kg: null })
  expect((await take('viewer', ['epa25.wrong', 'egrid23.right'])).status).toBe(422)
  await call('admin', 'PATCH', `/tables/${server.one.tableId}/fields/${source}`, { readers: null })
  const ofTwo = await server.request(server.two.people.admin, 'GET', offersPath())
  expect(ofTwo.status).toBe(404)
})

test('an offer that is taken is in the cells, the totals and the history, and is gone from the offers', async () => {
  expect(await total()).toBeCloseTo(350, 9)
  expect((await take('admin', ['desnz24.1_1_6', 'desnz25.1_1_6'])).body).toMatchObject({ changed: 3, refused: 0 })
  expect(await total()).toBeCloseTo(320, 9)
  expect((await named()).filter((id) => id === 'desnz25.1_1_6')).toHaveLength(3)
  expect((await offers()).data.map(({ from }) => from.id)).toEqual(['epa25.wrong'])
  expect((await take('admin', ['desnz24.1_1_6', 'desnz25.1_1_6'])).status).toBe(422)
})

test('[GOTCHA 25] choices of a column are offered the newer factor too, and taken where the table is managed; a locked cycle keeps its own', async () => {
  const { tableId, projectId, tenantId } = server.one
  const { owner } = server.database
  const choice = (id: string, factors: Record<string, string>) => ({ id, label: id, factors })
  const options = [
    choice('older', { 2025: 'desnz24.1_1_6' }),
    choice('lacking', { 2024: 'desnz24.1_1_6' }),
    choice('newest', { 2025: 'desnz25.1_1_6' }),
    choice('later', { 2026: 'desnz26.1_1_6' }),
  ]
  const fields = `/tables/${tableId}/fields`
  const chosen = { name: 'Chosen', type: 'option', options: options.map(({ label }) => label) }
  const { id: fieldId, key } = (await call('admin', 'POST', fields, chosen)).body
  await owner('fields')
    .where({ id: fieldId })
    .update({ options: JSON.stringify(options), updated_at: owner.raw('clock_timestamp()') })
  const formula = `quantity * factor(${key}, "CO2e")`
  const { body } = await call('admin', 'POST', fields, { name: 'By choice', type: 'formula', unit: 'kgCO2e', formula })
  await owner('fields').where({ table_id: tableId, role: 'emissions' }).update({ role: null })
  await owner('fields')
    .where({ id: body.id })
    .update({ role: 'emissions', updated_at: owner.raw('clock_timestamp()') })
  const rows = options.map(({ id }) => ({ values: { quantity: 1000, [key]: id } }))
  expect((await call('admin', 'POST', rowsPath(), { rows })).body.rejected).toEqual([])
  await owner('cycles').insert([
    {
      tenant_id: tenantId,
      project_id: projectId,
      gwp_set: 'AR6',
      name: 'FY2025, sealed',
      starts_on: '2019-01-01',
      ends_on: '2019-12-31',
      factor_year: 2025,
      status: 'locked',
    },
    {
      tenant_id: tenantId,
      project_id: projectId,
      gwp_set: 'AR6',
      name: 'FY2025, copied',
      starts_on: '2018-01-01',
      ends_on: '2018-12-31',
      factor_year: 2025,
      status: 'open',
    },
  ])

  const ofColumn = async (who: Who) => (await offers(who)).data.filter(({ column }) => column !== null)
  expect(await ofColumn('viewer')).toMatchObject([
    {
      from: { id: 'desnz24.1_1_6' },
      to: { id: 'desnz25.1_1_6' },
      reason: 'edition',
      column: { field_id: fieldId, choices: ['older', 'lacking'], also_in: ['FY2025, copied'], may_take: false },
      tables: [{ table_id: tableId, rows: 2 }],
      before_kg: 200,
      after_kg: 360,
      results_before: 1,
      results_after: 2,
      is_foreseen: true,
    },
  ])
  const takeColumn = (who: Who, id = fieldId): Promise<Reply> =>
    call(who, 'POST', offersPath(), { offers: [{ from: 'desnz24.1_1_6', to: 'desnz25.1_1_6', field_id: id }] })
  expect((await takeColumn('data_owner')).body).toEqual({
    changed: 0,
    refused: 0,
    choices_changed: 0,
    choices_refused: 2,
  })
  expect((await takeColumn('admin', tableId)).status).toBe(422)
  expect((await takeColumn('admin')).body).toEqual({ changed: 0, refused: 0, choices_changed: 2, choices_refused: 0 })
  expect(await total()).toBeCloseTo(180 * 3, 9)
  expect(await ofColumn('admin')).toEqual([])
  const now = await owner('fields').where({ id: fieldId }).first('options')
  expect(now.options.map(({ factors }: { factors: object }) => factors)).toEqual([
    { 2025: 'desnz25.1_1_6' },
    { 2024: 'desnz24.1_1_6', 2025: 'desnz25.1_1_6' },
    { 2025: 'desnz25.1_1_6' },
    { 2026: 'desnz26.1_1_6' },
  ])
  const kept = await owner('cycle_fields as k').join('cycles as c', 'c.id', 'k.cycle_id').where({ field_id: fieldId })
  expect(kept.map(({ name, definition }) => [name, definition.options])).toEqual(
    expect.arrayContaining([['FY2025, sealed', options]]),
  )
  const history = await call('admin', 'GET', `/tables/${tableId}/field_changes?filter[field_id]=${fieldId}`)
  expect(history.body.data[0]).toMatchObject({
    action: 'field.factors',
    before: { factors: ['older: desnz24.1_1_6', 'lacking: desnz24.1_1_6'] },
    after: { factors: ['older: desnz25.1_1_6', 'lacking: desnz25.1_1_6'] },
  })
})

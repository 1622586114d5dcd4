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
  expect(refused.body).toEqual({ changed: 0, refused: 1 })
  await call('admin', 'PATCH', `/tables/${server.one.tableId}/fields/${source}`, { readers: ['admin'] })
  expect(await offers()).toEqual({ data: [], before_kg: null, after_kg: null })
  expect((await take('viewer', ['epa25.wrong', 'egrid23.right'])).status).toBe(422)
  await call('admin', 'PATCH', `/tables/${server.one.tableId}/fields/${source}`, { readers: null })
  const ofTwo = await server.request(server.two.people.admin, 'GET', offersPath())
  expect(ofTwo.status).toBe(404)
})

test('an offer that is taken is in the cells, the totals and the history, and is gone from the offers', async () => {
  expect(await total()).toBeCloseTo(350, 9)
  expect((await take('admin', ['desnz24.1_1_6', 'desnz25.1_1_6'])).body).toEqual({ changed: 3, refused: 0 })
  expect(await total()).toBeCloseTo(320, 9)
  expect((await named()).filter((id) => id === 'desnz25.1_1_6')).toHaveLength(3)
  expect((await offers()).data.map(({ from }) => from.id)).toEqual(['epa25.wrong'])
  expect((await take('admin', ['desnz24.1_1_6', 'desnz25.1_1_6'])).status).toBe(422)
})

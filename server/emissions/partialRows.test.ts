/** Results that do not know every gas, or have some beside the scopes, from the row to the totals and into a sealed pack. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { factorOf, GWP } from '#formulas/testing/context.ts'
import { EditablePack } from '#server/packs/testing/EditablePack.ts'
import { packStream } from '#server/packs/packStream.ts'
import { verifyPack } from '#server/packs/verifyPack.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { insertFactors, insertGwps } from '#server/testing/insertFactors.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'

let server: TestServer
let cycleId: string

const as = (method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(server.one.people.admin, method, path, body)
const emissions = async (query = ''): Promise<Reply['body']> =>
  (await as('GET', `/cycles/${cycleId}/emissions${query}`)).body

const outside = (instead: string | null) => ({
  co2eOnlyKg: instead === null ? 1760 : 1130,
  co2eOnlyGwp: 'AR5' as const,
  outsideScopes: { instead },
})

beforeAll(async () => {
  server = await startTestServer()
  const { database, one } = server
  await insertGwps(database.owner, 'AR6', { ...GWP.AR6, HCFC22: 1960 })
  await insertFactors(database.owner, [
    factorOf('diesel', 'kWh', { CO2: 0.25 }, { lacks: ['CH4', 'N2O'] }),
    factorOf('gas', 'kWh', { CO2: 0.2, 'CH4-fossil': 0, N2O: 0 }),
    factorOf('r22', 'kWh', {}, { ...outside(null), memo: { gasesKg: { HCFC22: 1 }, co2eKg: 1760, insideKg: 0 } }),
    factorOf('blend', 'kWh', {}, { ...outside('Kyoto'), memo: { gasesKg: {}, co2eKg: 1112, insideKg: 18 } }),
    factorOf('grid', 'kWh', { CO2: 0.1, 'CH4-fossil': 0 }, { lacks: ['N2O'] }),
  ])
  for (const body of [
    { name: 'Source', type: 'factor', unit: 'kWh' },
    { name: 'Emitted', type: 'formula', unit: 'kgCO2e', formula: 'quantity * factor(source, "CO2e")' },
  ]) {
    expect((await as('POST', `/tables/${one.tableId}/fields`, body)).status).toBe(200)
  }
  await database
    .owner('fields')
    .where({ table_id: one.tableId, key: 'emitted' })
    .update({ role: 'emissions', updated_at: new Date() })
  const cycle = { name: 'C2050', starts_on: '2050-01-01', ends_on: '2050-12-31', gwp_set: 'AR6', factor_year: 2025 }
  cycleId = (await as('POST', `/projects/${one.projectId}/cycles`, cycle)).body.id
  const rows = [
    { site: 'lyon', month: '2050-01', quantity: 1000, source: 'diesel' },
    { site: 'lyon', month: '2050-02', quantity: 1000, source: 'gas' },
    { site: 'porto', month: '2050-01', quantity: 100, source: 'grid' },
    { site: 'porto', month: '2050-02', quantity: 0, source: 'diesel' },
  ]
  const written = await as('POST', `/tables/${one.tableId}/rows?cycle_id=${cycleId}`, {
    rows: rows.map((values) => ({ values })),
  })
  expect(written.body.rejected).toEqual([])
})
afterAll(() => server.close())

test('[GOTCHA 32] totals say how much of them is partial, of how many rows, and which gases that are; 0 kWh emit none of any', async () => {
  const { total, partial, by_scope, by_site, by_gas } = await emissions()
  expect(total).toMatchObject({ co2e_kg: 460, partial_kg: 260, partial_rows: 2, rows: 4 })
  expect(partial).toEqual([
    { gases: ['CH4', 'N2O'], co2e_kg: 250, rows: 1 },
    { gases: ['N2O'], co2e_kg: 10, rows: 1 },
  ])
  expect(by_scope.map((one: Reply['body']) => [one.scope, one.partial_kg, one.partial_rows])).toEqual([
    [1, 260, 2],
    [2, 0, 0],
    [3, 0, 0],
  ])
  expect(by_site.map((one: Reply['body']) => [one.site, one.partial_kg])).toEqual([
    ['lyon', 250],
    ['porto', 10],
  ])
  expect(by_gas).toEqual([{ gas: 'CO2', co2e_kg: 460 }])
  expect((await emissions('?month=2050-02')).total).toMatchObject({ co2e_kg: 200, partial_kg: 0, partial_rows: 0 })
})

test('[GOTCHA 32] of a site by shares the partial part counts by its share', async () => {
  const control = { ownership_pct: 40, financial_control: true, operational_control: true }
  const { one } = server
  const equity = await as('PATCH', `/projects/${one.projectId}/consolidation`, { consolidation: 'equity_share' })
  expect(equity.status).toBe(200)
  await as('PATCH', `/cycles/${cycleId}/boundary`, { sites: [{ site: 'lyon', control }] })
  expect((await emissions()).total).toMatchObject({ partial_kg: 110, partial_rows: 2 })
  await as('PATCH', `/projects/${one.projectId}/consolidation`, { consolidation: null })
})

test('[GOTCHA 32] a locked cycle lists its partial rows, and its pack proves the mark with everything else', async () => {
  expect((await as('POST', `/cycles/${cycleId}/status`, { status: 'locked' })).body).toMatchObject({ status: 'locked' })
  const { body } = await as('GET', `/cycles/${cycleId}/emissions/rows?part=partial`)
  expect(body).toMatchObject({ rows: 2, amount_kg: 260 })
  expect(body.data.map((row: Reply['body']) => [row.site, row.amount_kg])).toEqual([
    ['lyon', 250],
    ['porto', 10],
  ])
  const pack = await packOf(cycleId)
  expect(await verifyPack(pack.open)).toMatchObject({ rows: 4 })
  const totals = pack.records('totals.ndjson').filter(({ axis }) => axis === 'partial')
  expect(totals).toMatchObject([
    { key: 'partial-CH4-N2O', co2e_kg: 250, rows: 1 },
    { key: 'partial-N2O', co2e_kg: 10, rows: 1 },
  ])
})

test('[GOTCHA 12] CFC and HCFC are a memo: beside the scopes, in no total, with their rows, and in the pack of the locked cycle', async () => {
  const { one } = server
  const cycle = { name: 'C2051', starts_on: '2051-01-01', ends_on: '2051-12-31', gwp_set: 'AR6', factor_year: 2025 }
  const { id } = (await as('POST', `/projects/${one.projectId}/cycles`, cycle)).body
  const rows = [
    { site: 'lyon', month: '2051-01', quantity: 2, source: 'r22' },
    { site: 'porto', month: '2051-02', quantity: 10, source: 'blend' },
    { site: 'porto', month: '2051-03', quantity: 1000, source: 'gas' },
  ]
  const written = await as('POST', `/tables/${one.tableId}/rows?cycle_id=${id}`, {
    rows: rows.map((values) => ({ values })),
  })
  expect(written.body.rejected).toEqual([])
  const totals = async (query = ''): Promise<Reply['body']> => (await as('GET', `/cycles/${id}/emissions${query}`)).body
  const reported = {
    total: { co2e_kg: 380, rows: 3, errors: 0, partial_kg: 0 },
    memo: { co2e_kg: 2 * 1960 + 10 * 1112, rows: 2 },
    by_gas: [
      { gas: 'CO2', co2e_kg: 200 },
      { gas: 'other', co2e_kg: 180 },
    ],
    other_gwp: [{ gwp_set: 'AR5', co2e_kg: 180, rows: 1 }],
  }
  expect(await totals()).toMatchObject(reported)
  expect((await totals('?site=lyon')).memo).toEqual({ co2e_kg: 3920, rows: 1 })
  expect((await totals('?site=lyon')).total).toMatchObject({ co2e_kg: 0 })
  expect((await totals('?month=2051-03')).memo).toBeNull()
  const { body } = await as('GET', `/cycles/${id}/emissions/rows?part=memo`)
  expect(body.data.map((row: Reply['body']) => [row.site, row.amount_kg])).toEqual([
    ['porto', 11_120],
    ['lyon', 3920],
  ])

  expect((await as('POST', `/cycles/${id}/status`, { status: 'locked' })).body).toMatchObject({ status: 'locked' })
  expect(await totals()).toMatchObject(reported)
  const pack = await packOf(id)
  expect(await verifyPack(pack.open)).toMatchObject({ rows: 3, co2eKg: 380 })
  expect(pack.records('totals.ndjson').filter(({ axis }) => axis === 'memo')).toMatchObject([
    { key: 'memo', co2e_kg: 15_040, rows: 2 },
  ])
})

test('[GOTCHA 12] a cycle that was locked before gases were told apart keeps what it reported, whatever its factors say now', async () => {
  const { one } = server
  const place = { cycleId, tableId: one.tableId }
  const sheet = `/sheets?table_id=${place.tableId}&cycle_id=${place.cycleId}`
  const { owner } = server.database
  const sourceOf = async (): Promise<Reply['body']> =>
    (await as('GET', sheet)).body.cell_factors.find(({ id }: Reply['body']) => id === 'diesel')
  await owner('factors')
    .where({ id: 'diesel' })
    .update({
      normalised: JSON.stringify(
        factorOf('diesel', 'kWh', {}, { ...outside(null), memo: { gasesKg: {}, co2eKg: 1760, insideKg: 0 } }),
      ),
    })
  expect(await sourceOf()).toMatchObject({ memo: { co2eKg: 1760 } })
  await owner('cycles').where({ id: cycleId }).update({ counts_all_gases: true })
  expect(await sourceOf()).toMatchObject({ co2eOnlyKg: 1760 })
  expect(await sourceOf()).not.toHaveProperty('memo')
})

async function packOf(id: string): Promise<EditablePack> {
  const archive = await inTenant(server.database.db, server.one.tenantId, async (trx) => {
    const parts: Buffer[] = []
    for await (const part of packStream(trx, id)) {
      parts.push(part)
    }
    return Buffer.concat(parts)
  })
  return EditablePack.read(archive)
}

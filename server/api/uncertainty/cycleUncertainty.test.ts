import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TableQualityBody } from '#shared/api/quality.ts'
import type { CycleUncertainty } from '#shared/api/uncertainty.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'
import { insertAssessedTable, insertFuels } from './testing/assessedTable.ts'

let server: TestServer
let field: Record<string, string>
let cycleId: string
let made = 0
type Person = keyof TestServer['one']['people']

beforeAll(async () => {
  server = await startTestServer()
  await insertFuels(server.database.owner)
  field = await insertAssessedTable(server.database.owner, server.one)
})
afterAll(() => server.close())

const as = (person: Person, method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(server.one.people[person], method, path, body)

beforeEach(async () => {
  const body = { name: `Cycle ${++made}`, starts_on: '2025-01-01', ends_on: '2025-12-31', gwp_set: 'AR6' }
  cycleId = (await as('admin', 'POST', `/projects/${server.one.projectId}/cycles`, body)).body.id
  await assessTable({})
  await assessFactor('gas', null)
  await assessFactor('oil', null)
})

async function write(rows: readonly object[], ids: readonly string[] = []): Promise<string[]> {
  const path = `/tables/${server.one.tableId}/rows?cycle_id=${cycleId}`
  const sent = rows.map((values, at) => ({ ...(ids[at] && { id: ids[at] }), values: { month: '2025-01', ...values } }))
  const { body } = await as('admin', 'POST', path, { rows: sent })
  expect(body.refused ?? []).toEqual([])
  return body.accepted.map(({ id }: { id: string }) => id)
}

const NONE = { range: null, technology: null, time: null, geography: null, completeness: null, reliability: null }
const qualityBody = (more: Partial<Omit<TableQualityBody, 'columns'>> & { columns?: object }): object => ({
  range_percent: null,
  scores: {},
  reason: `Because ${made}`,
  ...more,
  columns: { ...NONE, ...more.columns },
})
async function assessTable(more: Parameters<typeof qualityBody>[0]): Promise<void> {
  const reply = await as('admin', 'PATCH', `/tables/${server.one.tableId}/quality`, qualityBody(more))
  expect(reply).toMatchObject({ status: 204 })
}
async function assessFactor(id: string, percent: number | null): Promise<void> {
  const body = { range_percent: percent, scores: {}, reason: `Because ${made}` }
  expect(await as('admin', 'PATCH', `/factors/${id}/quality`, body)).toMatchObject({ status: 200 })
}
const uncertainty = async (
  person: Person = 'auditor',
  method = 'approach1',
  id = cycleId,
): Promise<CycleUncertainty> => {
  const reply = await as(person, 'GET', `/cycles/${id}/uncertainty?method=${method}`)
  expect(reply).toMatchObject({ status: 200 })
  return reply.body
}
const said = ({ status, body }: Reply): unknown =>
  status === 422
    ? body.errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)
    : [status, body.code]
const near = (value: number): number => expect.closeTo(value, 9) as never

test('what nobody assessed has no figure, and is counted as not assessed', async () => {
  await write([{ site: 'lyon', quantity: 100, fuel: 'gas' }])
  const { total, by_site, improve_first, hidden_tables } = await uncertainty()
  expect(total).toEqual({
    co2e_kg: 200,
    assessed_kg: 0,
    partly_assessed_kg: 0,
    assessed_percent: 0,
    interval: null,
  })
  expect(by_site).toMatchObject([{ site: 'lyon', name: 'LYON', interval: null }])
  expect({ improve_first, hidden_tables }).toEqual({ improve_first: [], hidden_tables: 0 })
})

test('rows that share a factor are wrong together; their activities even out', async () => {
  await write(Array.from({ length: 4 }, () => ({ site: 'lyon', quantity: 50, fuel: 'gas' })))
  await assessFactor('gas', 20)
  expect((await uncertainty()).total).toMatchObject({
    assessed_kg: 400,
    partly_assessed_kg: 400,
    interval: { low_kg: near(320), high_kg: near(480), range_percent: near(20), grade: 'good' },
  })
  await assessFactor('gas', 0)
  await assessTable({ range_percent: 20 })
  expect((await uncertainty()).total).toMatchObject({
    partly_assessed_kg: 0,
    interval: { range_percent: near(10) },
  })
})

test('a site of which a part counts is as unsure as that part, in the total and in what to improve first', async () => {
  await write([
    { site: 'lyon', quantity: 50, fuel: 'gas' },
    { site: 'porto', quantity: 100, fuel: 'gas' },
  ])
  await assessTable({ range_percent: 10 })
  const project = `/projects/${server.one.projectId}/consolidation`
  await as('admin', 'PATCH', project, { consolidation: 'equity_share' })
  const control = { ownership_pct: 25, financial_control: true, operational_control: true }
  await as('admin', 'PATCH', `/cycles/${cycleId}/boundary`, { sites: [{ site: 'porto', control }] })
  const { total, improve_first } = await uncertainty()
  const emissions = (await as('auditor', 'GET', `/cycles/${cycleId}/emissions`)).body
  await as('admin', 'PATCH', project, { consolidation: null })
  expect([total.co2e_kg, emissions.total.co2e_kg]).toEqual([near(150), near(150)])
  expect(total.interval).toMatchObject({
    low_kg: near(150 - Math.hypot(10, 5)),
    high_kg: near(150 + Math.hypot(10, 5)),
  })
  expect(improve_first.map(({ co2e_kg, share }) => [co2e_kg, share])).toEqual([
    [100, near(0.8)],
    [50, near(0.2)],
  ])
})

test('by pedigree the interval is wider upwards', async () => {
  await write([{ site: 'lyon', quantity: 50, fuel: 'gas' }])
  const best = { technology: 5, time: 5, geography: 5, completeness: 5, reliability: 1 } as const
  await assessTable({ scores: best })
  expect((await uncertainty('auditor', 'lognormal')).total.interval).toMatchObject({
    low_kg: near(100 / 1.5),
    high_kg: near(150),
    gsd2: near(1.5),
    grade: 'fair',
  })
})

test('a cell goes before the table, a range before scores, and a cell that says nothing leaves the row not assessed', async () => {
  const { range, reliability, completeness } = field
  const scores = { technology: 5, time: 5, geography: 5, completeness: 5, reliability: 5 } as const
  await assessTable({ columns: { range, reliability, completeness } as object, scores })
  const ids = await write([{ site: 'lyon', quantity: 50, fuel: 'gas' }])
  const width = async (values: object): Promise<number | null> => {
    await write([{ site: 'lyon', quantity: 50, fuel: 'gas', ...values }], ids)
    return (await uncertainty('auditor', 'lognormal')).total.interval?.gsd2 ?? null
  }
  expect(await width({})).toBe(1)
  expect(await width({ reliability: 'poor' })).toBeCloseTo(1.5, 12)
  expect(await width({ reliability: 'good', completeness: 4 })).toBeCloseTo(
    Math.exp(Math.hypot(Math.log(1.1), Math.log(1.02))),
    12,
  )
  expect(await width({ range: 7 })).toBeCloseTo(1.07, 12)
  expect(await width({ range: -7 })).toBeNull()
  expect(await width({ range: null, completeness: 9 })).toBeNull()
})

test('figures follow edits, and split by scope, category, module and site', async () => {
  await assessTable({ range_percent: 10 })
  const ids = await write([
    { site: 'lyon', quantity: 30, fuel: 'gas' },
    { site: 'porto', quantity: 40, fuel: 'gas' },
  ])
  await assessFactor('gas', 0)
  const before = await uncertainty()
  expect(before.total.interval!.high_kg - 140).toBeCloseTo(10, 9)
  expect(before.by_site.map(({ site, interval }) => [site, interval?.high_kg])).toEqual([
    ['porto', near(88)],
    ['lyon', near(66)],
  ])
  expect(before.by_scope.map(({ scope, assessed_kg }) => [scope, assessed_kg])).toEqual([
    [1, 140],
    [2, 0],
    [3, 0],
  ])
  expect(before.by_module[0]).toMatchObject({ name: 'Stationary combustion', assessed_percent: 100 })
  await write([{ quantity: 60, site: 'lyon', fuel: 'gas' }], ids.slice(0, 1))
  expect((await uncertainty()).by_site.map(({ site, interval }) => [site, interval?.high_kg])).toEqual([
    ['lyon', near(132)],
    ['porto', near(88)],
  ])
})

test('improve first: cells and factors by their share of the variance, ten at most', async () => {
  await assessTable({ columns: { range: field['range'] } as object, range_percent: 1 })
  await assessFactor('oil', 20)
  const [worst] = await write([
    { site: 'lyon', quantity: 100, fuel: 'gas', range: 50, note: 'Boiler' },
    { site: 'lyon', quantity: 50, fuel: 'oil', range: 0 },
    { site: 'lyon', quantity: 50, fuel: 'oil', range: 0 },
    ...Array.from({ length: 12 }, () => ({ site: 'porto', quantity: 10, fuel: 'gas' })),
  ])
  const { improve_first } = await uncertainty()
  const variance = 100 ** 2 + 60 ** 2 + 12 * 0.2 ** 2
  expect(improve_first).toHaveLength(10)
  expect(improve_first[0]).toMatchObject({
    kind: 'activity',
    row_id: worst,
    table_id: server.one.tableId,
    texts: ['Boiler'],
    site_name: 'LYON',
    month: '2025-01',
    field_key: 'range',
    co2e_kg: 200,
    share: near(100 ** 2 / variance),
  })
  expect(improve_first[1]).toEqual({
    kind: 'factor',
    factor_id: 'oil',
    name: 'oil',
    rows: 2,
    co2e_kg: 300,
    gsd2: 1.2,
    share: near(60 ** 2 / variance),
  })
  expect(improve_first[2]).toMatchObject({ kind: 'activity', co2e_kg: 20, share: near(0.2 ** 2 / variance) })
})

test('who may not read what says how sure a row is gets nothing of it, in no total and in no list', async () => {
  const { owner } = server.database
  await assessTable({ columns: { range: field['range'] } as object, range_percent: 5 })
  await write([{ site: 'lyon', quantity: 100, fuel: 'gas', range: 4242.5 }])
  const hide = (key: string, readers: string[] | null) => owner('fields').where({ id: field[key]! }).update({ readers })
  for (const key of ['range', 'fuel']) {
    await hide(key, ['admin', 'auditor'])
    const forViewer = await uncertainty('viewer')
    // the result reads the fuel: who may not read that may not read the totals either
    expect(forViewer.hidden_tables).toBe(key === 'range' ? 1 : 0)
    expect(forViewer.total).toMatchObject({ interval: null, assessed_kg: 0, co2e_kg: key === 'range' ? 200 : null })
    expect(forViewer.improve_first).toEqual([])
    expect(JSON.stringify(forViewer)).not.toContain('4242')
    expect((await uncertainty()).total.interval).not.toBeNull()
    await hide(key, null)
  }
  // a released result shows the kilograms, and not by which factor they came about
  await assessFactor('gas', 30)
  await write([
    { site: 'lyon', quantity: 1, fuel: 'gas' },
    { site: 'lyon', quantity: 1, fuel: 'gas' },
  ])
  await hide('fuel', ['admin', 'auditor'])
  await owner('fields').where({ id: field['co2e']! }).update({ released: true })
  expect(await uncertainty('viewer')).toMatchObject({
    total: { co2e_kg: 204, interval: null },
    improve_first: [],
    hidden_tables: 1,
  })
  await owner('fields').where({ id: field['co2e']! }).update({ released: false })
  await hide('fuel', null)
  expect((await server.request(server.two.people.admin, 'GET', `/cycles/${cycleId}/uncertainty`)).status).toBe(404)
})

test('a locked cycle goes on with what held when it was locked', async () => {
  await assessTable({ range_percent: 5 })
  await assessFactor('gas', 12)
  await write([{ site: 'lyon', quantity: 100, fuel: 'gas' }])
  const before = await uncertainty()
  expect(before.total.interval?.range_percent).toBeCloseTo(13, 9)
  expect(await as('admin', 'POST', `/cycles/${cycleId}/status`, { status: 'locked' })).toMatchObject({ status: 200 })
  await assessTable({ range_percent: 50 })
  await assessFactor('gas', null)
  expect(await uncertainty()).toEqual(before)
})

test('everything that is wrong with columns is said at once', async () => {
  const path = `/tables/${server.one.tableId}/quality`
  const columns = {
    range: field['quantity'],
    technology: field['note'],
    time: field['site'],
    geography: '00000000-0000-4000-8000-000000000000',
    completeness: field['completeness'],
    reliability: field['completeness'],
  }
  expect(said(await as('admin', 'PATCH', path, qualityBody({ columns })))).toEqual([
    'columns.range wrong-unit',
    'columns.technology wrong-type',
    'columns.time invalid-value',
    'columns.geography not-found',
    'columns.reliability twice',
  ])
  expect(said(await as('admin', 'PATCH', path, qualityBody({ range_percent: -1, reason: ' ' })))).toEqual([
    'range_percent too-small',
    'reason too-small',
  ])
  expect(said(await as('admin', 'PATCH', path, qualityBody({ scores: { time: 6 } as object })))).toEqual([
    'scores.time invalid-union',
  ])
})

test('who assesses is written down, with what was said before', async () => {
  await assessFactor('gas', 8)
  const { body } = await as('viewer', 'GET', '/factors/gas/quality')
  expect(body).toMatchObject({ range_percent: 8, scores: {}, made_by: `Person ${server.one.people.admin}` })
  expect(body.former[0]).toMatchObject({ range_percent: null })
  expect(await as('admin', 'GET', '/factors/nothing/quality')).toMatchObject({ status: 404 })
  await assessTable({ range_percent: 3, reason: 'Meters are calibrated' })
  expect((await as('viewer', 'GET', `/tables/${server.one.tableId}/quality`)).body).toMatchObject({
    range_percent: 3,
    columns: NONE,
    reason: 'Meters are calibrated',
  })
  const entries = await server.database
    .owner('audit_log')
    .whereIn('action', ['table.quality', 'factor.quality'])
    .orderBy('id', 'desc')
    .limit(2)
  expect(entries).toMatchObject([
    { action: 'table.quality', subject_id: server.one.tableId, after: { reason: 'Meters are calibrated' } },
    { action: 'factor.quality', subject_id: 'gas', before: { range_percent: null }, after: { range_percent: 8 } },
  ])
})

test('factors are assessed by who enters data for the whole company, tables by who manages them', async () => {
  const body = { range_percent: 1, scores: {}, reason: 'To see' }
  for (const person of ['auditor', 'viewer', 'data_owner', 'moduleOwner'] as const) {
    expect(said(await as(person, 'PATCH', '/factors/gas/quality', body)), person).toEqual([403, 'forbidden'])
    const reply = await as(person, 'PATCH', `/tables/${server.one.tableId}/quality`, qualityBody({}))
    expect(said(reply), person).toEqual([403, 'forbidden'])
  }
  const foreign = await server.request(server.two.people.admin, 'GET', '/factors/gas/quality')
  expect(foreign.body).toMatchObject({ range_percent: null, former: [] })
  expect((await server.request(null, 'GET', `/cycles/${cycleId}/uncertainty`)).status).toBe(401)
})

test('a column that says how sure rows are is not retired before another one does', async () => {
  await assessTable({ columns: { range: field['range'] } as object })
  const path = `/tables/${server.one.tableId}/fields/${field['range']}`
  expect(said(await as('admin', 'DELETE', path))).toEqual(['key in-use'])
})

test('a factor of the company’s own is assessed like a published one, and is nobody else’s to assess', async () => {
  const own = {
    name: 'District heat',
    unit: 'kWh',
    gases: { CO2: 0.1 },
    geography: 'DE',
    data_year: 2025,
    publisher: 'Stadtwerke Musterstadt',
    title: 'Supplier statement',
    reference: 'p. 4',
    url: 'https://stadtwerke.example/statement.pdf',
    justification: 'The supplier states its own mix.',
    boundary: 'generation',
  }
  const { id } = (await as('admin', 'POST', '/factors', own)).body
  await assessFactor(id, 15)
  expect((await as('viewer', 'GET', `/factors/${id}/quality`)).body).toMatchObject({ range_percent: 15 })
  expect((await server.request(server.two.people.admin, 'GET', `/factors/${id}/quality`)).status).toBe(404)
})

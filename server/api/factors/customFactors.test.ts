import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FactorDetailReply } from '#shared/api/factors.ts'
import { factorOf, GWP } from '#formulas/testing/context.ts'
import { insertFactors, insertGwps } from '#server/testing/insertFactors.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'

type Who = keyof TestServer['one']['people']

let server: TestServer

const call = (who: Who, method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(server.one.people[who], method, path, body)
const ofTwo = (method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(server.two.people.admin, method, path, body)

let made = 0
const steam = (more: object = {}): Record<string, unknown> => ({
  name: `District heat ${++made}`,
  unit: 'kWh',
  gases: { CO2: 0.11, 'CH4-fossil': 0.0001 },
  geography: 'DE',
  data_year: 2025,
  publisher: 'Stadtwerke Musterstadt',
  title: 'Supplier statement',
  reference: 'p. 4',
  url: 'https://stadtwerke.example/statement.pdf',
  justification: 'The supplier states its own mix; the published average is of the whole country.',
  boundary: 'generation',
  ...more,
})

async function keep(body: object, who: Who = 'data_owner'): Promise<FactorDetailReply> {
  const reply = await call(who, 'POST', '/factors', body)
  expect(reply).toMatchObject({ status: 200 })
  return reply.body
}
const move = (who: Who, { id }: { id: string }, status: string, reason = ''): Promise<Reply> =>
  call(who, 'POST', `/factors/${id}/status`, { status, reason })
const detail = async (id: string, who: Who = 'admin'): Promise<FactorDetailReply> =>
  (await call(who, 'GET', `/factors/${id}`)).body
const problems = ({ body }: Reply): string[] =>
  body.errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)

async function approved(body: object): Promise<FactorDetailReply> {
  const factor = await keep(body)
  expect((await move('data_owner', factor, 'submitted')).status).toBe(200)
  return (await move('admin', factor, 'approved')).body
}

const rowsPath = (): string => `/tables/${server.one.tableId}/rows?cycle_id=${server.one.openCycleId}`
async function write(values: object, id?: string): Promise<string> {
  const reply = await call('admin', 'POST', rowsPath(), { rows: [{ ...(id !== undefined && { id }), values }] })
  expect(reply.body.rejected).toEqual([])
  return reply.body.accepted[0].id
}
const emitted = async (row: string): Promise<unknown> =>
  (await call('viewer', 'GET', rowsPath())).body.data.find(({ id }: { id: string }) => id === row).computed.emitted

beforeAll(async () => {
  server = await startTestServer()
  const { owner } = server.database
  await insertGwps(owner, 'AR5', GWP.AR5)
  await insertGwps(owner, 'AR6', GWP.AR6)
  await insertFactors(owner, [factorOf('published', 'kWh', { CO2: 0.3 }, { name: 'District heat', geography: 'DE' })])
  const fields = `/tables/${server.one.tableId}/fields`
  await call('admin', 'POST', fields, { name: 'Source', type: 'factor', unit: 'kWh' })
  const formula = 'quantity * factor(source, "CO2e")'
  await call('admin', 'POST', fields, { name: 'Emitted', type: 'formula', unit: 'kgCO2e', formula })
})
afterAll(() => server.close())

test('[EMI11] a draft is an error in a cell, counts from its approval on, and no more once it is retired', async () => {
  const factor = await keep(steam())
  const row = await write({ note: 'a', quantity: 1000, source: factor.id })
  const notApproved = { error: { code: 'not-approved', message: expect.stringContaining('approved') } }
  expect(await emitted(row)).toEqual(notApproved)
  await move('data_owner', factor, 'submitted')
  expect(await emitted(row)).toEqual(notApproved)
  await move('admin', factor, 'approved')
  expect(await emitted(row)).toBeCloseTo(110 + 0.1 * 29.8, 9)
  expect((await detail(factor.id)).uses).toMatchObject([{ rows: 1 }])
  await move('admin', factor, 'retired', 'The supplier corrected its statement.')
  expect(await emitted(row)).toEqual(notApproved)
  const { custom } = await detail(factor.id)
  expect(custom?.steps.map(({ step, reason }) => `${step} ${reason}`.trim())).toEqual([
    'create',
    'submit',
    'approve',
    'retire The supplier corrected its statement.',
  ])
})

test('a locked cycle goes on with the factor that it was locked with, although it was retired since', async () => {
  const factor = await approved(steam({ name: 'Kept' }))
  const row = await write({ note: 'locked', quantity: 10, source: factor.id })
  const close = expect.closeTo(1.1 + 0.001 * 29.8, 9)
  const before = await emitted(row)
  const { owner } = server.database
  await owner('cycles').where({ id: server.one.openCycleId }).update({ status: 'locked' })
  await move('admin', factor, 'retired', 'Not any more.')
  expect([await emitted(row), before]).toEqual([close, close])
  const sheet = await call('viewer', 'GET', `/sheets?table_id=${server.one.tableId}&cycle_id=${server.one.openCycleId}`)
  const known = sheet.body.cell_factors.find(({ id }: { id: string }) => id === factor.id)
  expect(known).toMatchObject({ gasesKg: { CO2: 0.11 } })
  expect(known).not.toHaveProperty('approval')
  await owner('cycles').where({ id: server.one.openCycleId }).update({ status: 'open' })
})

test('everything that is wrong is said at once, and nothing is kept', async () => {
  const wrong = {
    unit: 'kWhh',
    gases: { CH4: 1, XYZ: 2, 'HFC-134a': 1, HFC134a: 1 },
    co2e_kg: 3,
    url: 'www',
    valid_to: '2024-01-01',
  }
  const reply = await call('data_owner', 'POST', '/factors', steam({ ...wrong, valid_from: '2025-01-01' }))
  expect(reply.status).toBe(422)
  expect(problems(reply)).toEqual([
    'unit unknown-unit',
    'gases.CH4 unknown-gas',
    'gases.XYZ unknown-gas',
    'gases.HFC134a twice',
    'co2e_kg counted-twice',
    'valid_to out-of-order',
    'url not-a-link',
  ])
  const empty = await call(
    'data_owner',
    'POST',
    '/factors',
    steam({ gases: {}, co2e_gwp: 'AR5', name: '', geography: '' }),
  )
  expect(problems(empty)).toEqual(['name too-small', 'geography too-small'])
  const nothing = await call('data_owner', 'POST', '/factors', steam({ gases: {}, co2e_gwp: 'AR5' }))
  expect(problems(nothing)).toEqual(['co2e_kg required', 'co2e_gwp not-used'])
  const negative = await call('data_owner', 'POST', '/factors', steam({ gases: { CO2: -1 } }))
  expect(problems(negative)).toEqual(['gases.CO2 too-small'])
})

test('the same factor again is refused, and the same file is the same', async () => {
  const body = steam()
  const factor = await keep(body)
  const again = await call('admin', 'POST', '/factors', { ...body, name: String(body['name']).toUpperCase() })
  expect([again.status, problems(again)]).toEqual([422, ['name taken']])
  await keep({ ...body, unit: 't' })
  const bytes = { 'content-type': 'application/octet-stream' }
  const path = `/factors/${factor.id}/evidence?name=a.pdf`
  const twice = [1, 2].map(() => server.request(server.one.people.data_owner, 'POST', path, '%PDF-1.7', bytes))
  expect((await Promise.all(twice)).map(({ status }) => status)).toEqual([200, 200])
  expect((await detail(factor.id)).custom?.steps.map(({ step }) => step)).toEqual(['create', 'attach'])
})

test('who worked on a factor does not approve it, and neither does who is no administrator', async () => {
  const factor = await keep(steam(), 'admin')
  await move('admin', factor, 'submitted')
  const own = await move('admin', factor, 'approved')
  expect([own.status, problems(own)]).toEqual([409, ['status own-work']])
  expect((await move('data_owner', factor, 'approved')).status).toBe(403)
  const others = await keep(steam())
  await call('admin', 'PATCH', `/factors/${others.id}`, { edition: '2025 b' })
  await call('data_owner', 'PATCH', `/factors/${others.id}`, { edition: '2025 c' })
  await move('data_owner', others, 'submitted')
  expect(problems(await move('admin', others, 'approved'))).toEqual(['status own-work'])
  const trick = inTenant(server.database.db, server.one.tenantId, (trx) =>
    trx('custom_factors')
      .where({ id: others.id })
      .update({ status: 'approved', approved_by: trx.ref('edited_by') }),
  )
  await expect(trick).rejects.toThrow(/check constraint/)
})

test('an approval needs a reason for the factor and what it is from: a file, or an address', async () => {
  const factor = await keep(steam({ justification: '', url: '' }))
  const refused = await move('data_owner', factor, 'submitted')
  expect([refused.status, problems(refused)]).toEqual([422, ['justification required', 'evidence required']])
  await call('data_owner', 'PATCH', `/factors/${factor.id}`, { justification: 'Measured by us.' })
  const bytes = { 'content-type': 'application/octet-stream' }
  const file = (who: string, content: string): Promise<Reply> =>
    server.request(who, 'POST', `/factors/${factor.id}/evidence?name=../Messung%20"1".pdf`, content, bytes)
  expect((await file(server.one.people.viewer, '%PDF-1.7')).status).toBe(403)
  expect((await file(server.two.people.admin, '%PDF-1.7')).status).toBe(404)
  const attached = await file(server.one.people.data_owner, '%PDF-1.7 measured')
  expect(attached.body.custom.evidence).toEqual({ name: 'Messung _1_.pdf', size_bytes: 17 })
  expect((await move('data_owner', factor, 'submitted')).status).toBe(200)
  const download = await call('viewer', 'GET', `/factors/${factor.id}/evidence`)
  expect([download.body, download.headers.get('content-type')]).toEqual([
    '%PDF-1.7 measured',
    'application/octet-stream',
  ])
  expect((await ofTwo('GET', `/factors/${factor.id}/evidence`)).status).toBe(404)
  expect((await file(server.one.people.data_owner, 'another')).status).toBe(409)
})

test('what was approved never changes: the next version is another factor, and is offered instead', async () => {
  const first = await approved(steam({ name: 'Versioned heat' }))
  const change = await call('admin', 'PATCH', `/factors/${first.id}`, { gases: { CO2: 1 } })
  expect([change.status, problems(change)]).toEqual([409, ['status wrong-status']])
  expect((await call('admin', 'DELETE', `/factors/${first.id}`)).status).toBe(409)
  const inDatabase = (columns: object): Promise<unknown> =>
    inTenant(server.database.db, server.one.tenantId, (trx) =>
      trx('custom_factors').where({ id: first.id }).update(columns),
    )
  await expect(inDatabase({ gases: '{"CO2": 1}' })).rejects.toThrow(/does not change/)
  await expect(inDatabase({ status: 'draft' })).rejects.toThrow(/does not change/)
  const second: FactorDetailReply = (await call('data_owner', 'POST', `/factors/${first.id}/versions`)).body
  expect(second).toMatchObject({
    status: 'draft',
    custom: { version: 2, supersedes: first.id, name: 'Versioned heat' },
  })
  const again = await call('admin', 'POST', `/factors/${first.id}/versions`)
  expect([again.status, problems(again)]).toEqual([409, [' taken']])
  await call('data_owner', 'PATCH', `/factors/${second.id}`, { gases: { CO2: 0.1 } })
  await move('data_owner', second, 'submitted')
  await move('admin', second, 'approved')
  const { superseded_by: successor, normalised, editions } = await detail(first.id)
  expect([successor, normalised?.gasesKg['CO2'], editions.map(({ id }) => id)]).toEqual([
    second.id,
    0.11,
    [first.id, second.id],
  ])
  const { tableId, openCycleId } = server.one
  const { body: table } = await call('admin', 'GET', `/tables/${tableId}`)
  const { id } = table.fields.find(({ key }: { key: string }) => key === 'source')
  const targets = `/tables/${tableId}/fields/${id}/targets?cycle_id=${openCycleId}&search=versioned`
  const offered = async (): Promise<string[]> =>
    (await call('viewer', 'GET', targets)).body.data.map((target: { id: string }) => target.id)
  expect(await offered()).toEqual([second.id])
  const row = await write({ note: 'old version', quantity: 10, source: first.id })
  expect(await emitted(row)).toBeCloseTo(1.1 + 0.001 * 29.8, 9)
  const late = await approved(steam({ name: 'Versioned later', valid_from: '2031-01-01' }))
  expect([await offered(), late.status]).toEqual([[second.id], 'approved'])
})

test('a tenant finds its own factors beside the published ones, and another tenant finds nothing of them', async () => {
  const factor = await approved(steam({ name: 'Private heat', co2e_kg: 0.2, co2e_gwp: 'AR4', gases: {} }))
  const found = async (request: (method: string, path: string) => Promise<Reply>, query: string): Promise<string[]> =>
    (await request('GET', `/factors?${query}`)).body.data.map(({ id }: { id: string }) => id)
  const ofOne = (method: string, path: string): Promise<Reply> => call('viewer', method, path)
  expect(await found(ofOne, 'search=private')).toEqual([factor.id])
  expect(await found(ofOne, 'search=heat&filter[status]=published')).toEqual(['published'])
  expect(await found(ofTwo, 'search=heat')).toEqual(['published'])
  expect((await ofTwo('GET', '/factors/facets')).body).toMatchObject({
    all: 1,
    statuses: [{ status: 'published', count: 1 }],
  })
  expect((await call('viewer', 'GET', '/factors/facets?search=private')).body).toMatchObject({
    found: 1,
    statuses: [{ status: 'approved', count: 1 }],
    bases: [{ basis: 'AR4', count: 1 }],
    factor_sets: [{ publisher: 'Stadtwerke Musterstadt', count: 1 }],
  })
  const strange = await Promise.all([
    ofTwo('GET', `/factors/${factor.id}`),
    ofTwo('PATCH', `/factors/${factor.id}`, { name: 'Mine' }),
    ofTwo('DELETE', `/factors/${factor.id}`),
    ofTwo('POST', `/factors/${factor.id}/status`, { status: 'retired', reason: 'x' }),
    ofTwo('POST', `/factors/${factor.id}/versions`),
    call('admin', 'PATCH', '/factors/published', { name: 'Mine' }),
    call('viewer', 'POST', '/factors', steam()),
    call('auditor', 'POST', `/factors/${factor.id}/versions`),
    call('viewer', 'POST', `/factors/${factor.id}/status`, { status: 'retired', reason: 'x' }),
  ])
  expect(strange.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404, 403, 403, 403])
  const evaluate = { formula: 'used * factor(source, "CO2e")', unit: 'kgCO2e', rows: [{ used: 10, source: factor.id }] }
  const fields = [
    { key: 'used', type: 'number', unit: 'kWh' },
    { key: 'source', type: 'factor', unit: 'kWh' },
  ]
  const values = async (reply: Promise<Reply>): Promise<unknown> => (await reply).body.values
  expect(await values(call('viewer', 'POST', '/formulas/evaluate', { ...evaluate, fields }))).toEqual([2])
  expect(await values(ofTwo('POST', '/formulas/evaluate', { ...evaluate, fields }))).toMatchObject([
    { error: { code: 'no-factor' } },
  ])
})

test('what may be done now is said to each person, and drafts are sent back or discarded with their reason in the log', async () => {
  const factor = await keep(steam())
  const actions = async (who: Who): Promise<unknown> => (await detail(factor.id, who)).custom?.actions
  expect([await actions('data_owner'), await actions('admin'), await actions('viewer')]).toEqual([
    ['edit', 'discard', 'submit'],
    ['edit', 'discard', 'submit'],
    [],
  ])
  await move('data_owner', factor, 'submitted')
  expect([await actions('data_owner'), await actions('admin')]).toEqual([
    ['discard', 'return'],
    ['discard', 'return', 'approve'],
  ])
  expect(problems(await move('admin', factor, 'draft'))).toEqual(['reason required'])
  await move('admin', factor, 'draft', 'Which year is it of?')
  expect((await detail(factor.id)).custom).toMatchObject({ status: 'draft' })
  expect((await call('data_owner', 'DELETE', `/factors/${factor.id}`)).status).toBe(204)
  expect((await call('admin', 'GET', `/factors/${factor.id}`)).status).toBe(404)
  const log: { action: string }[] = await server.database
    .owner('audit_log')
    .where({ subject_id: factor.id })
    .orderBy('id')
    .select('action')
  expect(log.map(({ action }) => action)).toEqual(['factor.create', 'factor.submit', 'factor.return', 'factor.discard'])
})

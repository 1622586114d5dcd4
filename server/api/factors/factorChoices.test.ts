/** Why a cell names its factor: kept with the cell, told as long as it names it, by the rights on what it was asked by. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { factorOf, GWP } from '#formulas/testing/context.ts'
import { insertFactors, insertGwps } from '#server/testing/insertFactors.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'

type Who = keyof TestServer['one']['people']

let server: TestServer
let field: string
let row: string

const call = (who: Who | null, method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(who === null ? null : server.one.people[who], method, path, body)
const sheet = (cycle = server.one.openCycleId): string => `cycle_id=${cycle}`
const keep = (body: object, who: Who = 'data_owner', cycle = server.one.openCycleId): Promise<Reply> =>
  call(who, 'POST', `/tables/${server.one.tableId}/fields/${field}/choices`, {
    cycle_id: cycle,
    activity_field: null,
    ...body,
  })
const why = async (who: Who = 'viewer') =>
  (await call(who, 'GET', `/tables/${server.one.tableId}/rows/${row}/factor_choices?${sheet()}`)).body.data
const write = (values: object): Promise<Reply> =>
  call('admin', 'POST', `/tables/${server.one.tableId}/rows?${sheet()}`, { rows: [{ id: row, values }] })
const POWER = { activity: 'electricity', site: 'lyon' }

beforeAll(async () => {
  server = await startTestServer()
  const { owner } = server.database
  await insertGwps(owner, 'AR6', GWP.AR6)
  const power = (id: string, geography: string, year = 2025) =>
    factorOf(id, 'kWh', { CO2: 0.2 }, { name: 'Electricity', year, geography })
  await insertFactors(owner, [power('fr25', 'FR'), power('fr24', 'FR', 2024), power('gb25', 'GB')])
  await owner('factors').update({ scope: 1 })
  const fields = `/tables/${server.one.tableId}/fields`
  field = (await call('admin', 'POST', fields, { name: 'Source', type: 'factor', unit: 'kWh' })).body.id
  const sites = [{ site: 'lyon', country: 'FR', subdivision: null, grid_region: null }]
  await call('admin', 'PATCH', `/projects/${server.one.projectId}/site_places`, { sites })
  const rows = [{ values: { site: 'lyon', month: '2025-01', quantity: 10, note: 'electricity', source: 'fr25' } }]
  const made = await call('admin', 'POST', `/tables/${server.one.tableId}/rows?${sheet()}`, { rows })
  expect(made.body.rejected).toEqual([])
  row = made.body.accepted[0].id
})
afterAll(() => server.close())

test('the reason and what was refused are kept with the cell, with who chose it, once however often it is sent', async () => {
  expect(await why()).toEqual([])
  const choices = [{ ...POWER, rows: [row, row] }]
  expect((await keep({ choices })).body).toEqual({ kept: 1 })
  expect((await keep({ choices })).body).toEqual({ kept: 1 })
  const kept = await server.database.owner('factor_choices').where({ row_id: row })
  expect([kept.length, await why()]).toMatchObject([
    1,
    [
      {
        field: 'source',
        suggestion: {
          activity: 'electricity',
          place: { country: 'FR' },
          chosen: { factor: { id: 'fr25' }, place: { level: 'country', code: 'FR' }, rule: 'same-year' },
          refused: [
            { id: 'fr24', refusal: 'older-year' },
            { id: 'gb25', refusal: 'other-place' },
          ],
        },
        made_by: { name: expect.any(String) },
      },
    ],
  ])
})

test('what is told is of the factor in the cell: another one has no reason, the same again has it again', async () => {
  await write({ source: 'gb25' })
  expect(await why()).toEqual([])
  await write({ source: 'fr25' })
  expect((await why()).length).toBe(1)
})

test('where no factor fits, and of rows that are not there, nothing is kept', async () => {
  const none = await keep({ choices: [{ activity: 'unobtainium', site: 'lyon', rows: [row] }] })
  const gone = await keep({ choices: [{ ...POWER, rows: ['nowhere'] }] })
  expect([none.body, gone.body]).toEqual([{ kept: 0 }, { kept: 0 }])
})

test('who may not read what it was asked by is told nothing of it', async () => {
  const { owner } = server.database
  const note = () => owner('fields').where({ table_id: server.one.tableId, key: 'note' })
  await keep({ activity_field: 'note', choices: [{ ...POWER, rows: [row] }] })
  expect((await why()).length).toBe(1)
  for (const hidden of [note, () => owner('fields').where({ tenant_id: server.one.tenantId, role: 'site' })]) {
    await hidden().update({ readers: ['auditor'] })
    expect([(await why('viewer')).length, (await why('auditor')).length]).toEqual([0, 1])
    await hidden().update({ readers: null })
  }
  const unknown = await keep({ activity_field: 'price', choices: [{ ...POWER, rows: [row] }] })
  expect([unknown.status, unknown.body.errors[0]]).toMatchObject([422, { path: 'activity_field', code: 'not-found' }])
})

test('who may write the cells keeps reasons; nobody in a locked cycle', async () => {
  const choices = [{ ...POWER, rows: [row] }]
  expect((await keep({ choices }, 'viewer')).status).toBe(403)
  const locked = await keep({ choices }, 'admin', server.one.lockedCycleId)
  expect([locked.status, locked.body.code]).toEqual([409, 'locked'])
  expect((await keep({ choices: [] })).status).toBe(422)
  const many = Array.from({ length: 5001 }, (_, i) => String(i))
  expect((await keep({ choices: [{ ...POWER, rows: many }] })).body.errors[0].path).toBe('choices')
  const foreign = await server.request(
    server.two.people.admin,
    'GET',
    `/tables/${server.one.tableId}/rows/${row}/factor_choices?${sheet()}`,
  )
  expect(foreign.status).toBe(404)
  const nobody = await call(null, 'GET', `/tables/${server.one.tableId}/rows/${row}/factor_choices?${sheet()}`)
  expect(nobody.status).toBe(401)
})

test('the next version of a locked cycle has the reasons of the one before, with who chose and when', async () => {
  const { projectId, tableId } = server.one
  const period = { starts_on: '2025-01-01', ends_on: '2025-12-31' }
  const cycle = { name: 'Restated', ...period, gwp_set: 'AR6', factor_year: 2025 }
  const { id } = (await call('admin', 'POST', `/projects/${projectId}/cycles`, cycle)).body
  const rows = ['fr25', 'gb25'].map((source) => ({ values: { site: 'lyon', month: '2025-01', quantity: 1, source } }))
  const made = await call('admin', 'POST', `/tables/${tableId}/rows?${sheet(id)}`, { rows })
  const [one, other] = made.body.accepted.map((accepted: { id: string }) => accepted.id)
  expect((await keep({ choices: [{ ...POWER, rows: [one, other] }] }, 'data_owner', id)).body).toEqual({ kept: 2 })
  expect((await call('admin', 'POST', `/cycles/${id}/status`, { status: 'locked' })).body.status).toBe('locked')
  const why = { cause: 'error', reason: 'A meter was read wrongly' }
  const next = (await call('admin', 'POST', `/cycles/${id}/restate`, why)).body.id
  const reasons = async (row: string, of: string) =>
    (await call('viewer', 'GET', `/tables/${tableId}/rows/${row}/factor_choices?${sheet(of)}`)).body.data
  expect(await reasons(one, next)).toMatchObject([{ suggestion: { chosen: { factor: { id: 'fr25' } } } }])
  expect(await reasons(one, next)).toEqual(await reasons(one, id))
  // the other cell never named what was suggested
  expect(await reasons(other, next)).toEqual([])
})

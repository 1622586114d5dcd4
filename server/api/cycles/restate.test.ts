/** A locked cycle as a new version: whole, beside the one that was reported, and told apart from it by cause. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { proveAll } from '#server/proof/proveAll.ts'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'
import { until } from '#server/testing/until.ts'
import { insertCountingTable, insertTestFactors } from './testing/countingTable.ts'

let server: TestServer

type Person = keyof TestServer['one']['people']

const as = (person: Person, method: string, path: string, body?: unknown) =>
  server.request(server.one.people[person], method, path, body)
const WHY = { cause: 'error', reason: 'A meter was read twice', details: 'Lyon, January' }
const restate = (id: string, body: unknown = WHY, person: Person = 'admin') =>
  as(person, 'POST', `/cycles/${id}/restate`, body)
const lock = (id: string) => as('admin', 'POST', `/cycles/${id}/status`, { status: 'locked' })
const totalOf = async (id: string): Promise<number | null> =>
  (await as('viewer', 'GET', `/cycles/${id}/emissions`)).body.total.co2e_kg
const rowsOf = async (id: string) =>
  (await as('admin', 'GET', `/tables/${server.one.tableId}/rows?cycle_id=${id}&limit=500`)).body.data
const write = (id: string, rows: object[]) =>
  as('admin', 'POST', `/tables/${server.one.tableId}/rows?cycle_id=${id}`, { rows })

/** A cycle of two rows of gas, 1000 and 500 kWh by the factors of 2025: 0.398 kg of CO2e per kWh by AR6. */
async function reported(year: number, quantities: readonly number[] = [1000, 500]): Promise<string> {
  const period = { starts_on: `${year}-01-01`, ends_on: `${year}-12-31`, factor_year: 2025, gwp_set: 'AR6' }
  const { body } = await as('admin', 'POST', `/projects/${server.one.projectId}/cycles`, {
    name: `R${year}`,
    ...period,
  })
  const values = { site: 'lyon', month: `${year}-01`, fuel: 'gas', price: 7, checked_by: 'Ada' }
  const written = await write(
    body.id,
    quantities.map((quantity) => ({ values: { ...values, quantity } })),
  )
  expect(written.body.rejected).toEqual([])
  const gap = { table_id: server.one.tableId, month: `${year}-02`, site: 'lyon', source: null }
  const declaration = { state: 'zero', reason: 'Closed in February' }
  await as('admin', 'PATCH', `/cycles/${body.id}/declared_gaps`, { gaps: [{ ...gap, declaration }] })
  expect((await lock(body.id)).status).toBe(200)
  return body.id
}

beforeAll(async () => {
  server = await startTestServer()
  await insertTestFactors(server.database.owner)
  await insertCountingTable(server.database.owner, server.one)
})
afterAll(() => server.close())

test('the new version has every row with its id and every cell, also those that nobody may write; the reported one stays', async () => {
  const first = await reported(2030)
  const before = await rowsOf(first)
  const { owner } = server.database
  await owner('fields')
    .where({ table_id: server.one.tableId, key: 'checked_by' })
    .update({ writers: [], updated_at: new Date() })
  const made = await restate(first)
  await owner('fields')
    .where({ table_id: server.one.tableId, key: 'checked_by' })
    .update({ writers: ['auditor', 'admin'], updated_at: new Date() })
  expect(made.body).toMatchObject({
    name: 'R2030 v2',
    version: 2,
    restates: first,
    restated_by: null,
    status: 'open',
    starts_on: '2030-01-01',
    ends_on: '2030-12-31',
    restatement: { ...WHY, at: expect.stringMatching(/^\d{4}-/) },
    rows: 2,
    left_behind: [],
  })
  const cells = (rows: { id: string; values: object }[]) => rows.map(({ id, values }) => ({ id, values }))
  expect(cells(await rowsOf(made.body.id))).toEqual(cells(before))
  const gaps = owner('declared_gaps').where({ cycle_id: made.body.id })
  expect(await gaps.select('month', 'state', 'reason')).toEqual([
    { month: '2030-02', state: 'zero', reason: 'Closed in February' },
  ])
  expect(await totalOf(made.body.id)).toBeCloseTo((await totalOf(first))!, 9)
  expect((await as('viewer', 'GET', `/cycles/${first}`)).body).toMatchObject({
    status: 'locked',
    restated_by: made.body.id,
  })
  expect((await write(first, [{ id: before[0].id, values: { quantity: 1 } }])).status).toBe(409)

  const edited = await write(made.body.id, [{ id: before[0].id, values: { quantity: 400 } }])
  expect(edited.body.accepted).toHaveLength(1)
  expect(await totalOf(made.body.id)).toBeCloseTo(900 * 0.398, 9)
  expect(await totalOf(first)).toBeCloseTo(1500 * 0.398, 9)

  const list = async (query: string): Promise<string[]> =>
    (await as('viewer', 'GET', `/projects/${server.one.projectId}/cycles?limit=200${query}`)).body.data
      .map(({ name }: { name: string }) => name)
      .filter((name: string) => name.startsWith('R2030'))
      .toSorted()
  expect([await list(''), await list('&filter[latest]=true')]).toEqual([['R2030', 'R2030 v2'], ['R2030 v2']])
  const audit = await as('admin', 'GET', `/audit_log?filter[subject_id]=${first}`)
  expect(audit.body.data[0]).toMatchObject({ action: 'cycle.restate', after: { ...WHY, version: 2, rows: 2 } })
  expect((await proveAll(server.database.ownerUrl, 'check')).problems).toEqual([])
})

test('the bridge leads from what was reported to what is right: edits by their cause, factors and GWP set by theirs', async () => {
  const first = await reported(2031)
  const { body: made } = await restate(first, { ...WHY, cause: 'structure', reason: 'Porto was sold' })
  const [row] = await rowsOf(made.id)
  await write(made.id, [{ id: row.id, values: { quantity: row.values.quantity / 2 } }])
  await as('admin', 'PATCH', `/cycles/${made.id}`, { factor_year: 2024, gwp_set: 'AR5' })
  expect((await lock(made.id)).status).toBe(200)
  const told = (await as('viewer', 'GET', `/cycles/${made.id}/comparison?with=${first}`)).body
  const left = 1500 - row.values.quantity / 2
  const steps = Object.fromEntries(told.bridge.map(({ cause, kg }: { cause: string; kg: number }) => [cause, kg]))
  expect(steps).toEqual({
    structure: expect.closeTo((-row.values.quantity / 2) * 0.398, 9),
    factor: expect.closeTo(left * (0.2 - 0.398), 9),
  })
  const sum = Object.values(steps as Record<string, number>).reduce((all, kg) => all + kg, 0)
  expect(sum).toBeCloseTo(told.total.after_kg - told.total.before_kg, 9)
  expect((await as('viewer', 'GET', `/cycles/${first}/comparison?with=${made.id}`)).body.bridge).toBeNull()
})

test('what a restatement because of an error changes has that cause, row by row', async () => {
  const first = await reported(2039)
  const { body: made } = await restate(first, { ...WHY, cause: 'error', reason: 'A meter was read wrongly' })
  const [row, gone] = await rowsOf(made.id)
  await write(made.id, [{ id: row.id, values: { quantity: row.values.quantity * 2 } }])
  await as('admin', 'DELETE', `/tables/${server.one.tableId}/rows/${gone.id}?cycle_id=${made.id}`)
  await as('admin', 'PATCH', `/cycles/${made.id}`, { factor_year: 2024 })
  const path = `/cycles/${made.id}/comparison`
  const { total } = (await as('viewer', 'GET', `${path}?with=${first}`)).body
  const wrong = (row.values.quantity - gone.values.quantity) * 0.398
  expect(total.effects).toMatchObject({ error_kg: expect.closeTo(wrong, 9), activity_kg: 0, removed_kg: 0 })
  expect(total.effects.factor_kg).toBeLessThan(0)
  const { body } = await as('viewer', 'GET', `${path}/rows?with=${first}&cause=error`)
  expect(body.data.map(({ row_id }: { row_id: string }) => row_id).toSorted()).toEqual([row.id, gone.id].toSorted())
  expect(body.effect_kg).toBeCloseTo(wrong, 9)
})

test('only a locked cycle, only its latest version, one version open at a time; a version after it is the third', async () => {
  const first = await reported(2032)
  const both = await Promise.all([restate(first), restate(first)])
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
  expect(both.find(({ status }) => status === 409)!.body.errors).toMatchObject([{ code: 'restated' }])
  const second = both.find(({ status }) => status === 200)!.body
  expect((await restate(second.id)).body.errors).toMatchObject([{ code: 'not-locked' }])
  const renamed = await as('admin', 'PATCH', `/cycles/${second.id}`, { name: 'Better', ends_on: '2032-11-30' })
  expect(renamed.body.errors.map(({ path, code }: { path: string; code: string }) => [path, code])).toEqual([
    ['name', 'same-version'],
    ['ends_on', 'same-version'],
  ])
  await lock(second.id)
  expect((await restate(second.id)).body).toMatchObject({ name: 'R2032 v3', version: 3, restates: second.id })
  const { owner } = server.database
  const place = { tenant_id: server.one.tenantId, project_id: server.one.projectId, original_id: first, version: 4 }
  const period = { starts_on: '2032-01-01', ends_on: '2032-12-31', gwp_set: 'AR6', factor_year: 2025 }
  const fourth = owner('cycles').insert({ ...place, ...period, name: 'x', restates: second.id, restatement: '{}' })
  await expect(fourth).rejects.toThrow('cycles_one_open_version')
})

test('a restatement that is not to be goes with its rows, and the reported version is the latest again', async () => {
  const first = await reported(2033)
  const { body: made } = await restate(first)
  expect((await as('admin', 'DELETE', `/cycles/${made.id}`)).status).toBe(204)
  expect((await as('viewer', 'GET', `/cycles/${first}`)).body.restated_by).toBeNull()
  expect((await as('viewer', 'GET', `/cycles/${made.id}`)).status).toBe(404)
  expect((await restate(first)).body).toMatchObject({ name: 'R2033 v2', version: 2, rows: 2 })
})

test('what an instrument covers comes along, and counts once', async () => {
  const first = await reported(2034)
  const { owner } = server.database
  const own = { tenant_id: server.one.tenantId }
  const bought = { type: 'contract', name: 'Wind', market: 'GB', mwh: 10, rates: '{"CO2": 0}', rate_unit: 'kg/MWh' }
  const vintage = { vintage_from: '2034-01-01', vintage_to: '2034-12-31', carrier: 'electricity' }
  const [{ id }] = await owner('instruments')
    .insert({ ...own, ...bought, ...vintage })
    .returning('id')
  const months = { from_month: '2034-01', to_month: '2034-12' }
  await owner('instrument_allocations').insert({ ...own, instrument_id: id, cycle_id: first, mwh: 6, ...months })
  const { body: made } = await restate(first)
  const { body } = await as('admin', 'GET', `/instruments/${id}`)
  expect(body).toMatchObject({ allocated_mwh: 6, remaining_mwh: 4, is_frozen: true })
  expect(body.allocations.map(({ cycle_id, mwh }: { cycle_id: string; mwh: number }) => [cycle_id, mwh])).toEqual(
    expect.arrayContaining([
      [first, 6],
      [made.id, 6],
    ]),
  )
})

test('401, 403 for who does not manage cycles, 404 for another company, 422 with everything that is wrong', async () => {
  const first = await reported(2035)
  const path = `/cycles/${first}/restate`
  const { two, request } = server
  expect((await request(null, 'POST', path, WHY)).status).toBe(401)
  expect((await request(two.people.admin, 'POST', path, WHY)).status).toBe(404)
  for (const person of ['data_owner', 'auditor', 'viewer', 'moduleOwner'] as const) {
    expect([person, (await restate(first, WHY, person)).status]).toEqual([person, 403])
  }
  const wrong = await restate(first, { cause: 'growth', reason: ' ', more: 1 })
  expect([wrong.status, wrong.body.errors.map(({ path }: { path: string }) => path).toSorted()]).toEqual([
    422,
    ['cause', 'more', 'reason'],
  ])
})

test('cut off in the middle, nothing of the new version is there; asked again it is whole', async () => {
  const first = await reported(2036)
  const { owner } = server.database
  const counts = async (): Promise<unknown> => [
    await owner('cycles').where({ original_id: first }),
    (await owner('cycles').where({ id: first }).first('restated_by')).restated_by,
    (await owner('documents').count())[0],
  ]
  const before = await counts()
  const holder = await owner.transaction()
  await holder.raw('LOCK TABLE document_updates IN EXCLUSIVE MODE')
  const dying = restate(first)
  let pid: number | undefined
  await until(async () => {
    const { rows } = await owner.raw<{ rows: { pid: number }[] }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%journal_append%'`,
    )
    pid = rows[0]?.pid
    return pid !== undefined
  }, 'in the middle')
  await owner.raw('SELECT pg_terminate_backend(?)', [pid!])
  await holder.rollback()
  expect((await dying).status).toBeGreaterThanOrEqual(500)
  expect(await counts()).toEqual(before)
  expect((await restate(first)).body).toMatchObject({ version: 2, rows: 2 })
})

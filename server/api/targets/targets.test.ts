import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'

type Who = keyof TestServer['one']['people']

let server: TestServer
/** Ids of the fields of the first table by name. */
const fields: Record<string, string> = {}
/** Rows of the other table by asset. */
const rows: Record<string, string> = {}
let assetField: string

const call = (who: Who | null, method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(who === null ? null : server.one.people[who], method, path, body)
const rowsOf = (tableId: string): string => `/tables/${tableId}/rows?cycle_id=${server.one.openCycleId}`
const targetsOf = (field: string): string => `/tables/${server.one.tableId}/fields/${fields[field]}/targets`
const search = (who: Who | null, field: string, text = '', more = ''): Promise<Reply> =>
  call(who, 'GET', `${targetsOf(field)}?cycle_id=${server.one.openCycleId}&search=${encodeURIComponent(text)}${more}`)
const lookup = (who: Who | null, field: string, values: unknown): Promise<Reply> =>
  call(who, 'POST', targetsOf(field), { cycle_id: server.one.openCycleId, values })
const labels = ({ body }: Reply): string[] => body.data.map(({ label }: { label: string }) => label)
const states = ({ body }: Reply): string[] => body.data.map(({ state }: { state: string }) => state)
const problems = ({ body }: Reply): string[] =>
  body.errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)
const idOf = async (who: Who): Promise<string> => (await call(who, 'GET', '/me')).body.user.id

async function addField(tableId: string, body: object): Promise<string> {
  const reply = await call('admin', 'POST', `/tables/${tableId}/fields`, body)
  expect([reply.status, reply.body.errors]).toEqual([200, undefined])
  return reply.body.id
}

async function addRow(values: object, tableId = server.one.otherTableId): Promise<string> {
  const reply = await call('admin', 'POST', rowsOf(tableId), { rows: [{ values }] })
  expect(reply.body.rejected).toEqual([])
  return reply.body.accepted[0].id
}

beforeAll(async () => {
  server = await startTestServer()
  const { tableId, otherTableId } = server.one
  assetField = await addField(otherTableId, { name: 'Asset', type: 'text' })
  const secret = await addField(otherTableId, { name: 'Secret name', type: 'text' })
  for (const [asset, site] of [
    ['Chiller 1', 'lyon'],
    ['Chiller 2', 'porto'],
    ['Twin', 'lyon'],
    ['twin ', 'porto'],
    ['100%_a', 'lyon'],
  ] as const) {
    rows[asset] = await addRow({ asset, site, month: '2025-04', secret_name: `secret of ${asset}` })
  }
  const reply = await call('admin', 'PATCH', `/tables/${otherTableId}/fields/${secret}`, { readers: ['admin'] })
  expect(reply.status).toBe(200)
  fields['asset'] = await addField(tableId, {
    name: 'Cools',
    type: 'reference',
    target: { table_id: otherTableId, field_id: assetField },
  })
  fields['secret'] = await addField(tableId, {
    name: 'Secretly',
    type: 'reference',
    target: { table_id: otherTableId, field_id: secret },
  })
  fields['person'] = await addField(tableId, { name: 'In charge', type: 'person' })
  fields['factor'] = await addField(tableId, { name: 'Emission factor', type: 'factor' })
  fields['note'] = (await call('admin', 'GET', `/tables/${tableId}`)).body.fields.find(
    ({ key }: { key: string }) => key === 'note',
  ).id
})
afterAll(() => server.close())

test('a list of rows brings along what its cells point at, once and as far as the caller may read it', async () => {
  const { tableId, otherTableId } = server.one
  const [first, second] = [rows['Chiller 1'], rows['Chiller 2']]
  for (const cools of [first, first, second]) {
    await addRow({ note: 'brings along', cools, secretly: cools }, tableId)
  }
  const path = `${rowsOf(tableId)}&filter[note]=brings along`
  const { body } = await call('viewer', 'GET', `${path}&include=rows,users`)
  expect(body.included.users).toEqual([{ id: await idOf('admin'), name: expect.any(String) }])
  expect(body.included.rows.map((row: { id: string }) => row.id)).toEqual([first, second])
  expect(body.included.rows[0]).toMatchObject({
    table_id: otherTableId,
    values: { asset: 'Chiller 1', site: 'lyon', month: '2025-04' },
  })
  expect(JSON.stringify(body)).not.toContain('secret of')
  expect((await call('admin', 'GET', `${path}&include=rows`)).body.included.rows[0].values.secret_name).toBe(
    'secret of Chiller 1',
  )
  expect((await call('moduleOwner', 'GET', `${path}&include=rows,factors`)).body.included).toEqual({
    rows: [],
    factors: [],
  })
  expect((await call('admin', 'GET', `${path}&include=rows&fields=note`)).body.included.rows).toEqual([])
  expect(problems(await call('admin', 'GET', `${path}&include=rows,secrets`))).toEqual(['include[1] invalid-value'])
})

test('rows are found by what they are called and by what else tells them apart, the best match first', async () => {
  expect(labels(await search('data_owner', 'asset', 'chiller'))).toEqual(['Chiller 1', 'Chiller 2'])
  expect(labels(await search('data_owner', 'asset', '2 CHILL'))).toEqual(['Chiller 2'])
  expect(labels(await search('data_owner', 'asset', '', '&limit=1'))).toEqual(['100%_a'])
  expect(labels(await search('data_owner', 'asset', '%'))).toEqual(['100%_a'])
  expect((await search('data_owner', 'asset', 'chiller 1')).body).toEqual({
    data: [{ id: rows['Chiller 1'], label: 'Chiller 1', detail: 'LYON · 2025-04', factor: null }],
    hidden: false,
  })
})

test('values are looked up by id and by name; of a deleted row nothing is told but that it is gone', async () => {
  const gone = await addRow({ asset: 'Old boiler' })
  await call('admin', 'DELETE', `/tables/${server.one.otherTableId}/rows/${gone}?cycle_id=${server.one.openCycleId}`)
  const reply = await lookup('data_owner', 'asset', [rows['Chiller 1'], ' chiller  1', 'Twin', 'Boiler', gone])
  expect(reply.body.data).toEqual([
    { value: rows['Chiller 1'], state: 'here', id: rows['Chiller 1'], label: 'Chiller 1' },
    { value: ' chiller  1', state: 'named', id: rows['Chiller 1'], label: 'Chiller 1' },
    { value: 'Twin', state: 'several', id: null, label: null },
    { value: 'Boiler', state: 'unknown', id: null, label: null },
    { value: gone, state: 'gone', id: gone, label: null },
  ])
})

test('a name that may not be read is in no answer, whether it is searched, looked up or guessed', async () => {
  const asked = [rows['Chiller 1'], 'secret of Chiller 1', 'nothing like it', crypto.randomUUID()]
  for (const [who, field] of [
    ['data_owner', 'secret'],
    ['viewer', 'secret'],
    ['moduleOwner', 'asset'],
    ['moduleOwner', 'secret'],
  ] as const) {
    const found = await lookup(who, field, asked)
    expect([found.status, states(found)]).toEqual([200, ['hidden', 'hidden', 'hidden', 'hidden']])
    const replies = await Promise.all(['', 'secret', 'chiller'].map((text) => search(who, field, text)))
    expect(replies.map(({ body }) => body)).toEqual(replies.map(() => ({ data: [], hidden: true })))
  }
  expect(states(await lookup('admin', 'secret', asked))).toEqual(['here', 'named', 'unknown', 'unknown'])
})

test('members are listed by name to who may choose one; addresses are for who manages people', async () => {
  const { people } = server.one
  const all = await search('data_owner', 'person')
  expect(labels(all).toSorted()).toEqual(
    Object.values(people)
      .map((email) => `Person ${email}`)
      .toSorted(),
  )
  expect(Object.keys(all.body.data[0])).toEqual(['id', 'label', 'detail', 'factor'])
  expect(all.body.data[0].detail).toBeNull()
  expect((await search('admin', 'person', 'viewer@')).body.data[0].detail).toBe(people.viewer)
  const [id, viewer] = [await idOf('viewer'), `Person ${people.viewer}`]
  const found = await lookup('data_owner', 'person', [id, people.viewer.toUpperCase(), viewer, 'viewer@', 'Nobody'])
  expect(states(found)).toEqual(['here', 'named', 'named', 'unknown', 'unknown'])
  expect((await search('viewer', 'person')).body).toEqual({ data: [], hidden: true })
  expect(states(await lookup('viewer', 'person', [id, people.viewer, viewer]))).toEqual(['here', 'unknown', 'unknown'])
})

test('whoever left keeps the name by which the cells know them, and cannot be chosen any more', async () => {
  const { owner } = server.database
  const [id, other] = [await idOf('auditor'), (await call('admin', 'GET', '/me')).body.user.id]
  const member = { tenant_id: server.one.tenantId, user_id: id }
  await owner('memberships').where(member).update({ deleted_at: new Date() })
  const found = await lookup('data_owner', 'person', [id, other, server.one.people.auditor])
  expect(states(found)).toEqual(['gone', 'here', 'unknown'])
  expect(found.body.data[0].label).toBe(`Person ${server.one.people.auditor}`)
  expect(labels(await search('data_owner', 'person'))).not.toContain(`Person ${server.one.people.auditor}`)
  await owner('memberships').where(member).update({ deleted_at: null })
})

test('factors are found by name, year, place, unit and publisher: those of the cycle’s year first, then the newest', async () => {
  await insertFactors()
  const found = async (text: string): Promise<string[]> => labels(await search('viewer', 'factor', text))
  expect(await found('diesel')).toEqual(['Diesel 2025', 'Diesel 2026', 'Diesel 2024', 'Marine diesel 2025'])
  expect(await found('diesel 2024')).toEqual(['Diesel 2024'])
  expect(await found('fuels')).toEqual(['Old fuels 2024', 'Coke 2025'])
  expect(await found('gb diesel litre')).toEqual(['Diesel 2025', 'Diesel 2026', 'Diesel 2024'])
  expect(await found('gb barrels')).toEqual([])
  expect(await found('DEFRA gb l diesel')).toEqual(['Diesel 2025', 'Diesel 2026', 'Diesel 2024'])
  expect(await found('broken')).toEqual([])
  const [first] = (await search('viewer', 'factor', 'diesel')).body.data
  expect(first).toMatchObject({
    id: 'd-2025',
    detail: 'DEFRA · GB',
    factor: { unit: 'L', normalised: { co2eOnlyKg: 2.5 } },
  })
  const asked = ['d-2025', 'diesel  2024', 'Diesel', 'Marine Diesel', 'petrol', 'odd']
  const known = await lookup('viewer', 'factor', asked)
  expect(known.body.data[2]).toMatchObject({ state: 'named', id: 'd-2025' })
  expect(states(known)).toEqual(['here', 'named', 'named', 'named', 'unknown', 'here'])
})

async function insertFactors(): Promise<void> {
  const { owner } = server.database
  const set = { id: 's', publisher: 'DEFRA', title: 'Factors', edition: '1', licence: 'x', url: null, year: 2025 }
  await owner('factor_sets').insert({ ...set, gwp_basis: 'AR5' })
  const factor = (id: string, name: string, year: number, geography = 'GB', unit = 'L') => ({
    id,
    name,
    year,
    geography,
    unit,
    factor_set_id: 's',
    table_name: 't',
    row_ref: 'r',
    published: '{}',
    normalised: JSON.stringify({
      id,
      name,
      unit,
      year,
      geography,
      gasesKg: {},
      co2eOnlyKg: 2.5,
      co2eOnlyGwp: null,
      biogenicCo2Kg: null,
      publisher: 'DEFRA',
      dataset: 'Factors',
      edition: '1',
      table: 't',
      row: 'r',
      licence: 'x',
    }),
    search_text: `${name} ${geography}`.toLowerCase(),
  })
  await owner('factors').insert([
    factor('d-2024', 'Diesel', 2024),
    factor('d-2025', 'Diesel', 2025),
    factor('d-2026', 'Diesel', 2026),
    factor('m-2025', 'Marine diesel', 2025, 'WORLD', 'kg'),
    { ...factor('c-2025', 'Coke', 2025), search_text: 'coke fuels' },
    factor('o-2024', 'Old fuels', 2024),
  ])
  await owner('factors').insert({ ...factor('odd', 'Broken', 2025), normalised: null, unusable_reason: 'no unit' })
}

test('400 and 401, 404 for what is not there or not theirs, for a field that points at nothing, and for another tenant', async () => {
  const bad = await call('admin', 'GET', `${targetsOf('asset')}?limit=51&why=1`)
  expect([bad.status, problems(bad).toSorted()]).toEqual([
    422,
    ['cycle_id missing', 'limit too-big', 'why unknown-key'].toSorted(),
  ])
  const many = await lookup('admin', 'asset', Array.from({ length: 501 }, String))
  const long = await lookup('admin', 'asset', ['x'.repeat(101)])
  expect([many.status, long.status, (await lookup('admin', 'asset', [])).status]).toEqual([422, 422, 422])
  expect([(await search(null, 'asset')).status, (await lookup(null, 'asset', ['x'])).status]).toEqual([401, 401])
  expect([(await search('admin', 'note')).status, (await lookup('admin', 'note', ['x'])).status]).toEqual([404, 404])
  const { two, request } = server
  const path = `${targetsOf('asset')}?cycle_id=`
  const foreign = await Promise.all(
    [server.one.openCycleId, two.openCycleId].map((cycle) => request(two.people.admin, 'GET', path + cycle)),
  )
  expect(foreign.map(({ status }) => status)).toEqual([404, 404])
})

test('a field points only at texts of tables of its project that its author may read', async () => {
  const { one, two } = server
  const add = (target: unknown, type = 'reference'): Promise<Reply> =>
    call('admin', 'POST', `/tables/${one.tableId}/fields`, { name: 'Points', type, target })
  const site = (await call('admin', 'GET', `/tables/${one.otherTableId}`)).body.fields[0].id
  const foreign = await server.request(two.people.admin, 'GET', `/tables/${two.tableId}`)
  const note = foreign.body.fields.find(({ key }: { key: string }) => key === 'note').id
  const replies = await Promise.all([
    add(null),
    add({ table_id: one.otherTableId, field_id: site }),
    add({ table_id: one.tableId, field_id: assetField }),
    add({ table_id: two.tableId, field_id: note }),
    add({ table_id: crypto.randomUUID(), field_id: note }),
    add({ table_id: one.otherTableId, field_id: assetField }, 'person'),
  ])
  expect(replies.map((reply) => [reply.status, ...problems(reply)])).toEqual([
    [422, 'target empty'],
    [422, 'target wrong-type'],
    [422, 'target not-found'],
    [422, 'target not-found'],
    [422, 'target not-found'],
    [422, 'target wrong-type'],
  ])
  expect(replies[3]!.body.errors).toEqual(replies[4]!.body.errors)
  const table = (await call('viewer', 'GET', `/tables/${one.tableId}`)).body
  expect(table.fields.find(({ id }: { id: string }) => id === fields['asset'])).toMatchObject({
    type: 'reference',
    target: { table_id: one.otherTableId, field_id: assetField },
  })
})

test('a field that says what rows are called stays as long as somebody points at them', async () => {
  const { otherTableId, tableId } = server.one
  const label = await addField(otherTableId, { name: 'Short name', type: 'text' })
  const target = { table_id: otherTableId, field_id: label }
  const pointing = await addField(tableId, { name: 'In short', type: 'reference', target })
  const path = `/tables/${otherTableId}/fields/${label}`
  expect(problems(await call('admin', 'DELETE', path))).toEqual(['key in-use'])
  expect((await call('admin', 'DELETE', `/tables/${tableId}/fields/${pointing}`)).status).toBe(204)
  expect((await call('admin', 'DELETE', path)).status).toBe(204)
})

test('an id from another tenant, or of something of another kind, points at nothing, however it got into the cell', async () => {
  const { one, two, request } = server
  const path = `/tables/${two.tableId}/rows?cycle_id=${two.openCycleId}`
  const { body } = await request(two.people.admin, 'POST', path, { rows: [{ values: { note: 'foreign' } }] })
  const stranger = (await request(two.people.viewer, 'GET', '/me')).body.user.id
  const ids = [body.accepted[0].id, stranger, one.tableId, two.tenantId]
  for (const field of ['asset', 'secret', 'person', 'factor']) {
    expect(states(await lookup('admin', field, ids))).toEqual(ids.map(() => 'unknown'))
  }
  expect(states(await lookup('admin', 'person', [two.people.viewer, `Person ${two.people.viewer}`]))).toEqual([
    'unknown',
    'unknown',
  ])
})

test('REST writes ids of what is there, refuses others by name of the field, and reads ids with their names', async () => {
  const { one } = server
  const viewer = await idOf('viewer')
  const write = (who: Who, values: object): Promise<Reply> =>
    call(who, 'POST', rowsOf(one.tableId), { rows: [{ values }] })
  const id = (await write('data_owner', { note: 'points', cools: rows['Chiller 2'], in_charge: viewer })).body
    .accepted[0].id
  await call('admin', 'POST', rowsOf(one.tableId), { rows: [{ id, values: { secretly: rows['Twin'] } }] })
  const refused = await write('data_owner', {
    cools: 'Chiller 1',
    in_charge: one.people.viewer,
    emission_factor: 'none',
    secretly: rows['Chiller 1'],
  })
  expect(refused.body.accepted).toEqual([])
  expect(problems({ ...refused, body: refused.body.rejected[0] }).toSorted()).toEqual(
    ['cools', 'emission_factor', 'in_charge', 'secretly'].map((key) => `${key} not-found`),
  )
  const read = async (who: Who, query = ''): Promise<{ id: string; values: object; labels: object }[]> =>
    (await call(who, 'GET', `${rowsOf(one.tableId)}&filter[note]=points${query}`)).body.data
  const named = { cools: 'Chiller 2', in_charge: `Person ${one.people.viewer}`, emission_factor: null }
  expect(await read('data_owner')).toMatchObject([
    { id, values: { cools: rows['Chiller 2'], in_charge: viewer }, labels: { ...named, secretly: null } },
  ])
  expect((await read('admin'))[0]!.labels).toEqual({ ...named, secretly: 'secret of Twin' })
  expect((await read('moduleOwner'))[0]!.labels).toEqual({ ...named, cools: null, secretly: null })
  expect(await read('viewer', '&filter[in_charge]=me')).toHaveLength(1)
  expect(await read('data_owner', '&filter[in_charge]=me')).toHaveLength(0)
})

test('of 10,000 rows the first matches come, renamed ones under their new name', async () => {
  const { one } = server
  const many = Array.from({ length: 10_000 }, (_, i) => ({ values: { asset: `Meter ${String(i).padStart(5, '0')}` } }))
  const written = await call('admin', 'POST', rowsOf(one.otherTableId), { rows: many })
  expect(labels(await search('data_owner', 'asset', '0999', '&limit=3'))).toEqual([
    'Meter 00999',
    'Meter 09990',
    'Meter 09991',
  ])
  expect(labels(await search('data_owner', 'asset', '9990 meter'))).toEqual(['Meter 09990'])
  const { id } = written.body.accepted[42]
  await call('admin', 'POST', rowsOf(one.otherTableId), { rows: [{ id, values: { asset: 'Renamed' } }] })
  expect((await lookup('data_owner', 'asset', [id, 'Renamed', 'Meter 00042'])).body.data).toEqual([
    { value: id, state: 'here', id, label: 'Renamed' },
    { value: 'Renamed', state: 'named', id, label: 'Renamed' },
    { value: 'Meter 00042', state: 'unknown', id: null, label: null },
  ])
})

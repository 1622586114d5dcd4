import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { proveAll } from '#server/proof/proveAll.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'

let server: TestServer
const clients: LiveClient[] = []

beforeAll(async () => {
  server = await startTestServer()
})
afterEach(() => clients.splice(0).forEach((client) => client.destroy()))
afterAll(() => server.close())

async function change(as: string | null, key: string, body: unknown): Promise<Reply> {
  const { one, database } = server
  const { id } = await database.owner('fields').where({ table_id: one.tableId, key }).first('id')
  return server.request(as, 'PATCH', `/tables/${one.tableId}/fields/${id}`, body)
}

async function field(as: string, key: string): Promise<Reply['body']> {
  const { body } = await server.request(as, 'GET', `/tables/${server.one.tableId}`)
  return body.fields.find((one: { key: string }) => one.key === key)
}

const paths = ({ body }: Reply): string[] => body.errors.map(({ path }: { path: string }) => path)

test('an administrator renames a field and says what its values must be like; open sheets follow at once, and what stands there stays', async () => {
  const { one } = server
  const { admin, data_owner: owner } = one.people
  const path = `/tables/${one.tableId}/rows?cycle_id=${one.openCycleId}`
  const written = await server.request(admin, 'POST', path, { rows: [{ values: { quantity: -5, note: 'x' } }] })
  expect(written.body.rejected).toEqual([])
  const sheet = await server.request(owner, 'GET', `/sheets?table_id=${one.tableId}&cycle_id=${one.openCycleId}`)
  const url = `${server.origin.replace('http', 'ws')}/collab`
  const client = new LiveClient({ url, name: sheet.body.parts[0].document, token: await server.token(owner) })
  clients.push(client)
  await expect.poll(() => client.provider.synced).toBe(true)

  const changed = await change(admin, 'quantity', {
    name: 'Fuel burned',
    validation: { required: false, min: 0, max: 1e6, unique: true },
  })
  expect(changed.status).toBe(200)
  await expect.poll(() => client.messages.some(({ type }) => type === 'describe')).toBe(true)
  expect(await field(owner, 'quantity')).toMatchObject({
    name: 'Fuel burned',
    required: false,
    validation: { required: false, min: 0, max: 1e6, mask: null, unique: true },
  })
  const rows = await server.request(owner, 'GET', path)
  expect(JSON.stringify(rows.body)).toMatch(/-5/)
  // a rule marks, it does not refuse
  const below = await server.request(admin, 'POST', path, { rows: [{ values: { quantity: -6 } }] })
  expect(below.body.rejected).toEqual([])

  expect((await change(admin, 'quantity', { validation: { min: null, unique: false, required: true } })).status).toBe(
    200,
  )
  const standing = (): Promise<unknown> =>
    server.database.owner('fields').where({ table_id: one.tableId, key: 'quantity' }).first('updated_at')
  const before = await standing()
  expect((await change(admin, 'quantity', { validation: { required: true, max: 1e6 } })).status).toBe(200)
  expect(await standing()).toEqual(before) // nothing new: nobody is told
  expect((await field(owner, 'quantity')).validation).toMatchObject({
    required: true,
    min: null,
    max: 1e6,
    unique: false,
  })
})

test('all that is wrong with rules is said at once, by name', async () => {
  const { admin } = server.one.people
  expect(
    paths(await change(admin, 'quantity', { validation: { min: 'low', max: 'high', mask: '##' } })).sort(),
  ).toEqual(['validation.mask', 'validation.max', 'validation.min'])
  expect(paths(await change(admin, 'read_on', { validation: { min: '2025-02-30', max: 7 } })).sort()).toEqual([
    'validation.max',
    'validation.min',
  ])
  expect(paths(await change(admin, 'read_on', { validation: { min: '2025-03-01', max: '2025-02-01' } }))).toEqual([
    'validation.min',
  ])
  expect(paths(await change(admin, 'estimated', { validation: { unique: true } }))).toEqual(['validation.unique'])
  expect(paths(await change(admin, 'doubled', { validation: { required: true, min: 1 } })).sort()).toEqual([
    'validation.min',
    'validation.required',
  ])
  expect(paths(await change(admin, 'note', { name: '   ' }))).toEqual(['name'])
  expect(paths(await change(admin, 'note', { name: 'READ_ON ' }))).toEqual(['name'])
  expect((await change(admin, 'note', { name: 'Note' })).status).toBe(200)
  expect(paths(await change(admin, 'note', { readers: null, name: 'Remark' }))).toEqual(['readers'])
  expect(paths(await change(admin, 'note', { validation: { regex: '(a+)+' } })).length).toBe(1)
})

test('choices are renamed, added and taken away; cells know theirs by its id, and a choice that is gone stays in its cell', async () => {
  const { one } = server
  const { admin, data_owner: owner } = one.people
  const path = `/tables/${one.tableId}/rows?cycle_id=${one.openCycleId}`
  await server.request(admin, 'POST', path, { rows: [{ values: { site: 'porto', note: 'there' } }] })
  const before = (await field(owner, 'site')).options
  const lyon = before.find(({ id }: { id: string }) => id === 'lyon')
  const reply = await change(admin, 'site', {
    options: [{ label: 'Antwerp' }, { id: 'lyon', label: 'Lyon, works 1' }, { label: 'Lyon' }],
  })
  expect(reply.status).toBe(200)
  expect((await field(owner, 'site')).options).toEqual([
    { id: 'antwerp', label: 'Antwerp' },
    { ...lyon, label: 'Lyon, works 1' },
    { id: 'lyon_2', label: 'Lyon' },
  ])
  expect(JSON.stringify((await server.request(owner, 'GET', path)).body)).toMatch(/"site":"porto"/)
  const options = [{ id: 'rome', label: 'Rome' }, { label: 'x' }, { label: ' X' }]
  expect(paths(await change(admin, 'site', { options }))).toEqual(['options[0]', 'options[2]'])
  expect(paths(await change(admin, 'note', { options: [{ label: 'x' }] }))).toEqual(['options'])
  expect(paths(await change(admin, 'site', { options: [] }))).toEqual(['options'])
})

test('only who manages the table may, and of a field that they may not read they say nothing', async () => {
  const { one, two } = server
  const people = [null, one.people.data_owner, one.people.auditor, one.people.viewer, two.people.admin]
  const body = { validation: { min: 3 } }
  const replies = await Promise.all(people.map((email) => change(email, 'quantity', body)))
  expect(replies.map(({ status }) => status)).toEqual([401, 403, 403, 403, 404])
  expect((await change(one.people.admin, 'price', { validation: { max: 424_242 } })).status).toBe(200)
  await change(one.people.admin, 'price', { readers: ['auditor'], writers: ['auditor'] })
  expect(paths(await change(one.people.admin, 'price', body))).toEqual(['validation'])
  // neither the log of changes nor the list of rights says what the rule is
  const seen = await Promise.all(
    ['/audit_log?limit=100', `/tables/${one.tableId}/fields`, `/tables/${one.tableId}`].map((path) =>
      server.request(one.people.admin, 'GET', path),
    ),
  )
  expect(seen.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(JSON.stringify(seen.map((reply) => reply.body))).not.toMatch(/424242/)
  expect(JSON.stringify(seen[0]!.body)).toMatch(/field\.definition/)
  expect((await field(one.people.auditor, 'price')).validation.max).toBe(424_242)
})

test('rows are derived anew when their gaps or results are others: what is stored is what a rebuild makes of it', async () => {
  const { one, database } = server
  const { admin } = one.people
  const path = `/tables/${one.tableId}/rows?cycle_id=${one.openCycleId}`
  await server.request(admin, 'POST', path, {
    rows: [
      { values: { site: 'lyon', month: '2025-02', quantity: 5 } },
      { values: { quantity: 6, read_on: '2025-02-01' } },
    ],
  })
  const check = async (): Promise<unknown> => {
    expect((await server.request(admin, 'GET', path)).status).toBe(200)
    return (await proveAll(database.ownerUrl, 'check')).problems
  }
  expect(await check()).toEqual([])
  const incomplete = async (): Promise<number> =>
    (await database.owner('rows').where({ table_id: one.tableId, incomplete: true })).length
  const before = await incomplete()
  await change(admin, 'read_on', { validation: { required: true } })
  expect(await check()).toEqual([])
  expect(await incomplete()).toBeGreaterThan(before)
  await change(admin, 'read_on', { validation: { required: false } })
  expect(await check()).toEqual([])
  expect(await incomplete()).toBe(before)
  const fields = `/tables/${one.tableId}/fields`
  const made = await server.request(admin, 'POST', fields, { name: 'Share', type: 'formula', formula: '1 / quantity' })
  expect(await check()).toEqual([])
  expect((await server.request(admin, 'DELETE', `${fields}/${made.body.id}`)).status).toBe(204)
  expect(await check()).toEqual([])
})

test('a choice that a locked cycle uses stays', async () => {
  const { one, database } = server
  const { admin } = one.people
  const options = (await field(admin, 'site')).options as { id: string; label: string }[]
  const path = `/tables/${one.tableId}/rows?cycle_id=${one.openCycleId}`
  await server.request(admin, 'POST', path, { rows: [{ values: { site: options[0]!.id } }] })
  await server.request(admin, 'GET', path)
  const lock = (status: string): Promise<unknown> =>
    database.owner('cycles').where({ id: one.openCycleId }).update({ status })
  await lock('locked')
  const without = options.slice(1).map(({ id, label }) => ({ id, label }))
  const reply = await change(admin, 'site', { options: without })
  expect([reply.status, reply.body.errors[0].code, paths(reply)]).toEqual([422, 'in-use', ['options']])
  await lock('open')
  expect((await change(admin, 'site', { options: without })).status).toBe(200)
})

test('a condition over the row is checked when it is saved, counts where it is broken, and follows the rows', async () => {
  const { one, two, database } = server
  const { admin, auditor, viewer } = one.people
  const said = async (formula: string, key = 'note'): Promise<string[]> =>
    (await change(admin, key, { validation: { formula } })).body.errors.map(
      ({ path, code }: { path: string; code: string }) => `${path} ${code}`,
    )
  expect(await said('quantity +')).toEqual([expect.stringMatching(/^validation\.formula /)])
  expect(await said('quantity * 2')).toEqual(['validation.formula type'])
  expect(await said('nothing > 2')).toEqual(['validation.formula unknown-field'])
  expect(await said('quantity > 2', 'doubled')).toEqual(['validation.formula wrong-type'])
  expect(await said('x'.repeat(1001))).toHaveLength(1)
  expect((await change(viewer, 'note', { validation: { formula: 'quantity > 2' } })).status).toBe(403)
  expect((await change(two.people.admin, 'note', { validation: { formula: 'quantity > 2' } })).status).toBe(404)

  const path = `/tables/${one.tableId}/rows?cycle_id=${one.openCycleId}`
  const made = await server.request(admin, 'POST', path, { rows: [{ values: { quantity: 30, note: 'ruled' } }] })
  const [{ id }] = made.body.accepted
  const errors = async (): Promise<number> => {
    await server.request(admin, 'GET', path)
    return (await database.owner('rows').where({ table_id: one.tableId, row_id: id }).first('errors')).errors
  }
  const before = await errors()
  const rule = { formula: 'quantity <= 20', message: 'More than the tank holds.' }
  expect((await change(admin, 'note', { validation: rule })).status).toBe(200)
  expect((await field(viewer, 'note')).validation).toMatchObject(rule)
  expect(await errors()).toBe(before + 1)
  expect((await proveAll(database.ownerUrl, 'check')).problems).toEqual([])
  await server.request(admin, 'PATCH', `/tables/${one.tableId}/rows/${id}?cycle_id=${one.openCycleId}`, {
    values: { quantity: 20 },
  })

  // one that reads a hidden field is neither told to those who may not read it, nor counted where they see it
  await change(admin, 'price', { readers: ['admin'], writers: ['admin'] })
  await change(admin, 'note', { validation: { formula: 'price <= 4242', message: 'Above 4242.' } })
  const seen = await Promise.all([auditor, viewer].map((email) => field(email, 'note')))
  expect(seen.map(({ validation }) => [validation.formula, validation.message])).toEqual([
    [null, null],
    [null, null],
  ])
  const log = await server.request(admin, 'GET', '/audit_log?limit=100')
  expect(JSON.stringify(log.body)).not.toMatch(/4242/)
  const counted = await errors()
  await server.request(admin, 'POST', path, { rows: [{ id, values: { price: 5000 } }] })
  expect(await errors()).toBe(counted)
  expect((await change(admin, 'note', { validation: { formula: null } })).status).toBe(200)
  expect((await field(admin, 'note')).validation).toMatchObject({ formula: null, message: null })
  expect((await proveAll(database.ownerUrl, 'check')).problems).toEqual([])
})

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { cellKey } from '#collab/schema/layout.ts'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'

let server: TestServer
const clients: LiveClient[] = []

beforeAll(async () => {
  server = await startTestServer()
})
afterEach(() => clients.splice(0).forEach((client) => client.destroy()))
afterAll(() => server.close())

const add = (as: string | null, body: unknown): Promise<Reply> =>
  server.request(as, 'POST', `/tables/${server.one.tableId}/fields`, body)

const rowsPath = (): string => `/tables/${server.one.tableId}/rows?cycle_id=${server.one.openCycleId}`

async function keys(as: string): Promise<string[]> {
  const { body } = await server.request(as, 'GET', `/tables/${server.one.tableId}`)
  return body.fields.map(({ key }: { key: string }) => key)
}

const paths = ({ body }: Reply): string[] => body.errors.map(({ path }: { path: string }) => path).sort()

test('a new field is there for everybody at once: in open sheets, where it is written, and by REST', async () => {
  const { one, request } = server
  const { admin, data_owner: owner, viewer } = one.people
  const written = await request(admin, 'POST', rowsPath(), { rows: [{ values: { note: 'first' } }] })
  const row: string = written.body.accepted[0].id
  const sheet = await request(owner, 'GET', `/sheets?table_id=${one.tableId}&cycle_id=${one.openCycleId}`)
  const url = `${server.origin.replace('http', 'ws')}/collab`
  const client = new LiveClient({ url, name: sheet.body.parts[0].document, token: await server.token(owner) })
  clients.push(client)
  await expect.poll(() => client.provider.synced).toBe(true)

  const [quantity] = (await request(admin, 'GET', `/tables/${one.tableId}`)).body.fields.filter(
    ({ key }: { key: string }) => key === 'quantity',
  )
  const reply = await add(admin, { name: 'Supplier’s meter', type: 'text', behind: quantity.id })
  expect(reply.body).toMatchObject({ key: 'supplier_s_meter', name: 'Supplier’s meter', type: 'text', readers: null })
  expect(await keys(viewer)).toContain('supplier_s_meter')
  const order = await keys(admin)
  expect(order.indexOf('supplier_s_meter')).toBe(order.indexOf('quantity') + 1)

  await expect.poll(() => client.messages.some(({ type }) => type === 'describe')).toBe(true)
  client.doc.getMap('c').set(cellKey(row, reply.body.ordinal), 'M-17')
  await expect
    .poll(async () => JSON.stringify((await request(viewer, 'GET', rowsPath())).body))
    .toMatch(/"supplier_s_meter":"M-17"/)
  expect(client.messages.filter(({ type }) => type === 'refused')).toEqual([])
})

test('choices and formulas are fields, too; a formula is checked before it is there', async () => {
  const { one, request } = server
  const { admin } = one.people
  const option = await add(admin, { name: 'Quality', type: 'option', options: ['Measured', 'Estimated', 'مقدّر'] })
  expect(option.body.options).toEqual([
    { id: 'measured', label: 'Measured' },
    { id: 'estimated', label: 'Estimated' },
    { id: 'option', label: 'مقدّر' },
  ])
  const formula = await add(admin, { name: 'Max', type: 'formula', unit: 'MWh', formula: 'quantity * 3' })
  expect(formula.body).toMatchObject({ key: 'max', type: 'formula', formula: 'quantity * 3' })
  const values = { quantity: 1000, quality: 'measured' }
  await request(admin, 'POST', rowsPath(), { rows: [{ values }] })
  const { body } = await request(admin, 'GET', rowsPath())
  expect(JSON.stringify(body)).toMatch(/"max":3[,}]/) // kWh to MWh

  const wrong = await add(admin, { name: 'Wrong', type: 'formula', unit: 'L', formula: 'quantity * 3' })
  expect([wrong.status, paths(wrong)]).toEqual([422, ['formula']])
  const unknown = await add(admin, { name: 'Unknown', type: 'formula', formula: 'nothing + 1' })
  expect(paths(unknown)).toEqual(['formula'])
  expect(await keys(admin)).not.toContain('wrong')
})

test('everything that is wrong is said at once', async () => {
  const { admin } = server.one.people
  expect(
    paths(await add(admin, { name: 'QUANTITY', type: 'text', unit: 'kWh', options: ['a'], formula: '1' })),
  ).toEqual(['formula', 'name', 'options', 'unit'])
  expect((await add(admin, { name: 'Only once', type: 'text' })).status).toBe(200)
  expect(paths(await add(admin, { name: 'Only once', type: 'text' }))).toEqual(['name'])
  expect(paths(await add(admin, { name: 'x', type: 'option', options: ['a', 'A '] }))).toEqual(['options[1]'])
  expect(paths(await add(admin, { name: 'x', type: 'option' }))).toEqual(['options'])
  expect(paths(await add(admin, { name: 'x', type: 'number', unit: 'smoots' }))).toEqual(['unit'])
  expect(paths(await add(admin, { name: 'x', type: 'formula', required: true }))).toEqual(['formula', 'required'])
  expect(paths(await add(admin, { name: ' ', type: 'colour' }))).toEqual(['name', 'type'])
  const behind = server.two.tableId
  expect(paths(await add(admin, { name: 'x', type: 'text', behind }))).toEqual(['behind'])
})

test('only who manages the table may; a formula over a field that they may not read does not know it', async () => {
  const { one, two } = server
  const people = [null, one.people.data_owner, one.people.auditor, one.people.viewer, two.people.admin]
  const replies = await Promise.all(people.map((email) => add(email, { name: 'Mine', type: 'text' })))
  expect(replies.map(({ status }) => status)).toEqual([401, 403, 403, 403, 404])
  const { id } = await server.database.owner('fields').where({ table_id: one.tableId, key: 'price' }).first('id')
  const path = `/tables/${one.tableId}/fields/${id}`
  await server.request(one.people.admin, 'PATCH', path, { readers: ['auditor'], writers: ['auditor'] })
  const spy = await add(one.people.admin, { name: 'Spy', type: 'formula', formula: 'price * 1' })
  expect([spy.status, paths(spy)]).toEqual([422, ['formula']])
})

test('fields that are added at the same moment have keys and addresses of their own', async () => {
  const { admin } = server.one.people
  const replies = await Promise.all(
    Array.from({ length: 6 }, (_, i) => add(admin, { name: `Same ${'!'.repeat(i)}`, type: 'text' })),
  )
  const of = (what: 'key' | 'ordinal'): unknown[] => replies.map(({ body }) => body[what])
  expect(new Set(of('key')).size).toBe(6)
  expect(new Set(of('ordinal')).size).toBe(6)
  expect(new Set(await keys(admin)).size).toBe((await keys(admin)).length)
})

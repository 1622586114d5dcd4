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

async function idOf(key: string): Promise<string> {
  return (await server.database.owner('fields').where({ table_id: server.one.tableId, key }).first('id')).id
}
const fieldPath = async (key: string): Promise<string> => `/tables/${server.one.tableId}/fields/${await idOf(key)}`
const retire = async (as: string | null, key: string): Promise<Reply> =>
  server.request(as, 'DELETE', await fieldPath(key))
const bringBack = async (as: string | null, key: string): Promise<Reply> =>
  server.request(as, 'POST', `${await fieldPath(key)}/restore`)
const rowsPath = (): string => `/tables/${server.one.tableId}/rows?cycle_id=${server.one.openCycleId}`
const rows = async (as: string): Promise<string> => JSON.stringify((await server.request(as, 'GET', rowsPath())).body)

test('a retired field is gone for everybody at once, takes nothing any more, and comes back with its values', async () => {
  const { one, request } = server
  const { admin, data_owner: owner } = one.people
  const written = await request(admin, 'POST', rowsPath(), { rows: [{ values: { note: 'to be kept' } }] })
  const row: string = written.body.accepted[0].id
  const sheet = await request(owner, 'GET', `/sheets?table_id=${one.tableId}&cycle_id=${one.openCycleId}`)
  const url = `${server.origin.replace('http', 'ws')}/collab`
  const client = new LiveClient({ url, name: sheet.body.parts[0].document, token: await server.token(owner) })
  clients.push(client)
  await expect.poll(() => client.provider.synced).toBe(true)
  const { ordinal } = await server.database
    .owner('fields')
    .where({ id: await idOf('note') })
    .first('ordinal')

  expect((await retire(admin, 'note')).status).toBe(204)
  await expect.poll(() => client.messages.some(({ type }) => type === 'describe')).toBe(true)
  expect(await rows(admin)).not.toMatch(/to be kept|"note"/)
  expect((await request(admin, 'GET', `/tables/${one.tableId}/fields`)).body.retired).toEqual([
    { id: await idOf('note'), key: 'note', name: 'note', type: 'text' },
  ])
  client.doc.getMap('c').set(cellKey(row, ordinal), 'too late')
  await expect
    .poll(() => client.messages.find(({ type }) => type === 'refused'))
    .toMatchObject({
      cells: [{ row, ordinal, reason: 'unknown-field' }],
    })
  const byProgram = await request(admin, 'POST', rowsPath(), { rows: [{ id: row, values: { note: 'too late' } }] })
  expect(byProgram.body).toMatchObject({ accepted: [], rejected: [{ errors: [{ path: 'note' }] }] })

  expect((await bringBack(admin, 'note')).status).toBe(204)
  expect(await rows(admin)).toMatch(/"note":"to be kept"/)
  expect(await rows(admin)).not.toMatch(/too late/)
  expect((await bringBack(admin, 'note')).status).toBe(404)
})

test('what totals and formulas need stays, and it is said why', async () => {
  const { admin } = server.one.people
  for (const [key, path] of [
    ['site', 'role'],
    ['month', 'role'],
    ['quantity', 'key'],
  ] as const) {
    const reply = await retire(admin, key)
    expect([reply.status, reply.body.errors.map((error: { path: string }) => error.path)]).toEqual([422, [path]])
  }
  expect((await retire(admin, 'quantity')).body.errors[0].message).toMatch(/“doubled”/)
  expect((await retire(admin, 'doubled')).status).toBe(204)
  const { id } = await server.database.owner('fields').where({ table_id: server.one.tableId, key: 'site' }).first('id')
  const ruled = (formula: string | null): Promise<Reply> =>
    server.request(admin, 'PATCH', `/tables/${server.one.tableId}/fields/${id}`, { validation: { formula } })
  expect((await ruled('quantity < 5')).status).toBe(200)
  expect((await retire(admin, 'quantity')).body.errors[0]).toMatchObject({
    code: 'in-condition',
    message: expect.stringMatching(/^The condition of “site” reads it/i),
  })
  expect((await ruled(null)).status).toBe(200)
  expect((await retire(admin, 'quantity')).status).toBe(204)
  expect((await bringBack(admin, 'quantity')).status).toBe(204)
})

test('a key that another field has by now keeps the old one away', async () => {
  const { admin } = server.one.people
  const path = `/tables/${server.one.tableId}/fields`
  const old = await idOf('read_on')
  expect((await server.request(admin, 'DELETE', `${path}/${old}`)).status).toBe(204)
  const { body } = await server.request(admin, 'POST', path, { name: 'Read on', type: 'text' })
  expect(body.key).toBe('read_on')
  const refused = await server.request(admin, 'POST', `${path}/${old}/restore`)
  expect([refused.status, refused.body.errors[0].path]).toEqual([422, 'key'])
  expect((await server.request(admin, 'DELETE', `${path}/${body.id}`)).status).toBe(204)
  expect((await server.request(admin, 'POST', `${path}/${old}/restore`)).status).toBe(204)
})

test('only who manages the table may retire and bring back, and nobody a field that they may not read', async () => {
  const { one, two } = server
  const people = [null, one.people.data_owner, one.people.auditor, one.people.viewer, two.people.admin]
  const tried = await Promise.all(people.map((email) => retire(email, 'checked_by')))
  expect(tried.map(({ status }) => status)).toEqual([401, 403, 403, 403, 404])
  expect((await retire(one.people.admin, 'checked_by')).status).toBe(204)
  const back = await Promise.all(people.map((email) => bringBack(email, 'checked_by')))
  expect(back.map(({ status }) => status)).toEqual([401, 403, 403, 403, 404])
  await server.request(one.people.admin, 'PATCH', await fieldPath('price'), {
    readers: ['auditor'],
    writers: ['auditor'],
  })
  const blind = await retire(one.people.admin, 'price')
  expect([blind.status, blind.body.errors[0].code]).toEqual([422, 'cannot-read'])
})

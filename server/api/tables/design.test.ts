import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const admin = (): string => server.one.people.admin
const table = (): string => `/tables/${server.one.tableId}`

async function idOf(key: string): Promise<string> {
  const { id } = await server.database.owner('fields').where({ table_id: server.one.tableId, key }).first('id')
  return id
}

async function place(as: string | null, key: string, behind: string | null): Promise<Reply> {
  const body = { behind: behind === null ? null : await idOf(behind) }
  return server.request(as, 'POST', `${table()}/fields/${await idOf(key)}/position`, body)
}

async function order(as: string): Promise<string[]> {
  const { one, request } = server
  const { body } = await request(as, 'GET', `/sheets?table_id=${one.tableId}&cycle_id=${one.openCycleId}`)
  return body.table.fields.map(({ key }: { key: string }) => key)
}

const changes = (as: string | null, rest = ''): Promise<Reply> =>
  server.request(as, 'GET', `${table()}/field_changes${rest}`)

test('a field is put behind another one, for everybody; six at once leave every place taken once', async () => {
  expect((await place(admin(), 'note', 'site')).status).toBe(204)
  const { viewer } = server.one.people
  expect((await order(viewer)).slice(0, 3)).toEqual(['site', 'note', 'month'])
  expect((await place(admin(), 'note', null)).status).toBe(204)
  expect((await order(viewer))[0]).toBe('note')
  const keys = ['site', 'month', 'quantity', 'read_on', 'estimated', 'doubled']
  const replies = await Promise.all(keys.map((key) => place(admin(), key, 'note')))
  expect(replies.map(({ status }) => status)).toEqual(keys.map(() => 204))
  const places = await server.database
    .owner('fields')
    .where({ table_id: server.one.tableId })
    .orderBy('position')
    .pluck('position')
  expect(places).toEqual(places.map((_, i) => i))
  const wrong = await server.request(admin(), 'POST', `${table()}/fields/${await idOf('note')}/position`, {
    behind: await idOf('note'),
  })
  expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, 'behind'])
})

test('who changed what, from what to what, is told to who manages the table, and to nobody else', async () => {
  const { one, two } = server
  await server.request(admin(), 'PATCH', `${table()}/fields/${await idOf('note')}`, { name: 'Remark' })
  await server.request(admin(), 'POST', `${table()}/fields/${await idOf('quantity')}/redefinition`, { unit: 'MWh' })
  const { data } = (await changes(admin())).body
  expect(data[0]).toMatchObject({
    action: 'field.redefine',
    by: 'Person admin@one.example',
    field: { key: 'quantity' },
    before: { type: 'number', unit: 'kWh' },
    after: { type: 'number', unit: 'MWh', converted: true },
  })
  expect(data[1]).toMatchObject({ action: 'field.definition', before: { name: 'note' }, after: { name: 'Remark' } })
  const own = (await changes(admin(), `?filter[field_id]=${await idOf('note')}&limit=1`)).body
  expect(own.data.map(({ field }: { field: { key: string } }) => field.key)).toEqual(['note'])
  expect(own.next_cursor).not.toBe(null)
  const people = [null, one.people.data_owner, one.people.auditor, one.people.viewer, two.people.admin]
  for (const ask of [changes, (as: string | null) => place(as, 'note', null)]) {
    const replies = await Promise.all(people.map((email) => ask(email)))
    expect(replies.map(({ status }) => status)).toEqual([401, 403, 403, 403, 404])
  }
})

test('of a field that they may not read they learn who reads and writes it, and nothing of its rules, its unit or its choices', async () => {
  const path = `${table()}/fields/${await idOf('price')}`
  await server.request(admin(), 'PATCH', path, { validation: { max: 31_337, required: true } })
  await server.request(admin(), 'POST', `${path}/redefinition`, { unit: 'EUR', values: 'keep' })
  await server.request(admin(), 'PATCH', path, { readers: ['auditor'], writers: ['auditor'] })
  const { body } = await changes(admin(), `?filter[field_id]=${await idOf('price')}`)
  expect(body.data[0]).toMatchObject({ action: 'field.access', after: { readers: ['auditor'], writers: ['auditor'] } })
  expect(JSON.stringify(body)).not.toMatch(/EUR|31337|max|required|unit/)
  expect((await changes(admin(), '?filter[field_id]=nothing')).status).toBe(422)
})

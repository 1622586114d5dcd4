import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const views = (): string => `/tables/${server.one.tableId}/views`
const list = (as: string | null): Promise<Reply> => server.request(as, 'GET', views())
const add = (as: string | null, body: object): Promise<Reply> => server.request(as, 'POST', views(), body)
const named = (reply: Reply): string[] => reply.body.data.map(({ name }: { name: string }) => name)
const range = (key: string, from: number) => ({
  key,
  test: { kind: 'range', from, to: null },
  empty: false,
  errors: false,
})
const mark = (key: string, value: number) => ({ key, when: 'above', value, to: null, style: 'bad', scope: 'row' })
const PLAIN = {
  sort: [],
  groups: [],
  filters: [],
  changed: null,
  search: '',
  hidden: [],
  pinned: [],
  order: [],
  widths: [],
  totals: [],
  marks: [],
  scales: [],
  row_height: 'normal',
}

test('a view of one’s own is saved, renamed, saved anew and deleted, and is nobody else’s to see or touch', async () => {
  const { viewer, data_owner: owner, admin } = server.one.people
  const made = await add(viewer, { name: ' Mine ', definition: { sort: [{ key: 'note', descending: true }] } })
  const definition = { ...PLAIN, sort: [{ key: 'note', descending: true }] }
  expect(made).toMatchObject({ status: 200, body: { name: 'Mine', shared: false, definition } })
  const path = `${views()}/${made.body.id}`
  expect(named(await list(viewer))).toEqual(['Mine'])
  for (const other of [owner, admin]) {
    expect(named(await list(other))).toEqual([])
    expect((await server.request(other, 'PATCH', path, { name: 'Theirs' })).status).toBe(404)
    expect((await server.request(other, 'DELETE', path)).status).toBe(404)
  }
  const changed = await server.request(viewer, 'PATCH', path, { name: 'Notes', definition: { search: 'kiln' } })
  expect(changed.body).toMatchObject({ name: 'Notes', definition: { ...PLAIN, search: 'kiln' } })
  expect((await server.request(viewer, 'DELETE', path)).status).toBe(204)
  expect((await server.request(viewer, 'DELETE', path)).status).toBe(404)
  expect(named(await list(viewer))).toEqual([])
})

test('shared views are made and changed by who manages the table, and seen by all who read it', async () => {
  const { admin, data_owner: owner, auditor, viewer } = server.one.people
  for (const person of [owner, auditor, viewer]) {
    expect((await add(person, { name: 'No', shared: true, definition: {} })).status).toBe(403)
  }
  const { body } = await add(admin, { name: 'Shared', shared: true, definition: { hidden: ['note'] } })
  const path = `${views()}/${body.id}`
  for (const person of [owner, auditor, viewer]) {
    expect((await list(person)).body.data).toEqual([body])
    expect((await server.request(person, 'PATCH', path, { name: 'Theirs' })).status).toBe(403)
    expect((await server.request(person, 'DELETE', path)).status).toBe(403)
  }
  expect((await server.request(admin, 'DELETE', path)).status).toBe(204)
})

test('nobody without a session, and nobody of another company, module or table', async () => {
  const { one, two, request } = server
  const { body } = await add(one.people.admin, { name: 'Here', shared: true, definition: {} })
  const tries = (as: string | null, table: string): Promise<Reply[]> =>
    Promise.all([
      request(as, 'GET', `/tables/${table}/views`),
      request(as, 'POST', `/tables/${table}/views`, { name: 'x', definition: {} }),
      request(as, 'PATCH', `/tables/${table}/views/${body.id}`, { name: 'x' }),
      request(as, 'DELETE', `/tables/${table}/views/${body.id}`),
      request(as, 'POST', `/tables/${table}/default_view`, { view_id: body.id, for: 'me' }),
    ])
  const statuses = async (as: string | null, table: string): Promise<number[]> =>
    (await tries(as, table)).map(({ status }) => status)
  expect(await statuses(null, one.tableId)).toEqual([401, 401, 401, 401, 401])
  expect(await statuses(two.people.admin, one.tableId)).toEqual([404, 404, 404, 404, 404])
  expect(await statuses(one.people.moduleOwner, one.otherTableId)).toEqual([404, 404, 404, 404, 404])
  expect((await statuses(one.people.admin, one.otherTableId)).slice(2)).toEqual([404, 404, 404])
  await request(one.people.admin, 'DELETE', `${views()}/${body.id}`)
})

test('what concerns a hidden field never reaches who may not read it, and outlasts what they save', async () => {
  const { one, request } = server
  const { admin, data_owner: owner, viewer } = one.people
  const field = await server.database.owner('fields').where({ table_id: one.tableId, key: 'price' }).first('id')
  const definition = {
    ...PLAIN,
    sort: [
      { key: 'price', descending: true },
      { key: 'note', descending: false },
    ],
    groups: ['price', 'note'],
    filters: [range('price', 31337), range('quantity', 1), range('gone', 99)],
    search: 'Secret supplier',
    hidden: ['price'],
    pinned: [{ key: 'price', at: 'end' }],
    order: ['price', 'note'],
    widths: [{ key: 'price', px: 200 }],
    totals: [{ key: 'price', measure: 'average' }],
    marks: [mark('price', 31337), mark('quantity', 5)],
    scales: [
      { key: 'price', kind: 'bar' },
      { key: 'quantity', kind: 'more' },
    ],
  }
  const { body: made } = await add(admin, { name: 'Prices', shared: true, definition })
  const path = `${views()}/${made.id}`
  const { filters, ...rest } = definition
  expect(made.definition).toEqual({ ...rest, filters: filters.slice(0, 2) }) // a column that is not there is left out
  const seen = {
    ...PLAIN,
    sort: [definition.sort[1]],
    groups: ['note'],
    filters: [range('quantity', 1)],
    order: ['note'],
    marks: [mark('quantity', 5)],
    scales: [definition.scales[1]],
  }
  for (const person of [owner, viewer]) {
    const reply = await list(person)
    expect(reply.body.data[0].definition).toEqual(seen)
    expect(JSON.stringify(reply.body)).not.toMatch(/31337|price|Secret/)
  }
  const { body: log } = await request(admin, 'GET', '/audit_log?subject_kind=view&limit=200')
  expect(JSON.stringify(log)).not.toMatch(/31337|Secret/)

  // an administrator who may not read the field any more
  const rights = (readers: string[]) =>
    request(admin, 'PATCH', `/tables/${one.tableId}/fields/${field.id}`, { readers, writers: readers })
  expect((await rights(['auditor'])).status).toBe(200)
  expect((await list(admin)).body.data[0].definition).toEqual(seen)
  const again = await request(admin, 'PATCH', path, { definition: { ...seen, filters: [range('price', 5)] } })
  expect(again.body.definition).toEqual({ ...seen, filters: [] })
  expect((await rights(['admin', 'auditor'])).status).toBe(200)
  expect((await list(admin)).body.data[0].definition).toMatchObject({
    sort: [definition.sort[1], definition.sort[0]],
    groups: ['note', 'price'],
    marks: [mark('quantity', 5), mark('price', 31337)],
    scales: [definition.scales[1], definition.scales[0]],
    filters: [range('price', 31337)],
    search: 'Secret supplier',
    order: ['note', 'price'],
  })
  await request(admin, 'DELETE', path)
})

test('each begins with their own choice, the others with that of the table; a deleted view is nobody’s any more', async () => {
  const { admin, viewer, data_owner: owner } = server.one.people
  const { body: shared } = await add(admin, { name: 'For all', shared: true, definition: {} })
  const { body: mine } = await add(viewer, { name: 'For me', definition: {} })
  const choose = (as: string, view_id: string | null, whose: string): Promise<Reply> =>
    server.request(as, 'POST', `/tables/${server.one.tableId}/default_view`, { view_id, for: whose })
  const defaults = async (as: string): Promise<unknown> => {
    const { my_default, table_default } = (await list(as)).body
    return [my_default, table_default]
  }
  expect((await choose(viewer, shared.id, 'everybody')).status).toBe(403)
  expect((await choose(admin, shared.id, 'everybody')).status).toBe(204)
  expect((await choose(viewer, mine.id, 'me')).status).toBe(204)
  expect(await defaults(viewer)).toEqual([mine.id, shared.id])
  expect(await defaults(owner)).toEqual([null, shared.id])
  expect((await choose(owner, mine.id, 'me')).status).toBe(404)
  const { body: own } = await add(admin, { name: 'Own', definition: {} })
  expect((await choose(admin, own.id, 'everybody')).body.errors[0]).toMatchObject({ path: 'view_id' })
  await server.request(admin, 'DELETE', `${views()}/${shared.id}`)
  expect(await defaults(viewer)).toEqual([mine.id, null])
  expect((await choose(viewer, null, 'me')).status).toBe(204)
  expect(await defaults(viewer)).toEqual([null, null])
  await server.request(admin, 'DELETE', `${views()}/${own.id}`)
  await server.request(viewer, 'DELETE', `${views()}/${mine.id}`)
})

test('what is not a view is refused with every problem named, a name twice too, and no more than a hundred are kept', async () => {
  const { admin, viewer } = server.one.people
  const wrong = await add(viewer, {
    name: ' ',
    definition: { sort: [{ key: 'note' }], filters: [{ ...range('note', 1), test: { kind: 'magic' } }], colour: 'red' },
  })
  expect(wrong.status).toBe(422)
  expect(wrong.body.errors.map(({ path }: { path: string }) => path).toSorted()).toEqual([
    'definition.colour',
    'definition.filters[0].test.kind',
    'definition.sort[0].descending',
    'name',
  ])
  expect((await server.request(viewer, 'PATCH', `${views()}/${crypto.randomUUID()}`, {})).status).toBe(422)
  const huge = {
    filters: [{ ...range('note', 1), test: { kind: 'values', values: ['x'.repeat(300_000)], except: true } }],
  }
  expect((await add(viewer, { name: 'Huge', definition: huge })).status).toBe(413)

  await add(viewer, { name: 'Once', definition: {} })
  const twice = await add(viewer, { name: 'ONCE', definition: {} })
  expect([twice.status, twice.body.errors[0].code]).toEqual([422, 'taken'])
  expect((await add(admin, { name: 'Once', definition: {} })).status).toBe(200)
  const { body: other } = await add(viewer, { name: 'Other', definition: {} })
  const renamed = await server.request(viewer, 'PATCH', `${views()}/${other.id}`, { name: 'once' })
  expect([renamed.status, renamed.body.errors[0].path]).toEqual([422, 'name'])
  const rest = Array.from({ length: 98 }, (_, i) => i)
  for (const i of rest) {
    expect((await add(viewer, { name: `View ${i}`, definition: {} })).status).toBe(200)
  }
  expect((await add(viewer, { name: 'One more', definition: {} })).body.errors[0].code).toBe('too-many')
})

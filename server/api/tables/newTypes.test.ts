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

const admin = (): string => server.one.people.admin
const add = (body: unknown): Promise<Reply> =>
  server.request(admin(), 'POST', `/tables/${server.one.tableId}/fields`, body)
const rowsPath = (): string => `/tables/${server.one.tableId}/rows?cycle_id=${server.one.openCycleId}`
const write = (rows: unknown[]): Promise<Reply> => server.request(admin(), 'POST', rowsPath(), { rows })
const read = async (more = ''): Promise<Record<string, unknown>[]> => {
  const { body } = await server.request(admin(), 'GET', `${rowsPath()}${more}`)
  return body.data.map(({ values }: { values: Record<string, unknown> }) => values)
}

async function live(): Promise<LiveClient> {
  const { tableId, openCycleId } = server.one
  const { body } = await server.request(admin(), 'GET', `/sheets?table_id=${tableId}&cycle_id=${openCycleId}`)
  const url = `${server.origin.replace('http', 'ws')}/collab`
  const client = new LiveClient({ url, name: body.parts[0].document, token: await server.token(admin()) })
  clients.push(client)
  await expect.poll(() => client.provider.synced).toBe(true)
  return client
}

test('several choices are a list of ids by REST and in live documents; anything else is refused there, with the reason', async () => {
  const { body: field } = await add({ name: 'Streams', type: 'options', options: ['Paper', 'Glass', 'Metal'] })
  expect([field.type, field.validation.options]).toEqual(['options', ['paper', 'glass', 'metal']])
  const written = await write([
    { values: { streams: ['metal', 'paper'] } },
    { values: { streams: ['glass'] } },
    { values: { streams: null } },
    { values: { streams: 'glass' } },
    { values: { streams: ['wood'] } },
    { values: { streams: ['paper', 'paper'] } },
    { values: { streams: [] } },
  ])
  expect(written.body.accepted).toHaveLength(3)
  const rejected: { index: number; errors: { path: string; code: string }[] }[] = written.body.rejected
  expect(rejected.flatMap(({ index, errors }) => errors.map(({ path, code }) => [index, path, code]))).toEqual([
    [3, 'streams', 'not-an-option'],
    [4, 'streams', 'not-an-option'],
    [5, 'streams', 'wrong-type'],
    [6, 'streams', 'wrong-type'],
  ])
  expect((await read('&filter[streams]=paper')).map(({ streams }) => streams)).toEqual([['metal', 'paper']])
  expect(await read('&filter[streams]=wood')).toEqual([])
  expect((await read('&filter[streams]=')).every(({ streams }) => streams === null)).toBe(true)
  expect((await server.request(admin(), 'GET', `${rowsPath()}&sort=streams`)).status).toBe(200)

  const client = await live()
  const [row] = [written.body.accepted[1].id as string]
  client.doc.getMap('c').set(cellKey(row, field.ordinal), ['glass', 'metal'])
  await expect
    .poll(async () => (await read('&filter[streams]=glass')).map(({ streams }) => streams))
    .toEqual([['glass', 'metal']])
  expect(client.messages.filter(({ type }) => type === 'refused')).toEqual([])
  const { body: history } = await server.request(
    admin(),
    'GET',
    `/tables/${server.one.tableId}/rows/${row}/history?cycle_id=${server.one.openCycleId}`,
  )
  expect(JSON.stringify(history)).toContain('["glass","metal"]')
})

test('a list stands in no field of another type', async () => {
  const { body: note } = await add({ name: 'One line', type: 'text' })
  const { body } = await write([{ values: { one_line: 'a' } }])
  const client = await live()
  client.doc.getMap('c').set(cellKey(body.accepted[0].id, note.ordinal), ['a', 'b'])
  await expect
    .poll(() => client.messages.find(({ type }) => type === 'refused'))
    .toMatchObject({
      cells: [{ ordinal: note.ordinal, reason: 'list-not-allowed' }],
    })
  expect((await read('&filter[one_line]=a')).length).toBe(1)
})

test('a text of several lines keeps them, and takes as much as a text', async () => {
  expect((await add({ name: 'Method', type: 'long_text' })).body.type).toBe('long_text')
  const method = 'Meters were read\non the last day.'
  const { body } = await write([{ values: { method } }, { values: { method: 'x'.repeat(10_001) } }])
  expect([body.accepted.length, body.rejected.length]).toEqual([1, 1])
  expect((await read()).map((values) => values['method'])).toContain(method)
})

test('choices belong to lists of choices only, and one that a locked cycle uses in a list stays', async () => {
  const wrong = await add({ name: 'Lines', type: 'long_text', options: ['a'], unit: 'kg' })
  expect(wrong.body.errors.map(({ path }: { path: string }) => path).sort()).toEqual(['options', 'unit'])
  expect((await add({ name: 'None', type: 'options' })).status).toBe(422)

  const { body: field } = await add({ name: 'Kept', type: 'options', options: ['One', 'Two', 'Three'] })
  await write([{ values: { kept: ['one', 'two'] } }])
  await read()
  const lock = (status: string): Promise<unknown> =>
    server.database.owner('cycles').where({ id: server.one.openCycleId }).update({ status })
  const keep = (...labels: string[]): Promise<Reply> =>
    server.request(admin(), 'PATCH', `/tables/${server.one.tableId}/fields/${field.id}`, {
      options: labels.map((label) => ({ id: label.toLowerCase(), label })),
    })
  await lock('locked')
  const reply = await keep('One', 'Three')
  expect([reply.status, reply.body.errors[0].code]).toEqual([422, 'in-use'])
  expect((await keep('One', 'Two')).status).toBe(200)
  await lock('open')
})

test('several choices become a text by their labels, and that a text of several lines, in every row', async () => {
  const { body: field } = await add({ name: 'Turned', type: 'options', options: ['Paper', 'Glass'] })
  await write([{ values: { turned: ['glass', 'paper'] } }, { values: { turned: ['paper'] } }])
  for (const type of ['text', 'long_text']) {
    const path = `/tables/${server.one.tableId}/fields/${field.id}/redefinition`
    expect((await server.request(admin(), 'POST', path, { type })).status).toBe(200)
    const texts = (await read())
      .map((values) => values['turned'])
      .filter((value) => value !== null && value !== undefined)
    expect(texts).toEqual(['Glass, Paper', 'Paper'])
  }
  const path = `/tables/${server.one.tableId}/fields/${field.id}/redefinition`
  expect((await server.request(admin(), 'POST', path, { type: 'options' })).status).toBe(422)
})

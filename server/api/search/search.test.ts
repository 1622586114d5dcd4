import { afterAll, beforeAll, expect, test } from 'vitest'
import { noteName } from '#collab/protocol/documentName.ts'
import { say } from '#collab/testing/noteDocument.ts'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import type { SearchHit } from '#shared/api/search.ts'
import { factorOf } from '#formulas/testing/context.ts'
import { insertFactors } from '#server/testing/insertFactors.ts'
import { type Reply, startTestServer, type TestServer } from '#server/testing/testServer.ts'
import { until } from '#server/testing/until.ts'

type Who = keyof TestServer['one']['people']

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = (who: Who, method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(server.one.people[who], method, path, body)
const find = (who: Who, q: string, more: Record<string, string> = {}): Promise<Reply> =>
  call(who, 'GET', `/search?${new URLSearchParams({ q, ...more }).toString()}`)
const rowsPath = (): string => `/tables/${server.one.tableId}/rows?cycle_id=${server.one.openCycleId}`

async function add(...rows: object[]): Promise<string[]> {
  const { body } = await call('admin', 'POST', rowsPath(), { rows: rows.map((values) => ({ values })) })
  expect(body.rejected).toEqual([])
  return body.accepted.map(({ id }: { id: string }) => id)
}

/** Ids of what is found of a kind. */
const idsOf = async (who: Who, q: string, kind = 'row'): Promise<string[]> =>
  (await find(who, q, { kind, limit: '50' })).body.data.map(({ id }: SearchHit) => id)

const marked = ({ excerpt }: SearchHit): string[] => excerpt.flatMap(({ text, matched }) => (matched ? [text] : []))

async function newField(field: object, readers?: string[]): Promise<string> {
  const path = `/tables/${server.one.tableId}/fields`
  const { body } = await call('admin', 'POST', path, field)
  if (readers !== undefined) {
    expect((await call('admin', 'PATCH', `${path}/${body.id}`, { readers, writers: readers })).status).toBe(200)
  }
  return body.key
}

test('a row is found by words of several cells, by how they begin, whatever their case, accents and Arabic letters', async () => {
  const { one } = server
  const [kiln] = await add(
    { site: 'lyon', month: '2025-12', note: 'Tunnel Kiln – main burner', checked_by: 'Zoë Álvarez' },
    { site: 'porto', note: 'Tunnel of the car park' },
    { note: 'محطة إلى الكهربــاءُ' },
  )
  const { body } = await find('viewer', 'kil LYON alvarez tunnel', { kind: 'row' })
  expect(body).toEqual({
    data: [
      {
        kind: 'row',
        id: kiln,
        title: 'LYON · Tunnel Kiln – main burner · 2025-12',
        excerpt: expect.any(Array),
        where: {
          project: { id: one.projectId, name: 'Inventory of One' },
          module: { id: one.moduleId, name: 'Stationary combustion', scope: 1 },
          table: { id: one.tableId, name: 'Fuel' },
          cycle: { id: one.openCycleId, name: 'FY2025', status: 'open' },
          field: expect.any(Object),
        },
        link: expect.stringContaining(`/sheets/${one.tableId}/${one.openCycleId}?row=${kiln}&field=`),
      },
    ],
    next_cursor: null,
    more: [],
  })
  expect(marked((await find('viewer', 'kiln', { kind: 'row' })).body.data[0])).toEqual(['Kiln'])
  expect(await idsOf('viewer', 'kiln porto')).toEqual([])
  expect(await idsOf('viewer', 'iln')).toEqual([])
  expect(await idsOf('viewer', 'الكهرباء')).toHaveLength(1)
  expect(await idsOf('viewer', 'محطه الي')).toHaveLength(1)
  expect((await find('viewer', '–!?')).body).toEqual({ data: [], next_cursor: null, more: [] })
})

test('what was written just now is found, what was written over is not, and a deleted row only when it is back', async () => {
  const [row] = await add({ note: 'kettle house' })
  expect(await idsOf('viewer', 'kettle')).toEqual([row])
  await call('data_owner', 'POST', rowsPath(), { rows: [{ id: row, values: { note: 'boiler house' } }] })
  expect([await idsOf('viewer', 'kettle'), await idsOf('viewer', 'boiler')]).toEqual([[], [row]])
  await call('data_owner', 'POST', rowsPath(), { rows: [{ id: row, values: { note: 'kettle again' } }] })
  expect(await idsOf('viewer', 'kettle')).toEqual([row])
  const path = `/tables/${server.one.tableId}/rows/${row}`
  const of = `?cycle_id=${server.one.openCycleId}`
  expect((await call('admin', 'DELETE', `${path}${of}`)).status).toBe(204)
  expect(await idsOf('viewer', 'kettle')).toEqual([])
  expect((await call('admin', 'POST', `${path}/restore${of}`)).status).toBe(204)
  expect(await idsOf('viewer', 'kettle')).toEqual([row])
})

test('a word in a field that one may not read is a word that is nowhere, from the moment the right is gone', async () => {
  const key = await newField({ name: 'Supplier', type: 'text' }, ['admin', 'auditor'])
  const [row] = await add({ note: 'meter of the hall', [key]: 'Quetzal Traders' })
  const bare = async (who: Who, q: string): Promise<unknown> => (await find(who, q)).body
  for (const who of ['admin', 'auditor'] as const) {
    expect(await idsOf(who, 'quetzal hall')).toEqual([row])
  }
  for (const who of ['data_owner', 'viewer', 'moduleOwner'] as const) {
    expect(await bare(who, 'quetzal')).toEqual({ data: [], next_cursor: null, more: [] })
    expect(await idsOf(who, 'quetzal hall')).toEqual([])
    const { body } = await find(who, 'hall')
    expect([body.data[0].id, JSON.stringify(body).includes('Quetzal')]).toEqual([row, false])
  }
  const { body: sheet } = await call(
    'admin',
    'GET',
    `/sheets?table_id=${server.one.tableId}&cycle_id=${server.one.openCycleId}`,
  )
  const { id } = sheet.table.fields.find((field: { key: string }) => field.key === key)
  const rights = (readers: string[] | null): Promise<Reply> =>
    call('admin', 'PATCH', `/tables/${server.one.tableId}/fields/${id}`, { readers, writers: readers })
  expect((await rights(null)).status).toBe(200)
  expect(await idsOf('viewer', 'quetzal')).toEqual([row])
  expect((await rights(['admin'])).status).toBe(200)
  expect([await idsOf('viewer', 'quetzal'), await idsOf('auditor', 'quetzal')]).toEqual([[], []])
  expect(await idsOf('admin', 'quetzal')).toEqual([row])
})

test('each finds in the modules and the company that they may open, and a key by its scopes', async () => {
  const { one, two, request } = server
  const other = `/tables/${one.otherTableId}/rows?cycle_id=${one.openCycleId}`
  expect((await call('admin', 'POST', other, { rows: [{ values: { site: 'porto' } }] })).body.accepted).toHaveLength(1)
  const tablesOf = async (who: Who): Promise<string[]> =>
    [
      ...new Set(
        (await find(who, 'porto', { kind: 'row' })).body.data.map(({ where }: SearchHit) => where?.table.name),
      ),
    ] as string[]
  expect((await tablesOf('viewer')).toSorted()).toEqual(['Fuel', 'Leaks'])
  expect(await tablesOf('moduleOwner')).toEqual(['Fuel'])
  expect((await request(two.people.admin, 'GET', '/search?q=porto&kind=row')).body.data).toEqual([])
  expect((await request(null, 'GET', '/search?q=porto')).status).toBe(401)
  const keyOf = async (scope: string): Promise<Record<string, string>> => {
    const { body } = await call('admin', 'POST', '/api_keys', { name: scope, scopes: [scope] })
    return { authorization: `Bearer ${body.secret}` }
  }
  const withKey = async (scope: string): Promise<[number, string[]]> => {
    const { status, body } = await request(null, 'GET', '/search?q=porto', undefined, await keyOf(scope))
    return [status, [...new Set<string>((body.data ?? []).map(({ kind }: SearchHit) => kind))]]
  }
  expect(await withKey('rows:read')).toEqual([200, ['row']])
  expect((await withKey('factors:read'))[0]).toBe(403)
})

test('tables, notes, files in cells and factors are found, each with where it opens', async () => {
  const { one, database } = server
  await insertFactors(database.owner, [
    factorOf('walrus-oil', 'L', { CO2: 2.5 }, { name: 'Walrus oil', year: 2025, geography: 'GB' }),
  ])
  const files = await newField({ name: 'Files', type: 'evidence' })
  const query = new URLSearchParams({ cycle_id: one.openCycleId, field: files, name: 'Walrus_invoice-2025.pdf' })
  const upload = async (): Promise<string> => {
    const path = `/tables/${one.tableId}/evidence?${query.toString()}`
    const headers = { 'content-type': 'application/octet-stream' }
    return (await server.request(one.people.admin, 'POST', path, '%PDF-1.7', headers)).body.id
  }
  const file = await upload()
  expect(await idsOf('admin', 'walrus invoice', 'evidence')).toEqual([]) // in no cell yet
  const [row] = await add({ site: 'lyon', note: 'with a file', [files]: [file] })
  const token = await server.token(one.people.admin)
  const name = noteName({ tableId: one.tableId, cycleId: one.openCycleId, rowId: row! })
  const writer = new LiveClient({ url: `${server.origin.replace('http', 'ws')}/collab`, name, token })
  await until(() => writer.provider.synced, 'open')
  say(writer.doc, 'The walrus was replaced in May')
  await until(() => writer.isSaved, 'saved')
  writer.destroy()

  const { body } = await find('viewer', 'walrus')
  const sheet = `/sheets/${one.tableId}/${one.openCycleId}?row=${row}`
  expect(body.data.map(({ kind, title, link }: SearchHit) => ({ kind, title, link }))).toEqual([
    { kind: 'note', title: 'LYON · with a file', link: `${sheet}&panel=note` },
    { kind: 'evidence', title: 'LYON · with a file', link: `${sheet}&field=${files}` },
    { kind: 'factor', title: 'Walrus oil 2025', link: '/factors?factor=walrus-oil' },
  ])
  expect(body.data.slice(0, 2).map(marked)).toEqual([['walrus'], ['Walrus']])
  const { body: tables } = await find('viewer', 'stationary fuel')
  expect(tables.data.map(({ kind, link }: SearchHit) => [kind, link])).toEqual([
    ['table', `/sheets/${one.tableId}/${one.openCycleId}`],
  ])
  await call('admin', 'DELETE', `/tables/${one.tableId}/rows/${row}?cycle_id=${one.openCycleId}`)
  expect((await find('viewer', 'walrus')).body.data.map(({ kind }: SearchHit) => kind)).toEqual(['factor'])
})

test('pages give every row once, also one that has the word in two places, and a foreign cursor is refused', async () => {
  const count = 230
  await add(
    ...Array.from({ length: count }, (_, i) => ({
      note: `pebble ${i}`,
      ...(i % 2 === 0 && { checked_by: 'Pebble pebbles' }),
    })),
  )
  const seen: string[] = []
  let cursor: string | null | undefined
  while (cursor !== null) {
    const { status, body }: Reply = await find('viewer', 'pebb', {
      kind: 'row',
      limit: '37',
      ...(cursor !== undefined && { cursor }),
    })
    expect(status).toBe(200)
    seen.push(...body.data.map(({ id }: SearchHit) => id))
    cursor = body.next_cursor
  }
  expect([seen.length, new Set(seen).size]).toEqual([count, count])
  const { body } = await find('viewer', 'pebble', { limit: '3' })
  expect([body.data.length, body.next_cursor, body.more]).toEqual([3, null, ['row']])
  const cursors = [
    'bm90IG9uZQ',
    Buffer.from('[1,2]').toString('base64url'),
    Buffer.from('["x",1,2,3,4,5,6,7]').toString('base64url'),
  ]
  for (const kind of ['table', 'row', 'note', 'evidence', 'factor']) {
    for (const foreign of cursors) {
      const reply = await find('viewer', 'pebble', { kind, cursor: foreign })
      expect([kind, reply.status, reply.body.errors?.[0].path]).toEqual([kind, 422, 'cursor'])
    }
  }
  expect((await find('viewer', 'pebble', { cursor: cursors[0]! })).status).toBe(422)
  expect((await find('viewer', ' ')).body.errors[0].path).toBe('q')
})

test('rows from before there was a search are found as those that were written since', async () => {
  const hard = 'Łódź – Straße №7, ﬁlter m³ ١٢٣ 𝐀𝐁 Ｆｕｌｌ'
  const [row] = await add({ site: 'lyon', note: hard, checked_by: 'x'.repeat(60) })
  expect(await idsOf('viewer', 'lodz strasse')).toEqual([row])
  const { owner } = server.database
  const words = (): Promise<{ ordinal: number; word: string; row: string }[]> =>
    owner('search_words')
      .joinRaw('CROSS JOIN unnest(row_ids) AS row')
      .whereRaw('row = ?', [row!])
      .orderBy(['ordinal', 'word'])
      .select('ordinal', 'word', 'row')
  const written = await words()
  expect(written.map(({ word }) => word)).toEqual(
    expect.arrayContaining(['=lyon', 'lodz', 'strasse', 'filter', '123', 'ab', 'full', 'x'.repeat(40)]),
  )
  await owner('search_words').delete()
  const { tenantId, tableId, openCycleId } = server.one
  await owner.raw('SELECT search_index_rows(?, ?, ?)', [tenantId, tableId, openCycleId])
  expect(await words()).toEqual(written)
  expect(await idsOf('viewer', 'lodz strasse')).toEqual([row])
})

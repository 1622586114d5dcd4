import * as Y from 'yjs'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { newGestureId } from '#collab/protocol/gestures.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { type TestServer, startTestServer } from '#server/testing/testServer.ts'
import { until } from '#server/testing/until.ts'
import type { GestureKind } from '#shared/cells/changeKinds.ts'

/** Ordinals of the fields of the test tenant. */
const [NOTE, PRICE] = [5, 8]

type Role = keyof TestServer['one']['people']
interface Entry {
  id: string
  gesture: string
  at: string
  cells: number
  fields: string[]
  rows: Record<string, number>
  changes: { row: string; field: string | null; row_change: string | null; old: unknown; new: unknown }[]
  user: { id: string; name: string } | null
}

let server: TestServer
const clients: LiveClient[] = []

beforeAll(async () => {
  server = await startTestServer()
})
afterEach(() => clients.splice(0).forEach((client) => client.destroy()))
afterAll(() => server.close())

const as = (role: Role): string => server.one.people[role]
const sheetQuery = (): string => `cycle_id=${server.one.openCycleId}`
const get = (role: Role | null, path: string, tenant: 'one' | 'two' = 'one') =>
  server.request(role === null ? null : server[tenant].people[role], 'GET', path)
const pathOf = (query = '', inner = 'history'): string =>
  `/tables/${server.one.tableId}/${inner}?${sheetQuery()}${query}`
const history = async (role: Role, query = ''): Promise<Entry[]> => (await get(role, pathOf(query))).body.data

async function write(role: Role, rows: { id?: string; values: object }[]): Promise<string[]> {
  const path = `/tables/${server.one.tableId}/rows?${sheetQuery()}`
  const { body } = await server.request(as(role), 'POST', path, { rows })
  return body.accepted.map(({ id }: { id: string }) => id)
}

/** A person at the sheet. `do` announces a gesture and does it. */
async function live(
  role: Role,
): Promise<{ client: LiveClient; do: (kind: GestureKind, work: () => void) => Promise<void> }> {
  const { body } = await get(role, `/sheets?table_id=${server.one.tableId}&${sheetQuery()}`)
  const url = `${server.origin.replace('http', 'ws')}/collab`
  const client = new LiveClient({ url, name: body.parts[0].document, token: await server.token(as(role)) })
  clients.push(client)
  await until(() => client.provider.synced, 'opened')
  const clock = (): number => {
    const last = client.doc.store.clients.get(client.doc.clientID)?.at(-1)
    return last === undefined ? 0 : last.id.clock + last.length
  }
  return {
    client,
    do: async (kind, work) => {
      client.doc.transact(() => {
        const from = clock()
        work()
        const list = [{ from, to: clock(), kind, id: newGestureId() }]
        client.provider.sendStateless(JSON.stringify({ type: 'gestures', client: client.doc.clientID, list }))
      })
      await until(() => client.isSaved, 'saved')
    },
  }
}

const brief = (entries: Entry[]): unknown[] =>
  entries.map(({ gesture, cells, fields, rows }) => [
    gesture,
    cells,
    fields,
    ...Object.entries(rows).flatMap(([what, count]) => (count > 0 ? [`${what} ${count}`] : [])),
  ])

test('[HIST2] the history of a sheet has one entry per gesture, whoever made it and however many cells it has', async () => {
  const ids = await write(
    'admin',
    Array.from({ length: 40 }, (_, i) => ({ values: { note: 'n', quantity: i } })),
  )
  const [first = '', second = ''] = ids
  const { client, ...person } = await live('data_owner')
  await person.do('pasted', () => client.sheet.write(ids, [4, 5], (_, column) => ['lyon', 'pasted'][column]!))
  await person.do('typed', () => client.sheet.set(first, 5, 'typed'))
  await person.do('undone', () => client.sheet.set(first, 5, 'pasted'))
  await person.do('rows-deleted', () => client.sheet.set(second, 1, true))
  const entries = await history('viewer')

  expect(brief(entries)).toEqual([
    ['rows-deleted', 0, [], 'deleted 1'],
    ['undone', 1, ['note']],
    ['typed', 1, ['note']],
    ['pasted', 80, ['quantity', 'note']],
    ['api', 80, ['quantity', 'note'], 'added 40'],
  ])
  expect(entries.map(({ user }) => user?.name)).toEqual([
    ...Array.from({ length: 4 }, () => 'Person owner@one.example'),
    'Person admin@one.example',
  ])
  expect(entries.map(({ changes }) => changes)).toEqual([
    [{ row: second, field: null, row_change: 'deleted', old: null, new: null }],
    [{ row: first, field: 'note', row_change: null, old: 'typed', new: 'pasted' }],
    [{ row: first, field: 'note', row_change: null, old: 'pasted', new: 'typed' }],
    [],
    [],
  ])

  const opened = await get('viewer', pathOf('&limit=50', `history/${entries[3]!.id}`))
  const rest = await get('viewer', pathOf(`&limit=50&cursor=${opened.body.next_cursor}`, `history/${entries[3]!.id}`))
  const cells = [...opened.body.data, ...rest.body.data]
  expect([opened.body.data.length, rest.body.data.length, rest.body.next_cursor]).toEqual([50, 30, null])
  expect(new Set(cells.map(({ row, field }) => `${row} ${field}`)).size).toBe(80)
  expect(cells).toContainEqual({ row: ids[7], field: 'note', row_change: null, old: 'n', new: 'pasted' })
  expect(cells).toContainEqual({ row: ids[7], field: 'quantity', row_change: null, old: 7, new: 'lyon' })
  const created = await get('viewer', pathOf('&limit=500', `history/${entries[4]!.id}`))
  expect(created.body.data.filter((change: Entry['changes'][number]) => change.row_change === 'added')).toHaveLength(40)

  expect(brief(await history('viewer', `&row=${first}`))).toEqual(brief(entries.slice(1)))
  const ofRow = await history('viewer', `&row=${first}&field=note`)
  expect(ofRow.map(({ changes }) => changes.map(({ field, old, new: now }) => [field, old, now]))).toEqual([
    [['note', 'typed', 'pasted']],
    [['note', 'pasted', 'typed']],
    [['note', 'n', 'pasted']],
    [['note', null, 'n']],
  ])
  expect(brief(await history('viewer', `&row=${second}`))[0]).toEqual(['rows-deleted', 0, [], 'deleted 1'])

  const rows = `rows/${first}/history`
  const cellsOfRow = (await get('viewer', pathOf('', rows))).body.data
  expect(cellsOfRow[2]).toMatchObject({ gesture: 'pasted', gesture_id: entries[3]!.id, gesture_cells: 80 })
  expect(
    (await get('viewer', pathOf('&field=quantity', rows))).body.data.map(({ new: now }: Entry['changes'][0]) => now),
  ).toEqual(['lyon', 0])
})

test('[HIST2] is narrowed by person, gesture, field and time, and read page by page', async () => {
  const entries = await history('admin')
  const [newest, ...others] = entries
  const owner = entries[0]!.user!.id
  expect(entries.length).toBeGreaterThanOrEqual(5)

  expect(await history('admin', `&user=${owner}`)).toEqual(entries.filter(({ user }) => user?.id === owner))
  expect(await history('admin', '&gesture=typed')).toEqual(entries.filter(({ gesture }) => gesture === 'typed'))
  expect(await history('admin', '&field=quantity')).toEqual(entries.filter(({ fields }) => fields.includes('quantity')))
  expect(await history('admin', `&since=${newest!.at}`)).toEqual([newest])
  expect(await history('admin', `&until=${others[0]!.at}`)).toEqual(others)
  const paged: Entry[] = []
  let cursor = ''
  do {
    const { body } = await get('admin', pathOf(`&limit=2${cursor}`))
    expect(body.data.length).toBeLessThanOrEqual(2)
    paged.push(...body.data)
    cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`
  } while (cursor !== '')
  expect(paged).toEqual(entries)

  const outline = (await get('admin', pathOf('', 'history_outline'))).body
  expect(outline.people.map(({ name }: { name: string }) => name).toSorted()).toEqual([
    'Person admin@one.example',
    'Person owner@one.example',
  ])
  expect(outline.gestures.toSorted()).toEqual(['api', 'pasted', 'rows-deleted', 'typed', 'undone'])
  expect(outline.marks.reduce((sum: number, { gestures }: { gestures: number }) => sum + gestures, 0)).toBe(
    entries.length,
  )
  const late = (await get('admin', pathOf(`&since=${newest!.at}`, 'history_outline'))).body
  expect([late.since, late.created_at]).toEqual([newest!.at, outline.created_at])
  expect(late.marks.map(({ gestures }: { gestures: number }) => gestures)).toEqual([1])
  expect(outline.marks.every(({ from, to }: { from: string; to: string }) => outline.since <= from && from < to)).toBe(
    true,
  )
})

test('[HIST2] a gesture over several parts is one entry in the history of a row, also where a page ends in it', async () => {
  const [id = ''] = await write('admin', [{ values: { note: 'first', price: 1 } }])
  for (const n of [2, 3, 4]) {
    await write('admin', [{ id, values: { note: `note ${n}`, price: n, quantity: n } }])
  }
  const whole = await history('admin', `&row=${id}`)
  expect(brief(whole)).toEqual([
    ...Array.from({ length: 3 }, () => ['api', 3, ['quantity', 'note', 'price']]),
    ['api', 2, ['note', 'price'], 'added 1'],
  ])
  for (const limit of [1, 2, 3, 4]) {
    const paged: Entry[] = []
    let cursor = ''
    do {
      const { body } = await get('admin', pathOf(`&row=${id}&limit=${limit}${cursor}`))
      paged.push(...body.data)
      cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`
    } while (cursor !== '')
    expect(paged).toEqual(whole)
  }
  expect(brief(await history('viewer', `&row=${id}&limit=2`))[0]).toEqual(['api', 2, ['quantity', 'note']])
})

test('[HIST3] what a reader may not read now is in no list, no count, no filter and no outline', async () => {
  const [id = ''] = await write('admin', [{ values: { note: 'priced', price: 7 } }])
  await write('admin', [{ id, values: { price: 8 } }])
  const hidden = (await history('admin', `&row=${id}`))[0]!
  expect(brief([hidden])).toEqual([['api', 1, ['price']]])

  for (const role of ['admin', 'auditor'] as const) {
    const prices = (await get(role, pathOf('', `rows/${id}/history`))).body.data.filter(
      ({ field }: { field: string }) => field === 'price',
    )
    expect(prices.map(({ old, new: now }: Entry['changes'][0]) => [old, now])).toEqual([
      [7, 8],
      [null, 7],
    ])
    expect((await history(role, '&limit=2')).map(({ cells }) => cells)).toEqual([1, 2])
    expect((await get(role, pathOf('', `history/${hidden.id}`))).body.data).toHaveLength(1)
  }
  for (const role of ['viewer', 'data_owner', 'moduleOwner'] as const) {
    const cells = (await get(role, pathOf('', `rows/${id}/history`))).body.data
    expect(
      cells.map(({ field, gesture_cells: count }: { field: string; gesture_cells: number }) => [field, count]),
    ).toEqual([['note', 1]])
    const [newest] = await history(role)
    expect(brief([newest!])).toEqual([['api', 1, ['note'], 'added 1']])
    expect(newest!.changes.map(({ field }) => field)).toEqual([null, 'note'])
    expect(await history(role, `&since=${hidden.at}`)).toEqual([])
    expect((await get(role, pathOf('', `history/${hidden.id}`))).status).toBe(404)
    expect((await get(role, pathOf('', `history/${newest!.id}`))).body.data).toHaveLength(2)
    for (const inner of ['history', `rows/${id}/history`]) {
      const refused = await get(role, pathOf('&field=price', inner))
      expect([refused.status, refused.body.errors[0].code]).toEqual([422, 'unknown-field'])
      expect((await get(role, pathOf('&field=nothing', inner))).body.errors[0].code).toBe('unknown-field')
    }
    const outline = (await get(role, pathOf('', 'history_outline'))).body
    const all = (await get('admin', pathOf('', 'history_outline'))).body
    const total = ({ marks }: { marks: { gestures: number }[] }): number =>
      marks.reduce((sum, { gestures }) => sum + gestures, 0)
    expect(total(all) - total(outline)).toBe(1)
  }
})

test('[HIST3] a sheet of others has no history, and nobody in particular has none at all', async () => {
  const [entry] = await history('admin')
  for (const inner of [
    'history',
    'history_outline',
    `history/${entry!.id}`,
    `rows/${entry!.changes[0]?.row ?? 'r'}/history`,
  ]) {
    expect((await get('admin', pathOf('', inner), 'two')).status).toBe(404)
    expect((await get(null, pathOf('', inner))).status).toBe(401)
  }
  const elsewhere = `/tables/${server.two.tableId}/history/${entry!.id}?cycle_id=${server.two.openCycleId}`
  expect((await get('admin', elsewhere, 'two')).status).toBe(404)
  const other = `/tables/${server.one.otherTableId}/history?${sheetQuery()}`
  expect([(await get('moduleOwner', other)).status, (await get('viewer', other)).body.data]).toEqual([404, []])
})

test('[HIST6] rows that changed or came since a moment are told by what the reader may read, and by whose hand', async () => {
  const [old = '', priced = ''] = await write('admin', [{ values: { note: 'old' } }, { values: { note: 'priced' } }])
  const since = (await history('admin', `&row=${priced}`))[0]!.at
  const later = new Date(Date.parse(since) + 1).toISOString()
  await until(() => Date.now() > Date.parse(later), 'a moment later')
  const many = await write(
    'data_owner',
    Array.from({ length: 30 }, (_, i) => ({ values: { note: `many ${i}` } })),
  )
  await write('admin', [{ id: priced, values: { price: 5 } }])
  await write('data_owner', [{ id: old, values: { note: 'newer' } }])
  // a bulk write that changes a note here and a price there: of rows whose price changed only some may know
  await write(
    'admin',
    many.map((id, i) => ({ id, values: i === 0 ? { price: 3 } : { note: 'again', price: 3 } })),
  )
  const rows = async (role: Role, query: string): Promise<string[]> => {
    const { status, body } = await get(role, pathOf(`&since=${later}${query}`, 'changed_rows'))
    expect(status).toBe(200)
    return body.rows.toSorted()
  }
  const all = [...many, old].toSorted()
  expect(await rows('admin', '')).toEqual([...all, priced].toSorted())
  expect(await rows('viewer', '')).toEqual(all)
  expect(await rows('viewer', '&what=added')).toEqual(many.toSorted())
  expect(await rows('data_owner', '&by=me')).toEqual(all)
  expect(await rows('data_owner', '&by=others')).toEqual(many.slice(1).toSorted())
  expect(await rows('admin', '&by=me&what=added')).toEqual([])
  expect(await rows('auditor', '&by=others&what=added')).toEqual(many.toSorted())
  const after = new Date(Date.now() + 60_000).toISOString()
  expect((await get('admin', pathOf(`&since=${after}`, 'changed_rows'))).body.rows).toEqual([])
  for (const query of ['', '&since=yesterday', `&since=${later}&by=nobody`, `&since=${later}&field=price`]) {
    expect((await get('viewer', pathOf(query, 'changed_rows'))).status).toBe(422)
  }
  expect((await get(null, pathOf(`&since=${later}`, 'changed_rows'))).status).toBe(401)
  expect((await get('admin', pathOf(`&since=${later}`, 'changed_rows'), 'two')).status).toBe(404)
})

test('bad queries are refused with every reason', async () => {
  const { body, status } = await get('viewer', pathOf('&gesture=guessed&since=yesterday&user=me&limit=0&colour=red'))
  expect(status).toBe(422)
  expect(body.errors.map(({ path }: { path: string }) => path).toSorted()).toEqual([
    'colour',
    'gesture',
    'limit',
    'since',
    'user',
  ])
  const foreign = Buffer.from(JSON.stringify(['2026-01-01T00:00:00.000000Z', 'x', 1])).toString('base64url')
  for (const inner of ['history', 'rows/r/history']) {
    expect((await get('viewer', pathOf(`&cursor=${foreign}`, inner))).body.errors[0].code).toBe('invalid-cursor')
  }
})

/** The cells of a sheet as it was, by row and field, and the bytes that came. */
async function sheetAt(role: Role, at: string): Promise<{ cells: Map<string, Map<number, unknown>>; bytes: Buffer }> {
  const { body } = await get(role, `/sheets/at?table_id=${server.one.tableId}&${sheetQuery()}&at=${at}`)
  const bytes = Buffer.from(body.content, 'base64')
  const doc = new Y.Doc()
  Y.applyUpdate(doc, bytes)
  return { cells: new Sheet(doc).content(), bytes }
}

test('[HIST5] a sheet as it was has the fields that the caller may read now, and no byte of any other', async () => {
  const [id = ''] = await write('admin', [{ values: { note: 'before', price: 7 } }])
  const [entry] = await history('admin')
  await write('admin', [{ id, values: { note: 'after', price: 8 } }])
  const { body } = await get('admin', `/sheets?table_id=${server.one.tableId}&${sheetQuery()}`)
  const part = body.parts.find(({ fields }: { fields: string[] }) => fields.includes('price'))
  const url = `${server.origin.replace('http', 'ws')}/collab`
  const client = new LiveClient({ url, name: part.document, token: await server.token(as('admin')) })
  clients.push(client)
  await until(() => client.provider.synced, 'opened')
  client.sheet.set(id, PRICE, 'CANARY-PRICE')
  await until(() => client.isSaved, 'saved')
  const now = new Date(Date.now() + 1000).toISOString()

  for (const role of ['admin', 'auditor'] as const) {
    const then = (await sheetAt(role, entry!.at)).cells.get(id)
    expect([then?.get(NOTE), then?.get(PRICE)]).toEqual(['before', 7])
    const { cells, bytes } = await sheetAt(role, now)
    expect([cells.get(id)?.get(NOTE), cells.get(id)?.get(PRICE)]).toEqual(['after', 'CANARY-PRICE'])
    expect(bytes.includes('CANARY')).toBe(true)
  }
  for (const role of ['viewer', 'data_owner', 'moduleOwner'] as const) {
    expect((await sheetAt(role, entry!.at)).cells.get(id)?.get(NOTE)).toBe('before')
    const { cells, bytes } = await sheetAt(role, now)
    expect([...cells.values()].some((row) => row.has(PRICE))).toBe(false)
    expect(bytes.includes('CANARY')).toBe(false)
  }
})

test('[HIST5] a sheet as it was is there for those who may read it, from its beginning on', async () => {
  const path = (at: string): string => `/sheets/at?table_id=${server.one.tableId}&${sheetQuery()}&at=${at}`
  expect((await get('viewer', path('2020-01-01T00:00:00Z'))).body).toEqual({
    at: '2020-01-01T00:00:00Z',
    since: expect.any(String),
    content: null,
  })
  const now = new Date().toISOString()
  expect((await get('admin', path(now), 'two')).status).toBe(404)
  expect((await get(null, path(now))).status).toBe(401)
  const other = `/sheets/at?table_id=${server.one.otherTableId}&${sheetQuery()}&at=${now}`
  expect((await get('moduleOwner', other)).status).toBe(404)
  expect((await get('viewer', path('yesterday'))).body.errors[0].path).toBe('at')
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

type Values = Record<string, unknown>

const pathOf = (tenant: TestServer['one'], cycleId = tenant.openCycleId): string =>
  `/tables/${tenant.tableId}/rows?cycle_id=${cycleId}`
const as = (role: keyof TestServer['one']['people']): string => server.one.people[role]
const write = (
  rows: { id?: string; values: Values }[],
  role: keyof TestServer['one']['people'] = 'admin',
  headers = {},
) => server.request(as(role), 'POST', pathOf(server.one), { rows }, headers)
const list = (query = '', role: keyof TestServer['one']['people'] = 'admin') =>
  server.request(as(role), 'GET', `${pathOf(server.one)}${query}`)
const byNote = async (note: string): Promise<{ id: string; values: Values; computed: Values }[]> =>
  (await list(`&filter[note]=${encodeURIComponent(note)}`)).body.data

test('creates rows that the next read shows, computed, by whom and when', async () => {
  const reply = await write([
    {
      values: {
        site: 'lyon',
        month: '2025-01',
        quantity: 12.5,
        note: 'created',
        read_on: '2025-01-31',
        estimated: true,
      },
    },
    { values: { note: 'created' } },
  ])
  const rows = await byNote('created')

  expect(reply.status).toBe(200)
  expect(reply.body).toEqual({
    accepted: [
      { index: 0, id: rows[0]!.id },
      { index: 1, id: rows[1]!.id },
    ],
    rejected: [],
  })
  const me = await server.request(as('admin'), 'GET', '/me')
  expect(rows).toEqual([
    {
      id: expect.any(String),
      values: {
        site: 'lyon',
        month: '2025-01',
        quantity: 12.5,
        note: 'created',
        read_on: '2025-01-31',
        estimated: true,
        price: null,
        checked_by: null,
      },
      computed: { doubled: 25 },
      updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      updated_by: me.body.user.id,
    },
    expect.objectContaining({
      values: expect.objectContaining({ quantity: null }),
      computed: { doubled: { error: { code: 'missing', message: expect.stringContaining('not counted as zero') } } },
    }),
  ])
})

test('updates by id: what is not sent stays', async () => {
  const { body } = await write([{ values: { note: 'updated', quantity: 1 } }])
  await write([{ id: body.accepted[0].id, values: { quantity: 2 } }])

  expect((await byNote('updated')).map((row) => row.values)).toEqual([
    expect.objectContaining({ note: 'updated', quantity: 2 }),
  ])
})

test('takes the good rows and rejects each other row with all its problems, field by field, with a remedy', async () => {
  const { status, body } = await write([
    { values: { note: 'mixed', quantity: 1 } },
    {
      values: {
        quantity: '12',
        site: 'berlin',
        month: '2025-13',
        read_on: '31/12/2025',
        estimated: 'yes',
        note: 5,
        doubled: 2,
        colour: 'red',
      },
    },
    { values: { note: 'mixed', quantity: 2 } },
    { id: 'not a row id!', values: {} },
  ])

  expect(status).toBe(200)
  expect(body.accepted.map(({ index }: { index: number }) => index)).toEqual([0, 2])
  expect(body.rejected.map(({ index }: { index: number }) => index)).toEqual([1, 3])
  const [first, second] = body.rejected
  expect(first.errors.map(({ path, code }: { path: string; code: string }) => [path, code])).toEqual([
    ['quantity', 'not-a-number'],
    ['site', 'not-an-option'],
    ['month', 'not-a-month'],
    ['read_on', 'not-a-date'],
    ['estimated', 'not-yes-or-no'],
    ['note', 'wrong-type'],
    ['doubled', 'formula-field'],
    ['colour', 'unknown-field'],
  ])
  expect(first.errors.every(({ message }: { message: string }) => message.length > 20)).toBe(true)
  expect(second.errors).toEqual([{ path: 'id', code: 'invalid-id', message: expect.any(String) }])
  expect(await byNote('mixed')).toHaveLength(2)
})

test('refuses a body that is no list of rows, naming everything, and writes nothing', async () => {
  const body = { rows: [{ values: { note: 'shape' } }, { value: {} }, 5, { id: 7, values: [] }], upsert: true }
  const reply = await server.request(as('admin'), 'POST', pathOf(server.one), body)

  expect(reply.status).toBe(422)
  expect(reply.body.errors.map(({ path }: { path: string }) => path)).toEqual([
    'upsert',
    'rows[1].value',
    'rows[1].values',
    'rows[2]',
    'rows[3].values',
    'rows[3].id',
  ])
  expect(await byNote('shape')).toEqual([])
  for (const [sent, status, code] of [
    ['{"rows":', 400, 'malformed-body'],
    [{}, 422, 'invalid-request'],
    [{ rows: [] }, 422, 'invalid-request'],
  ] as const) {
    const other = await server.request(as('admin'), 'POST', pathOf(server.one), sent)
    expect([other.status, other.body.code]).toEqual([status, code])
  }
})

test('an auditor who is named as writer of a field writes that field, and no other and no new row', async () => {
  const { one } = server
  const { body } = await write([{ values: { note: 'to check', quantity: 5 } }])
  const { id } = body.accepted[0]
  const send = async (row: object) =>
    (await server.request(one.people.auditor, 'POST', pathOf(one), { rows: [row] })).body
  expect(await send({ id, values: { checked_by: 'Ada' } })).toMatchObject({ accepted: [{ id }], rejected: [] })
  expect(await send({ id, values: { checked_by: 'Eve', quantity: 6 } })).toMatchObject({ accepted: [], rejected: [{}] })
  expect(await send({ values: { checked_by: 'Eve' } })).toMatchObject({ accepted: [], rejected: [{}] })
  expect((await byNote('to check')).map(({ values }) => [values.checked_by, values.quantity])).toEqual([['Ada', 5]])
})

test('401 for nobody, 403 for who may only read, 404 for another tenant, 409 in a locked cycle; nothing is written', async () => {
  const rows = { rows: [{ values: { note: 'refused' } }] }
  const { one, two } = server
  const asked = await Promise.all([
    server.request(null, 'POST', pathOf(one), rows),
    server.request(one.people.viewer, 'POST', pathOf(one), rows),
    server.request(two.people.admin, 'POST', pathOf(one), rows),
    server.request(one.people.admin, 'POST', pathOf(one, one.lockedCycleId), rows),
    server.request(one.people.viewer, 'POST', pathOf(one, one.lockedCycleId), rows),
    server.request(one.people.admin, 'POST', pathOf(one, two.openCycleId), rows),
    server.request(
      one.people.moduleOwner,
      'POST',
      `/tables/${one.otherTableId}/rows?cycle_id=${one.openCycleId}`,
      rows,
    ),
  ])

  expect(asked.map((reply) => reply.status)).toEqual([401, 403, 404, 409, 403, 404, 404])
  expect(asked[3]!.body).toMatchObject({ code: 'locked', detail: expect.stringContaining('Nothing was changed') })
  expect(await byNote('refused')).toEqual([])
})

test('a field that a role may not read is unknown to it, and one that it may not write is refused by name', async () => {
  const { body } = await write(
    [{ values: { price: 1 } }, { values: { checked_by: 'me' } }, { values: { note: 'by owner' } }],
    'data_owner',
  )

  expect(body.accepted.map(({ index }: { index: number }) => index)).toEqual([2])
  expect(
    body.rejected.map((row: { errors: { path: string; code: string }[] }) =>
      row.errors.map(({ path, code }) => [path, code]),
    ),
  ).toEqual([[['price', 'unknown-field']], [['checked_by', 'forbidden-field']]])
})

test('a hidden field is in no reply, and neither filters nor sorts', async () => {
  await write([{ values: { note: 'hidden', price: 987654321 } }])
  const seen = await list('&filter[note]=hidden', 'viewer')

  expect(seen.body.data).toHaveLength(1)
  expect(JSON.stringify(seen.body)).not.toMatch(/price|987654321/)
  const probing = await list(
    '&filter[price]=987654321&filter[price][gt]=1&filter[price][sounds_like]=1&sort=note,-price&fields=note,price',
    'viewer',
  )
  expect(probing.status).toBe(422)
  expect(probing.body.errors.map(({ path, code }: { path: string; code: string }) => [path, code])).toEqual([
    ['fields', 'unknown-field'],
    ['sort', 'unknown-field'],
    ['filter[price]', 'unknown-field'],
    ['filter[price][gt]', 'unknown-field'],
    ['filter[price][sounds_like]', 'unknown-field'],
  ])
  const [row] = await byNote('hidden')
  const history = await server.request(
    as('viewer'),
    'GET',
    `/tables/${server.one.tableId}/rows/${row!.id}/history?cycle_id=${server.one.openCycleId}`,
  )
  expect(history.body.data.map((change: { field: string }) => change.field)).toEqual(['note'])
})

test('filters by field, site, month and completeness; sorts both ways; picks fields', async () => {
  await write([
    { values: { note: 'find', site: 'lyon', month: '2025-03', quantity: 10 } },
    { values: { note: 'find', site: 'porto', month: '2025-03', quantity: 9 } },
    { values: { note: 'find', site: 'porto', month: '2025-04' } },
  ])
  const quantities = async (query: string): Promise<unknown[]> =>
    (await list(`&filter[note]=find${query}`)).body.data.map((row: { values: Values }) => row.values['quantity'])

  expect(await quantities('')).toEqual([10, 9, null])
  expect(await quantities('&filter[site]=porto')).toEqual([9, null])
  expect(await quantities('&filter[month]=2025-03&filter[site]=lyon')).toEqual([10])
  expect(await quantities('&filter[incomplete]=true')).toEqual([null])
  expect(await quantities('&filter[quantity]=9')).toEqual([9])
  expect(await quantities('&filter[quantity]=')).toEqual([null])
  expect(await quantities('&sort=quantity')).toEqual([null, 9, 10])
  expect(await quantities('&sort=-quantity')).toEqual([10, 9, null])
  expect(await quantities('&sort=-order')).toEqual([null, 9, 10])
  const picked = await list('&filter[note]=find&fields=quantity,doubled&limit=1')
  expect(picked.body.data[0]).toMatchObject({ values: { quantity: 10 }, computed: { doubled: 20 } })
  const bad = await list('&filter[quantity]=many&filter[incomplete]=maybe&filter[colour]=red&sort=doubled&page=2')
  expect(bad.body.errors.map(({ path }: { path: string }) => path)).toEqual([
    'sort',
    'filter[quantity]',
    'filter[incomplete]',
    'filter[colour]',
    'page',
  ])
})

const OPERATED = [
  { note: 'op a', site: 'lyon', month: '2025-01', quantity: 10, read_on: '2025-01-31', estimated: true },
  { note: 'op B, 100%', site: 'porto', month: '2025-03', quantity: -2.5, read_on: '2025-03-01', estimated: false },
  { note: 'op ab', site: 'porto', month: '2024-12', quantity: 10 },
  { note: 'op', quantity: null },
]
let isOperated = false
/** Which of those the query finds, by their places. */
async function foundBy(query: string, sort = ''): Promise<number[]> {
  if (!isOperated) {
    await write(OPERATED.map((values) => ({ values })))
    isOperated = true
  }
  const reply = await list(`&filter[note][starts_with]=op&${query}&sort=${sort === '' ? 'order' : sort}`)
  expect([reply.status, reply.body.errors]).toEqual([200, undefined])
  return reply.body.data.map((row: { values: Values }) => OPERATED.findIndex(({ note }) => note === row.values['note']))
}

test.each([
  ['filter[quantity][gte]=10', [0, 2]],
  ['filter[quantity][gt]=10', []],
  ['filter[quantity][lt]=10', [1]],
  ['filter[quantity][lte]=10&filter[quantity][gt]=-2.5', [0, 2]],
  ['filter[quantity][ne]=10', [1, 3]],
  ['filter[quantity][in]=10,-2.5', [0, 1, 2]],
  ['filter[quantity][is_empty]=true', [3]],
  ['filter[quantity][is_empty]=false', [0, 1, 2]],
  ['filter[note]=op', [3]],
  ['filter[note][contains]=B', [1, 2]],
  ['filter[note][contains]=100%25', [1]],
  ['filter[note][in]=op a,op B\\, 100%25', [0, 1]],
  ['filter[site]=porto', [1, 2]],
  ['filter[site][ne]=porto', [0, 3]],
  ['filter[site][in]=porto,lyon&filter[quantity][gt]=0', [0, 2]],
  ['filter[site]=', [3]],
  ['filter[month][gte]=2025-01', [0, 1]],
  ['filter[month][starts_with]=2025', [0, 1]],
  ['filter[read_on][lt]=2025-02-01', [0]],
  ['filter[read_on][in]=2025-03-01,2025-01-31', [0, 1]],
  ['filter[estimated]=true', [0]],
  ['filter[estimated][ne]=true', [1, 2, 3]],
  ['filter[updated_at][gt]=2020-01-01T00:00:00Z', [0, 1, 2, 3]],
  ['filter[updated_at][lt]=2020-01-01T00:00:00Z', []],
])('filters by operators of the type of the field: %s', async (query, places) => {
  expect(await foundBy(query)).toEqual(places)
})

test('a filter that makes no sense for its field is refused with what would, all at once', async () => {
  const { status, body } = await list(
    [
      '',
      'filter[quantity][contains]=1',
      'filter[quantity][gte]=many',
      'filter[quantity][is_empty]=perhaps',
      'filter[estimated]=yes',
      'filter[read_on][gte]=31/01/2025',
      'filter[updated_at]=2020-01-01T00:00:00Z',
      'filter[updated_at][gt]=yesterday',
      'filter[note][like]=a',
      'filter[doubled][gt]=1',
      `filter[site][in]=${'x,'.repeat(100)}x`,
      'filter[note][gt][lt]=1',
    ].join('&'),
  )
  expect(status).toBe(422)
  expect(body.errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)).toEqual([
    'filter[quantity][contains] invalid-key',
    'filter[quantity][gte] invalid-type',
    'filter[quantity][is_empty] invalid-value',
    'filter[estimated] invalid-value',
    'filter[read_on][gte] invalid-value',
    'filter[updated_at] invalid-key',
    'filter[updated_at][gt] invalid-value',
    'filter[note][like] invalid-key',
    'filter[doubled][gt] unknown-field',
    'filter[site][in] too-many',
    'filter[note][gt][lt] unknown-key',
  ])
  expect(body.errors[0].message).toContain('Use one of eq, ne, gt')
})

test('sorts by several fields, each in its own direction', async () => {
  expect(await foundBy('', 'quantity,-note')).toEqual([3, 1, 2, 0])
  expect(await foundBy('', '-quantity,note')).toEqual([0, 2, 1, 3])
  expect(await foundBy('', '-site,order')).toEqual([1, 2, 0, 3])
  const bad = await list('&sort=note,colour,-doubled,note,note,note')
  expect(bad.body.errors.map(({ code }: { code: string }) => code)).toEqual([
    'too-many',
    'unknown-field',
    'not-sortable',
  ])
})

test.each([
  '',
  '&sort=quantity',
  '&sort=-quantity,note',
  '&sort=site,-quantity,updated_at',
  '&sort=-quantity',
  '&sort=note',
  '&sort=-updated_at',
])('pages through every row exactly once%s', async (sort) => {
  await write(
    Array.from({ length: 25 }, (_, i) => ({
      values: { note: `page${sort}`, quantity: i % 3 === 0 ? null : i % 4, site: i % 2 === 0 ? 'lyon' : 'porto' },
    })),
  )
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page = await list(
      `&filter[note]=${encodeURIComponent(`page${sort}`)}${sort}&limit=7${cursor === '' ? '' : `&cursor=${cursor}`}`,
    )
    seen.push(...page.body.data.map((row: { id: string }) => row.id))
    cursor = page.body.next_cursor
  }

  expect([seen.length, new Set(seen).size]).toEqual([25, 25])
})

/** Of the row that is made for it: its address, and what a GET says. */
async function madeRow(values: Values) {
  const { body } = await write([{ values }])
  const path = `/tables/${server.one.tableId}/rows/${body.accepted[0].id}?cycle_id=${server.one.openCycleId}`
  return { id: body.accepted[0].id as string, path, reply: await server.request(as('admin'), 'GET', path) }
}

test('one row reads as in the list, for who may read it, and says when nothing has changed', async () => {
  const { path, reply } = await madeRow({ note: 'one row', price: 7, quantity: 2 })
  const tag = reply.headers.get('etag')!
  expect([reply.body]).toEqual(await byNote('one row'))
  expect((await server.request(as('viewer'), 'GET', path)).body.values).not.toHaveProperty('price')
  for (const header of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
    const again = await server.request(as('admin'), 'GET', path, undefined, { 'if-none-match': header })
    expect([header, again.status, again.body, again.headers.get('etag')]).toEqual([header, 304, '', tag])
  }
  const other = await server.request(as('viewer'), 'GET', path, undefined, { 'if-none-match': tag })
  expect([other.status, other.headers.get('etag') === tag]).toEqual([200, false])
  const gone = path.replace(/rows\/[^?]+/, 'rows/no-such-row')
  expect((await server.request(as('admin'), 'GET', gone)).status).toBe(404)
  expect((await server.request(server.two.people.admin, 'GET', path)).status).toBe(404)
  expect((await server.request(null, 'GET', path)).status).toBe(401)
})

test('If-Match: a row that somebody changed meanwhile is not deleted, and of two at once one is too late', async () => {
  const { id, path, reply } = await madeRow({ note: 'matched', quantity: 1 })
  const remove = (tag: string) => server.request(as('admin'), 'DELETE', path, undefined, { 'if-match': tag })
  const old = reply.headers.get('etag')!
  await write([{ id, values: { quantity: 2 } }])
  const late = await remove(old)
  const now = (await server.request(as('admin'), 'GET', path)).headers.get('etag')!
  expect([late.status, late.body.code, late.headers.get('etag')]).toEqual([412, 'precondition-failed', now])
  expect(await byNote('matched')).toHaveLength(1)
  const both = await Promise.all([remove(now), remove(now)])
  expect(both.map(({ status }) => status).toSorted()).toEqual([204, 412])
  expect((await remove('*')).status).toBe(412)

  const cycle = `/cycles/${server.one.openCycleId}`
  const { headers } = await server.request(as('admin'), 'GET', cycle)
  const rename = (name: string) =>
    server.request(as('admin'), 'PATCH', cycle, { name }, { 'if-match': headers.get('etag')! })
  const renamed = await Promise.all(['Mine', 'Yours', 'Theirs'].map(rename))
  expect(renamed.map(({ status }) => status).toSorted()).toEqual([200, 412, 412])
  const { body } = await server.request(as('admin'), 'GET', cycle)
  expect(body.name).toBe(renamed.find(({ status }) => status === 200)?.body.name)
  const status = await server.request(as('admin'), 'POST', `${cycle}/status`, { status: 'open' }, { 'if-match': '"x"' })
  expect(status.status).toBe(412)
  const nowhere = await server.request(as('admin'), 'DELETE', `/estimates/${crypto.randomUUID()}`, undefined, {
    'if-match': '*',
  })
  expect([nowhere.status, nowhere.body.errors?.[0]]).toMatchObject([422, { path: 'If-Match', code: 'not-used' }])
})

test('a deleted row is gone from lists and comes back whole; both are in the audit log', async () => {
  const { body } = await write([{ values: { note: 'restored', quantity: 3 } }])
  const { id } = body.accepted[0]
  const rowPath = (action = ''): string =>
    `/tables/${server.one.tableId}/rows/${id}${action}?cycle_id=${server.one.openCycleId}`

  expect((await server.request(as('viewer'), 'DELETE', rowPath())).status).toBe(403)
  expect((await server.request(server.two.people.admin, 'DELETE', rowPath())).status).toBe(404)
  expect((await server.request(as('admin'), 'DELETE', rowPath())).status).toBe(204)
  expect(await byNote('restored')).toEqual([])
  expect((await server.request(as('admin'), 'DELETE', rowPath())).status).toBe(404)
  expect((await server.request(as('viewer'), 'POST', rowPath('/restore'))).status).toBe(403)
  expect((await server.request(as('admin'), 'POST', rowPath('/restore'))).status).toBe(204)
  expect((await byNote('restored'))[0]!.values).toMatchObject({ quantity: 3 })
  const log = await server.request(as('admin'), 'GET', '/audit_log?limit=500')
  expect(log.body.data.filter((entry: { origin: string }) => entry.origin === 'api').length).toBeGreaterThanOrEqual(3)
})

test('history tells who wrote what over what, newest first', async () => {
  const { body } = await write([{ values: { note: 'history', quantity: 1 } }])
  const { id } = body.accepted[0]
  await write([{ id, values: { quantity: 2 } }], 'moduleOwner')
  const path = `/tables/${server.one.tableId}/rows/${id}/history?cycle_id=${server.one.openCycleId}`
  const { body: history } = await server.request(as('admin'), 'GET', path)

  expect(history.data[0]).toMatchObject({
    field: 'quantity',
    old: 1,
    new: 2,
    origin: 'api',
    user: { name: 'Person module@one.example' },
  })
  expect(
    history.data
      .slice(1)
      .map(({ field, new: now }: { field: string; new: unknown }) => [field, now])
      .toSorted(),
  ).toEqual([
    ['note', 'history'],
    ['quantity', 1],
  ])
})

test('the same Idempotency-Key writes once and answers the same; with another body it is refused', async () => {
  const headers = { 'idempotency-key': 'meter-upload-17' }
  const rows = [{ values: { note: 'once', quantity: 5 } }]
  const first = await write(rows, 'admin', headers)
  const second = await write(rows, 'admin', headers)
  const other = await write([{ values: { note: 'once more' } }], 'admin', headers)

  expect(second.body).toEqual(first.body)
  expect(await byNote('once')).toHaveLength(1)
  expect([other.status, other.body.code]).toEqual([409, 'idempotency-conflict'])
  expect((await write(rows, 'moduleOwner', headers)).status).toBe(200)
  expect(await byNote('once')).toHaveLength(2)
})

test('a repetition of a request that was cut off gives its new rows the same ids', async () => {
  const headers = { 'idempotency-key': 'cut-off' }
  const rows = [{ values: { note: 'cut off' } }]
  const first = await write(rows, 'admin', headers)
  await server.database
    .owner('idempotency_keys')
    .where({ key: 'cut-off' })
    .update({
      status: null,
      reply: JSON.stringify(first.body.accepted.map(({ id }: { id: string }) => id)),
      created_at: new Date(Date.now() - 120_000),
    })
  const second = await write(rows, 'admin', headers)

  expect(second.body.accepted).toEqual(first.body.accepted)
  expect(await byNote('cut off')).toHaveLength(1)
})

test('takes ten thousand rows in one call, and refuses a body beyond the limit', async () => {
  const rows = Array.from({ length: 10_000 }, (_, i) => ({
    values: { note: 'bulk', quantity: i, site: 'lyon', month: '2025-05' },
  }))
  const { status, body } = await write(rows)

  expect(status).toBe(200)
  expect([body.accepted.length, body.rejected.length]).toEqual([10_000, 0])
  expect(await byNote('bulk')).toHaveLength(50)
  const huge = await server.request(as('admin'), 'POST', pathOf(server.one), `{"rows":[${' '.repeat(33 << 20)}]}`)
  expect([huge.status, huge.body.code]).toEqual([413, 'body-too-large'])
})

test('the first page of a large sheet is read from the index, not by sorting it', async () => {
  const { one } = server
  await server.database.owner.raw('ANALYZE rows')
  const { rows: plan } = await server.database.db.transaction(async (trx) => {
    await trx.raw(`SELECT set_config('app.tenant_id', ?, true)`, [one.tenantId])
    return trx.raw<{ rows: Record<string, string>[] }>(
      `EXPLAIN SELECT row_id, order_key, values FROM rows WHERE tenant_id = ? AND table_id = ? AND cycle_id = ? AND deleted = false
       AND (order_key, row_id) > ('a', 'b') ORDER BY order_key, row_id LIMIT 101`,
      [one.tenantId, one.tableId, one.openCycleId],
    )
  })
  const text = plan.map((line) => Object.values(line)[0]).join('\n')

  expect(text).toMatch(/Index Scan using rows_in_order/)
  expect(text).not.toMatch(/Sort/)
  expect(text).toMatch(/Index Cond: .*order_key/)
})

/** A table whose emissions are `direct / parts`, in tonnes, which only some may read. */
async function tableOfResults(): Promise<string> {
  const { one, database } = server
  const tableId = crypto.randomUUID()
  const own = { tenant_id: one.tenantId, table_id: tableId }
  await database
    .owner('tables')
    .insert({ tenant_id: one.tenantId, id: tableId, module_id: one.moduleId, key: 'direct', name: 'Direct' })
  const result = { type: 'formula', unit: 'tCO2e', role: 'emissions', formula: 'direct / parts' }
  const fields = [
    { key: 'direct', type: 'number', unit: 'kgCO2e' },
    { key: 'parts', type: 'number' },
    { key: 'emissions', ...result, readers: ['admin', 'auditor'] },
  ]
  await database
    .owner('fields')
    .insert(fields.map((field, index) => ({ ...own, name: field.key, ordinal: index + 2, position: index, ...field })))
  return tableId
}

test('rows are found and ordered by their emissions and by errors, by those who may read the result', async () => {
  const { one } = server
  const path = `/tables/${await tableOfResults()}/rows?cycle_id=${one.openCycleId}`
  const rows = [
    { direct: 3000, parts: 1 },
    { direct: 1, parts: 0 },
    { direct: 500, parts: 1 },
    { direct: 8000, parts: 2 },
  ]
  const sent = await server.request(as('admin'), 'POST', path, { rows: rows.map((values) => ({ values })) })
  expect(sent.body).toMatchObject({ rejected: [] })
  const found = async (query: string, role: 'admin' | 'viewer' = 'admin'): Promise<unknown> => {
    const { body } = await server.request(as(role), 'GET', `${path}&${query}`)
    return (
      body.data?.map(({ values }: { values: Values }) => values['direct']) ??
      body.errors.map(({ path: at, code }: { path: string; code: string }) => `${at} ${code}`)
    )
  }
  expect(await found('filter[emissions][gte]=3')).toEqual([3000, 8000])
  expect(await found('filter[emissions][lt]=3&filter[emissions][gt]=0.2')).toEqual([500])
  expect(await found('filter[emissions][is_empty]=true')).toEqual([1])
  expect(await found('filter[emissions][is_empty]=false&sort=-emissions')).toEqual([8000, 3000, 500])
  expect(await found('sort=emissions')).toEqual([1, 500, 3000, 8000])
  expect(await found('filter[has_error]=true')).toEqual([1])
  expect(await found('filter[has_error]=false&sort=-order')).toEqual([8000, 500, 3000])
  const first = await server.request(as('admin'), 'GET', `${path}&sort=emissions&limit=2`)
  expect(await found(`sort=emissions&limit=2&cursor=${first.body.next_cursor}`)).toEqual([3000, 8000])
  expect(await found('filter[emissions]=3&filter[emissions][gt]=much&filter[has_error]=perhaps')).toEqual([
    'filter[emissions] invalid-key',
    'filter[emissions][gt] invalid-type',
    'filter[has_error] invalid-value',
  ])
  expect(await found('filter[emissions][gt]=3&filter[has_error]=true&sort=emissions', 'viewer')).toEqual([
    'sort unknown-field',
    'filter[emissions][gt] unknown-field',
    'filter[has_error] unknown-field',
  ])
})

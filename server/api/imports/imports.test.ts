import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readXlsx, writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ImportReply, ImportRowReply } from '#shared/api/imports.ts'
import { clearImports } from '#server/imports/clearImports.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'
import { until } from '#server/testing/until.ts'

type Who = keyof TestServer['one']['people']

let server: TestServer
/** Ids of the fields of the first table by key. */
const fields: Record<string, string> = {}

beforeAll(async () => {
  server = await startTestServer()
  const rows = await server.database.owner('fields').where({ table_id: server.one.tableId }).select('id', 'key')
  rows.forEach(({ id, key }: { id: string; key: string }) => (fields[key] = id))
})
afterAll(() => server.close())

const call = (who: Who, method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(server.one.people[who], method, path, body)
const rowsPath = (): string => `/tables/${server.one.tableId}/rows?cycle_id=${server.one.openCycleId}`
const problems = ({ body }: Reply): string[] =>
  body.errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)

const send = (who: Who, content: string | Uint8Array, name: string, cycle = server.one.openCycleId): Promise<Reply> =>
  server.request(
    server.one.people[who],
    'POST',
    `/tables/${server.one.tableId}/imports?cycle_id=${cycle}&name=${encodeURIComponent(name)}`,
    content,
    { 'content-type': 'application/octet-stream' },
  )

const WORKING = new Set(['reading', 'previewing', 'committing', 'reverting'])

/** As it is when nothing works on it any more. */
async function settled(id: string, who: Who = 'data_owner'): Promise<ImportReply> {
  let reply: Reply | null = null
  await until(async () => {
    reply = await call(who, 'GET', `/imports/${id}`)
    return !WORKING.has(reply.body.state)
  }, 'nothing works on it')
  return reply!.body
}

async function bring(content: string | Uint8Array, name = 'rows.csv', who: Who = 'data_owner'): Promise<ImportReply> {
  const reply = await send(who, content, name)
  expect(reply).toMatchObject({ status: 200 })
  return settled(reply.body.id, who)
}

async function step(found: ImportReply, what: string, who: Who = 'data_owner', body?: unknown): Promise<ImportReply> {
  const reply = await call(who, 'POST', `/imports/${found.id}/${what}`, body)
  expect(reply).toMatchObject({ status: 200 })
  return settled(found.id, who)
}
const preview = (found: ImportReply, who?: Who): Promise<ImportReply> => step(found, 'preview', who)
const commit = (found: ImportReply, who?: Who): Promise<ImportReply> =>
  step(found, 'commit', who, { added: found.counts!.added, changed: found.counts!.changed })

async function say(found: ImportReply, recipe: object, who: Who = 'data_owner'): Promise<Reply> {
  return call(who, 'PATCH', `/imports/${found.id}`, { recipe: { ...found.recipe, ...recipe } })
}

const listed = async (
  found: ImportReply,
  state: ImportRowReply['state'],
  who: Who = 'data_owner',
): Promise<ImportRowReply[]> => (await call(who, 'GET', `/imports/${found.id}/rows?state=${state}`)).body.data

async function notes(prefix: string): Promise<Record<string, unknown>[]> {
  const { body } = await call('admin', 'GET', `${rowsPath()}&limit=500`)
  return body.data
    .map(({ values }: { values: Record<string, unknown> }) => values)
    .filter(({ note }: { note: unknown }) => String(note).startsWith(prefix))
}

async function write(values: object): Promise<string> {
  const { body } = await call('admin', 'POST', rowsPath(), { rows: [{ values }] })
  expect(body.rejected).toEqual([])
  return body.accepted[0].id
}

test('a file is read, guessed at, compared, taken in as one entry of the history, mended and taken back', async () => {
  const content =
    'Note;Site;Month;Quantity [MWh];Read on\nflow a;Lyon;2025-01;1,5;03.04.2025\nflow b;Porto;2025-02;x;31.12.2025\n'
  const read = await bring(content, '../meter readings.csv')
  expect(read).toMatchObject({
    state: 'draft',
    file: { name: 'meter readings.csv', format: 'csv', sha256: createHash('sha256').update(content).digest('hex') },
    reading: { encoding: 'utf-8', delimiter: ';', sheets: [{ name: 'meter readings', rows: 3, columns: 5 }] },
    recipe: { sheet: 'meter readings', header_row: 1, match: 'none' },
    counts: null,
  })
  expect(read.recipe!.columns.map(({ target, unit }) => [target, unit])).toEqual(
    ['note', 'site', 'month', 'quantity', 'read_on'].map((key) => [fields[key], key === 'quantity' ? 'MWh' : null]),
  )
  expect(read.columns.map(({ decimals, dates }) => [decimals, dates])).toEqual([
    [null, null],
    [null, null],
    [null, null],
    ['comma', null],
    [null, 'day_first'],
  ])
  const seen = await preview(read)
  expect(seen).toMatchObject({ state: 'previewed', counts: { added: 1, changed: 0, unchanged: 0, rejected: 1 } })
  expect(await notes('flow')).toEqual([])
  const [wrong] = await listed(seen, 'rejected')
  expect(wrong).toMatchObject({
    row: 3,
    cells: { 4: 'x' },
    reasons: [{ field_id: fields['quantity'], code: 'not-a-number' }],
  })

  const done = await commit(seen)
  expect(done).toMatchObject({
    state: 'committed',
    counts: { added: 1, rejected: 1, written: 1 },
    actions: ['fix', 'revert'],
  })
  expect(await notes('flow')).toMatchObject([
    { note: 'flow a', site: 'lyon', month: '2025-01', quantity: 1500, read_on: '2025-04-03' },
  ])
  const fixed = await call('data_owner', 'PATCH', `/imports/${done.id}/rows`, {
    rows: [{ row: 3, cells: { 4: '2 MWh' } }],
  })
  expect(fixed.body).toMatchObject({
    rows: [{ row: 3, state: 'added', values: { [fields['quantity']!]: 2000 } }],
    import: { state: 'partly_committed', counts: { added: 2, rejected: 0, written: 1 } },
  })
  const whole = await commit(fixed.body.import)
  expect(whole).toMatchObject({ state: 'committed', counts: { added: 2, written: 2 } })
  expect(await notes('flow')).toHaveLength(2)
  const history = await call('admin', 'GET', `/tables/${server.one.tableId}/history?cycle_id=${server.one.openCycleId}`)
  const own = history.body.data.filter(({ id }: { id: string }) => id === whole.gesture_id)
  expect(own).toMatchObject([{ gesture: 'import' }])

  const back = await step(whole, 'revert')
  expect(back).toMatchObject({ state: 'reverted', reverted: { cells: 0, rows: 2, kept: 0 }, actions: [] })
  expect(await notes('flow')).toEqual([])
  // its rows are gone, what they came to is still told, and the file is kept
  expect(await blocksOf(back)).toBe(0)
  expect([back.counts, await listed(back, 'added')]).toEqual([{ ...whole.counts, written: 0 }, []])
  const file = await call('data_owner', 'GET', `/imports/${back.id}/file`)
  expect([file.status, file.body]).toEqual([200, content])
  const digest = createHash('sha256').update(content).digest('base64')
  expect(file.headers.get('repr-digest')).toBe(`sha-256=:${digest}:`)
  expect(file.headers.get('content-disposition')).toContain('meter readings.csv')
})

const blocksOf = async ({ id }: ImportReply): Promise<number> =>
  (await server.database.owner('import_blocks').where({ import_id: id })).length

/** What a spreadsheet could compute, what looks like an answer to that, and numbers that are none. */
const HOSTILE = [
  '=1+1',
  '-1+2',
  '@SUM(A1)',
  '\tx',
  "'=1",
  "''=1",
  '＝1+1',
  'a "quoted" word',
  'two\nlines',
  ' spaces ',
  'comma, semicolon;',
  'نص عربي',
  '_x0041_',
  '12345678901234567890',
  '007',
  '1e5',
  '2025-01-02',
  'TRUE',
  '<b>&amp;</b>',
]

async function exported(query: string): Promise<Uint8Array> {
  const path = `/tables/${server.one.tableId}/export?cycle_id=${server.one.openCycleId}&${query}`
  const authorization = `Bearer ${await server.token(server.one.people.admin)}`
  const response = await fetch(`${server.origin}/api/v1${path}`, { headers: { authorization } })
  return new Uint8Array(await response.arrayBuffer())
}

test('an export that is brought back changes nothing, in whatever format, and brings every text to another cycle', async () => {
  const values = HOSTILE.map((note, at) => ({ note, quantity: [0.1, -0, 1e21, 5e-7][at % 4], estimated: at % 2 === 0 }))
  const { body } = await call('admin', 'POST', rowsPath(), {
    rows: [
      ...values,
      { note: '', quantity: null, read_on: '2024-02-29', month: '2024-02', site: 'porto', price: 9 },
    ].map((row) => ({ values: row })),
  })
  expect(body.rejected).toEqual([])
  for (const [query, name] of [
    ['format=csv', 'a.csv'],
    ['format=csv&locale=de-DE', 'b.csv'],
    ['format=xlsx', 'c.xlsx'],
    ['format=json', 'd.json'],
    ['format=ndjson', 'e.ndjson'],
  ] as const) {
    const read = await bring(await exported(query), name, 'admin')
    expect([name, read.state, read.recipe?.match, read.columns.length]).toEqual([
      name,
      'draft',
      'row_id',
      expect.any(Number),
    ])
    const seen = await preview(read, 'admin')
    expect([name, seen.counts, await listed(seen, 'rejected', 'admin')]).toEqual([
      name,
      { added: 0, changed: 0, unchanged: values.length + 1, rejected: 0, written: 0 },
      [],
    ])
  }
})

test.each(['csv', 'xlsx', 'ndjson'])('every text of an export in %s is brought exactly as it was', async (format) => {
  const read = await bring(await exported(`format=${format}&fields=note,quantity`), `texts.${format}`, 'admin')
  const before = await notes('')
  const columns = read.recipe!.columns.filter(({ target }) => target !== 'row_id')
  const said = await say(read, { columns, match: 'none' }, 'admin')
  expect(said.status).toBe(200)
  const done = await commit(await preview(said.body, 'admin'), 'admin')
  expect(done.counts).toMatchObject({ rejected: 0, changed: 0, written: done.counts!.added })
  const after = await notes('')
  const texts = (rows: typeof after): unknown[] => rows.map(({ note, quantity }) => [note, quantity ?? null])
  const added = after.slice(before.length)
  expect(texts(added)).toEqual(texts(before.filter(({ note }) => note !== null && note !== '')))
  expect(await step(done, 'revert', 'admin')).toMatchObject({ reverted: { rows: added.length, kept: 0 } })
})

/** As people write into a template, by field. */
const FILLED: Readonly<Record<string, string | number | boolean>> = {
  site: 'Porto',
  month: '2025-07',
  quantity: 12.5,
  note: 'from a template',
  read_on: '2025-07-31',
  estimated: true,
}

test.each(['csv', 'xlsx'] as const)(
  'a template in %s that is filled in is taken in without a question',
  async (format) => {
    const path = `/tables/${server.one.tableId}/import-template?cycle_id=${server.one.openCycleId}&format=${format}`
    const authorization = `Bearer ${await server.token(server.one.people.data_owner)}`
    const response = await fetch(`${server.origin}/api/v1${path}`, { headers: { authorization } })
    const bytes = new Uint8Array(await response.arrayBuffer())
    const filled = format === 'csv' ? filledCsv(bytes) : await filledWorkbook(bytes)
    const read = await bring(filled, `template.${format}`)
    expect(read.recipe!.columns.map(({ target }) => target).toSorted()).toEqual(
      Object.keys(FILLED)
        .map((key) => fields[key])
        .toSorted(),
    )
    const seen = await preview(read)
    expect([seen.counts, await listed(seen, 'rejected')]).toMatchObject([{ added: 1, rejected: 0 }, []])
    const done = await commit(seen)
    expect(await notes('from a template')).toMatchObject([{ ...FILLED, site: 'porto' }])
    expect(await step(done, 'revert')).toMatchObject({ reverted: { rows: 1, kept: 0 } })
  },
)

/** Titles are those of exports: the key, with its unit in brackets. */
const filledAs = (title: unknown): string | number | boolean => FILLED[String(title).replace(/ .*/, '')]!

function filledCsv(bytes: Uint8Array): string {
  const head = new TextDecoder().decode(bytes).trim()
  return `${head}\r\n${head.split(',').map(filledAs).join()}\r\n`
}

async function filledWorkbook(bytes: Uint8Array): Promise<Uint8Array> {
  const { sheets } = await readXlsx(bytes)
  return writeXlsx({
    sheets: sheets.map(({ name, rows }, at) => ({ name, rows: at === 0 ? [...rows, rows[0]!.map(filledAs)] : rows })),
  })
}

test('rows are found by fields: changed ones tell what stood there, twice and several are refused', async () => {
  const pair = { site: 'lyon', month: '2031-01' }
  await write({ ...pair, note: 'keyed a', quantity: 5, price: 77 })
  await write({ site: 'porto', month: '2031-01', note: 'keyed b', quantity: 6 })
  await write({ site: 'porto', month: '2031-02', note: 'keyed c' })
  await write({ site: 'porto', month: '2031-02', note: 'keyed d' })
  const lines = [
    'site,month,quantity,note',
    'LYON,2031-01,7,',
    'PORTO,2031-01,6,keyed b',
    'PORTO,2031-02,1,',
    'LYON,2031-01,8,',
    'LYON,,8,',
    'LYON,2031-05,8,keyed new',
    'PARIS,2031-06,8,',
  ]
  const read = await bring(lines.join('\n'))
  const keys = [fields['site'], fields['month']]
  const said = await say(read, { match: 'fields', key_fields: keys })
  const seen = await preview(said.body)
  expect(seen.counts).toEqual({ added: 1, changed: 1, unchanged: 1, rejected: 4, written: 0 })
  expect(await listed(seen, 'changed')).toMatchObject([
    { row: 2, values: { [fields['quantity']!]: 7 }, before: { [fields['quantity']!]: 5 } },
  ])
  expect((await listed(seen, 'rejected')).map(({ row, reasons }) => [row, ...reasons.map(({ code }) => code)])).toEqual(
    [
      [4, 'key-several'],
      [5, 'key-twice'],
      [6, 'key-empty'],
      [8, 'not-an-option'],
    ],
  )
  const first = await call('data_owner', 'GET', `/imports/${seen.id}/rows?state=rejected&limit=3`)
  const rest = await call(
    'data_owner',
    'GET',
    `/imports/${seen.id}/rows?state=rejected&limit=3&cursor=${first.body.next_cursor}`,
  )
  expect([first.body.data.length, rest.body.data.map(({ row }: ImportRowReply) => row), rest.body.next_cursor]).toEqual(
    [3, [8], null],
  )
  // the next file with the same columns begins with the same recipe
  expect((await commit(seen)).state).toBe('committed')
  const next = await bring(`${lines.join('\n')}\n`, 'next.csv')
  expect(next).toMatchObject({ recipe: { match: 'fields', key_fields: keys }, recipe_from: { id: seen.id } })
  expect((await preview(next)).counts).toMatchObject({ added: 0, changed: 0, unchanged: 3 })
})

test('what somebody writes meanwhile is not lost: the commit refuses those rows, and a revert leaves them', async () => {
  const ids = [await write({ note: 'shared 1', quantity: 1 }), await write({ note: 'shared 2', quantity: 2 })]
  const read = await bring(`id,quantity\n${ids[0]},10\n${ids[1]},20\n`, 'shared.csv')
  const seen = await preview(read)
  expect(seen.counts).toMatchObject({ changed: 2 })
  await call('admin', 'POST', rowsPath(), { rows: [{ id: ids[0], values: { quantity: 5 } }] })
  const done = await commit(seen)
  expect(done).toMatchObject({ state: 'committed', counts: { changed: 1, rejected: 1, written: 1 } })
  expect(await listed(done, 'rejected')).toMatchObject([
    { row: 2, reasons: [{ field_id: fields['quantity'], code: 'changed-meanwhile' }] },
  ])
  const again = await call('data_owner', 'PATCH', `/imports/${done.id}/rows`, { rows: [{ row: 2, cells: {} }] })
  expect(again.body.rows).toMatchObject([{ state: 'changed', before: { [fields['quantity']!]: 5 } }])
  const whole = await commit(again.body.import)
  expect((await notes('shared')).map(({ quantity }) => quantity)).toEqual([10, 20])
  await call('admin', 'POST', rowsPath(), { rows: [{ id: ids[1], values: { quantity: 21 } }] })
  const back = await step(whole, 'revert')
  expect(back).toMatchObject({ state: 'reverted', reverted: { cells: 1, rows: 0, kept: 1 } })
  expect((await notes('shared')).map(({ quantity }) => quantity)).toEqual([5, 21])
  const kept = await call('data_owner', 'GET', `/imports/${back.id}/kept`)
  expect(kept.body.data).toEqual([{ row_id: ids[1], field_id: fields['quantity'], imported: 20, now: 21 }])
})

test('what a server was writing when it died is written by the next one, and nothing twice', async () => {
  const read = await bring('note,quantity\ndied a,1\ndied b,2\n', 'died.csv')
  const seen = await preview(read)
  const ids = (await listed(seen, 'added')).map(({ row_id: id }) => id)
  // as a server leaves it that wrote the first row and was killed before it noted so
  await call('admin', 'POST', rowsPath(), { rows: [{ id: ids[0], values: { note: 'died a', quantity: 1 } }] })
  await server.database.owner('import_blocks').where({ import_id: seen.id }).update({ begun: true })
  await call('admin', 'POST', rowsPath(), { rows: [{ id: ids[0], values: { quantity: 9 } }] })
  expect(await commit(seen)).toMatchObject({ state: 'committed', counts: { added: 2, written: 2, rejected: 0 } })
  expect((await notes('died')).map(({ note, quantity }) => [note, quantity])).toEqual([
    ['died a', 9],
    ['died b', 2],
  ])
})

test('a field that its sender may not read or write is none that a file can go into, and nothing tells of it', async () => {
  const id = await write({ note: 'hidden', quantity: 1, price: 4711 })
  const read = await bring(`id,note,price\n${id},hidden,4711\n`, 'hidden.csv')
  expect(read.recipe!.columns.map(({ target }) => target)).toEqual(['row_id', fields['note']])
  const columns = [
    { column: 1, target: 'row_id' },
    { column: 3, target: fields['price'] },
    { column: 2, target: fields['doubled'] },
  ]
  const refused = await say(read, { columns: [...columns, { column: 3, target: fields['checked_by'] }] })
  expect([refused.status, problems(refused)]).toEqual([
    422,
    [
      'recipe.columns[1].target not-found',
      'recipe.columns[2].target formula-field',
      'recipe.columns[3].target forbidden-field',
      'recipe.columns[3].column twice',
    ],
  ])
  const seen = await preview(read)
  expect(seen.counts).toMatchObject({ changed: 0, unchanged: 1 })
  expect(JSON.stringify([seen, await listed(seen, 'unchanged')])).not.toContain('before_t')
  // taken away between preview and commit
  const owner = server.database.owner
  const other = await preview(await bring(`id,note\n${id},hidden no more\n`, 'later.csv'))
  await owner('fields')
    .where({ id: fields['note'] })
    .update({ writers: ['admin'] })
  try {
    expect(await commit(other)).toMatchObject({ counts: { changed: 0, rejected: 1, written: 0 } })
    expect(await notes('hidden no more')).toEqual([])
  } finally {
    await owner('fields').where({ id: fields['note'] }).update({ writers: null })
  }
})

test('only who writes rows brings files, and only who brought one has it; a locked cycle takes none', async () => {
  expect((await send('viewer', 'note\na', 'a.csv')).status).toBe(403)
  expect((await send('data_owner', 'note\na', 'a.csv', server.one.lockedCycleId)).status).toBe(409)
  const { tableId, openCycleId } = server.one
  const path = `/tables/${tableId}/imports?cycle_id=${openCycleId}&name=a.csv`
  const strangers = [null, server.two.people.admin]
  const sent = await Promise.all(strangers.map((email) => server.request(email, 'POST', path, 'note\na')))
  expect(sent.map(({ status }) => status)).toEqual([401, 404])

  const own = await preview(await bring('note\nmine\n', 'mine.csv'))
  for (const email of [server.one.people.admin, server.two.people.admin]) {
    for (const [method, rest] of [
      ['GET', ''],
      ['GET', '/rows?state=added'],
      ['GET', '/kept'],
      ['GET', '/file'],
      ['PATCH', ''],
      ['POST', '/preview'],
      ['POST', '/cancel'],
      ['POST', '/revert'],
    ] as const) {
      const body = method === 'PATCH' ? {} : undefined
      expect((await server.request(email, method, `/imports/${own.id}${rest}`, body)).status).toBe(404)
    }
  }
  const lists = async (email: string): Promise<string[]> =>
    (await server.request(email, 'GET', `/tables/${tableId}/imports`)).body.data?.map(({ id }: ImportReply) => id) ?? []
  expect((await lists(server.one.people.data_owner))[0]).toBe(own.id)
  expect(await lists(server.one.people.admin)).toContain(own.id)
  expect(await lists(server.one.people.viewer)).toEqual([])
  expect(await lists(server.two.people.admin)).toEqual([])

  // locked between preview and commit
  const { owner } = server.database
  await owner('cycles').where({ id: openCycleId }).update({ status: 'locked' })
  try {
    const late = await call('data_owner', 'POST', `/imports/${own.id}/commit`, { added: 1, changed: 0 })
    expect([late.status, late.body.code]).toEqual([409, 'locked'])
  } finally {
    await owner('cycles').where({ id: openCycleId }).update({ status: 'open' })
  }
  expect(await notes('mine')).toEqual([])
})

test('what cannot be done now is refused; a file that is sent once more is the same import, and one given up is gone', async () => {
  const read = await bring('note,quantity\nonce,"1.234"\n', 'once.csv')
  expect((await send('data_owner', 'note,quantity\nonce,"1.234"\n', 'once.csv')).body.id).toBe(read.id)
  const asked = await call('data_owner', 'POST', `/imports/${read.id}/preview`)
  expect([asked.status, problems(asked)]).toEqual([422, ['recipe.columns[1].decimals required']])
  expect(read.columns[1]).toMatchObject({
    decimals: 'open',
    decimal_samples: [{ text: '1.234', point: 1.234, comma: 1234 }],
  })
  const early = await call('data_owner', 'POST', `/imports/${read.id}/commit`, { added: 1, changed: 0 })
  expect([early.status, problems(early)]).toEqual([409, ['state wrong-status']])
  const columns = read.recipe!.columns.map((column) => ({ ...column, decimals: column.column === 2 ? 'comma' : null }))
  const seen = await preview((await say(read, { columns })).body)
  const unseen = await call('data_owner', 'POST', `/imports/${seen.id}/commit`, { added: 2, changed: 0 })
  expect([unseen.status, problems(unseen)]).toEqual([409, ['added changed-meanwhile']])
  const right = await call('data_owner', 'PATCH', `/imports/${seen.id}/rows`, { rows: [{ row: 2, cells: { 1: 'x' } }] })
  expect([right.status, problems(right)]).toEqual([409, ['state wrong-status']])
  expect(await step(seen, 'cancel')).toMatchObject({ state: 'cancelled', actions: [] })
  expect((await call('data_owner', 'POST', `/imports/${seen.id}/cancel`)).status).toBe(409)
  expect((await call('data_owner', 'GET', `/imports/${seen.id}/rows?state=added`)).body.data).toEqual([])
})

test.each([
  ['Arabic of old Windows', Buffer.from('c7e1dfe5d1c8c7c12c310a', 'hex'), 'windows-1256', 'الكهرباء'],
  ['Western Europe of old Windows', Buffer.from('Wärme Küche,1\n', 'latin1'), 'windows-1252', 'Wärme Küche'],
  ['UTF-16', Buffer.from('\uFEFFقراءة,1\n', 'utf16le'), 'utf-16le', 'قراءة'],
  ['UTF-8 with a mark', Buffer.from('\uFEFFÖl,1\n'), 'utf-8', 'Öl'],
])('a text in %s is read as what it is', async (_, bytes, encoding, first) => {
  const read = await bring(bytes, `${encoding}.csv`)
  expect(read.reading).toMatchObject({ encoding, delimiter: ',' })
  expect(read.reading!.sheets[0]!.head[0]).toEqual([first, '1'])
})

test('a file that is no such file ends as unreadable with the reason, and may be read in another way', async () => {
  const wide = Array.from({ length: 16_385 }, () => 'x').join()
  const tries = [
    await bring(wide, 'wide.csv'),
    await bring('a,b\n"x,1\ny,2', 'quote.csv'),
    await bring(Buffer.from('504b0304000000', 'hex'), 'a.xlsx'),
    await bring('a,b', 'b.xlsx'),
    await bring(Buffer.from([0x41, 0, 0x42, 0, 0x0a]), 'binary.csv'),
    await bring('{"rows": [{"a": 1}', 'torn.json'),
    await bring('{"a": 1}\n[1]\n', 'lines.ndjson'),
    await bring(new Uint8Array((20 << 20) + 1), 'large.xlsx'),
  ]
  expect(tries.map(({ state, problem }) => [state, problem?.detail.slice(0, 40)])).toEqual([
    ['unreadable', 'The file has 16385 columns, and 16384 ar'],
    ['unreadable', 'A quotation mark is out of place, or doe'],
    ['unreadable', 'The file is damaged or was not sent whol'],
    ['unreadable', '“b.xlsx” is called a workbook, and is no'],
    ['unreadable', 'The file is no text and no workbook. Sav'],
    ['unreadable', 'The file is no whole JSON with a list of'],
    ['unreadable', 'Line 2 is no object with a value for eac'],
    ['unreadable', 'The workbook is larger than 20 MB. Save '],
  ])
  const other = await send('data_owner', 'a', 'a.pdf')
  expect([other.status, problems(other)]).toEqual([422, ['name wrong-kind-of-file']])
  const read = await bring('note|quantity\nx;y|1\n', 'bars.csv')
  expect(read.reading?.delimiter).toBe('|')
  const again = await call('data_owner', 'PATCH', `/imports/${read.id}`, { reading: { delimiter: ';' } })
  expect(again.body.state).toBe('reading')
  expect((await settled(read.id)).reading).toMatchObject({ delimiter: ';', sheets: [{ columns: 2 }] })
})

/** The command as programs run it, in a folder of its own. */
function carbonsheet(env: Record<string, string>, ...words: string[]): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['server/imports/command/main.ts', 'import', ...words], { env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: out + err }),
    )
  })
}

test('the command shows what a file would do, writes it with a key when it is told to, and says what it is at by its exit code', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'carbonsheet-command-'))
  try {
    const key = await call('data_owner', 'POST', '/api_keys', { name: 'nightly', scopes: ['rows:write'] })
    const env = { CARBONSHEET_URL: server.origin, CARBONSHEET_KEY: key.body.secret }
    const [file, recipe, broken] = ['rows.csv', 'recipe.json', 'broken.xlsx'].map((name) => join(folder, name))
    await writeFile(file!, 'note,quantity\ncommand a,1.5\ncommand b,x\n')
    await writeFile(recipe!, JSON.stringify({ columns: [{ column: 1, target: fields['note'] }] }))
    await writeFile(broken!, 'no workbook')
    const sheet = ['--table', server.one.tableId, '--cycle', server.one.openCycleId]

    const shown = await carbonsheet(env, file!, ...sheet)
    expect(shown).toEqual({ code: 1, said: expect.stringMatching(/would add 1 .*rejected 1\n.*row 3: .*--commit/s) })
    expect(await notes('command')).toEqual([])
    const written = await carbonsheet(env, file!, ...sheet, '--commit')
    expect(written).toEqual({ code: 1, said: expect.stringMatching(/ added 1 rows.*row 3: /s) })
    expect(await notes('command')).toMatchObject([{ note: 'command a', quantity: 1.5 }])
    const asSaid = await carbonsheet(env, file!, ...sheet, '--recipe', recipe!)
    expect(asSaid).toEqual({ code: 0, said: expect.stringContaining('would add 2 rows') })

    expect((await carbonsheet(env, file!)).code).toBe(2)
    expect((await carbonsheet({}, file!, ...sheet)).said).toContain('CARBONSHEET_KEY have to be set')
    expect(await carbonsheet(env, broken!, ...sheet)).toEqual({ code: 3, said: expect.stringContaining('broken.xlsx') })
    const refused = await carbonsheet({ ...env, CARBONSHEET_KEY: 'wrong' }, file!, ...sheet)
    expect(refused.code).toBe(3)
    expect(await notes('command')).toHaveLength(1)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('what nobody comes back to is given up after a month; of what is written the texts go, and all of it when the cycle is locked', async () => {
  const { owner, db } = server.database
  const since = (found: ImportReply, days: number): Promise<unknown> =>
    owner.raw(
      `UPDATE imports SET created_at = now() - interval '${days} days',
         committed_at = CASE WHEN committed_at IS NOT NULL THEN now() - interval '${days} days' END WHERE id = ?`,
      [found.id],
    )
  const old = await preview(await bring('note\nforgotten\n', 'old.csv'))
  const young = await preview(await bring('note\nremembered\n', 'young.csv'))
  const done = await commit(await preview(await bring('note,quantity\ncleared a,1\ncleared b,2\n', 'done.csv')))
  const partly = await commit(await preview(await bring('note,quantity\ncleared c,1\ncleared d,x\n', 'partly.csv')))
  await owner('jobs')
    .whereIn('subject_id', [old.id, done.id])
    .update({ finished_at: owner.raw(`now() - interval '31 days'`) })
  await Promise.all([since(old, 31), since(young, 29), since(done, 31), since(partly, 31)])
  await clearImports(db)
  const now = (found: ImportReply): Promise<ImportReply> => settled(found.id)
  expect([await now(old), await blocksOf(old)]).toMatchObject([{ state: 'cancelled', actions: [] }, 0])
  expect([await now(young), await blocksOf(young)]).toMatchObject([{ state: 'previewed' }, 1])
  const [entry] = await owner('audit_log').where({ subject_id: old.id, action: 'import.expire' })
  expect([entry.actor_kind, entry.after.file_name]).toEqual(['system', 'old.csv'])
  expect((await call('data_owner', 'GET', `/imports/${old.id}/file`)).body).toBe('note\nforgotten\n')
  // what is written can be looked at and taken back without the text of the file, and what is to be mended has it
  expect((await listed(await now(done), 'added')).map(({ cells, values }) => [cells, values[fields['note']!]])).toEqual(
    [
      [{ 1: null, 2: null }, 'cleared a'],
      [{ 1: null, 2: null }, 'cleared b'],
    ],
  )
  expect(await listed(await now(partly), 'rejected')).toMatchObject([{ row: 3, cells: { 2: 'x' } }])
  expect((await now(done)).actions).toEqual(['revert'])

  await owner('cycles').where({ id: server.one.openCycleId }).update({ status: 'locked' })
  try {
    await clearImports(db)
  } finally {
    await owner('cycles').where({ id: server.one.openCycleId }).update({ status: 'open' })
  }
  expect([await now(young), await now(partly), await now(done)]).toMatchObject([
    { state: 'cancelled' },
    { state: 'committed', counts: { added: 1, rejected: 1, written: 1 }, actions: [] },
    { state: 'committed', counts: { added: 2, written: 2 }, actions: [] },
  ])
  expect(await Promise.all([young, partly, done].map(blocksOf))).toEqual([0, 0, 0])
})

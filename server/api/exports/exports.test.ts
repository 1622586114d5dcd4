import { inflateRawSync } from 'node:zlib'
import * as fc from 'fast-check'
import { parseCsv } from 'hucre/csv'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unguardFormula } from '#shared/cells/guardFormula.ts'
import { CANONICAL, csvHead, dialectOf } from '#server/exports/formats/csv.ts'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'
import { until } from '#server/testing/until.ts'

type Role = keyof TestServer['one']['people']

let server: TestServer
/** By note. */
const ids = new Map<string, string>()

/** What a spreadsheet could compute, and what looks like an answer to that. */
const HOSTILE = [
  '=1+1',
  '+1',
  '-1+2',
  '@SUM(A1)',
  '\tx',
  '\r=1',
  "'=1",
  "''=1",
  '＝1+1',
  '=cmd|" /C calc"!A0',
  'a "quoted" word',
  'two\nlines',
  ' spaces ',
  'comma, semicolon;',
  'نص عربي',
  '_x0041_',
]

beforeAll(async () => {
  server = await startTestServer()
  const rows = [
    {
      site: 'lyon',
      month: '2025-01',
      quantity: 1250.5,
      note: 'first',
      read_on: '2025-02-03',
      estimated: true,
      price: 7.25,
    },
    { site: 'porto', month: '2025-02', quantity: -0.1, note: 'second', estimated: false },
    { site: 'porto', month: '2025-03', note: 'third' },
    ...HOSTILE.map((note) => ({ note })),
  ].map((values) => ({ values }))
  const { body } = await server.request(admin(), 'POST', rowsPath(), { rows })
  body.accepted.forEach(({ index, id }: { index: number; id: string }) => ids.set(rows[index]!.values.note, id))
})
afterAll(() => server.close())

const admin = (): string => server.one.people.admin
const rowsPath = (): string => `/tables/${server.one.tableId}/rows?cycle_id=${server.one.openCycleId}`
const exportPath = (query: string, tableId = server.one.tableId): string =>
  `/tables/${tableId}/export?cycle_id=${server.one.openCycleId}&${query}`

async function download(role: Role, path: string): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
  const response = await fetch(`${server.origin}/api/v1${path}`, {
    headers: { authorization: `Bearer ${await server.token(server.one.people[role])}` },
  })
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
}

const viewPath = (): string => `/tables/${server.one.tableId}/export`
const ofCycle = () => ({ cycle_id: server.one.openCycleId })

async function downloadShown(role: Role, body: object): Promise<{ headers: Headers; bytes: Buffer }> {
  const response = await fetch(`${server.origin}/api/v1${viewPath()}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await server.token(server.one.people[role])}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ ...ofCycle(), ...body }),
  })
  return { headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
}

/** What is in a ZIP archive, by name (APPNOTE 4.3.12: its central directory). */
function filesIn(zip: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>()
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'))
  for (let at = zip.readUInt32LE(end + 16); zip.readUInt32LE(at) === 0x02014b50;) {
    const [size, name, more, note] = [20, 28, 30, 32].map((field) => zip.readUIntLE(at + field, field === 20 ? 4 : 2))
    const local = zip.readUInt32LE(at + 42)
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    files.set(zip.toString('utf8', at + 46, at + 46 + name!), inflateRawSync(zip.subarray(start, start + size!)))
    at += 46 + name! + more! + note!
  }
  return files
}

const textOf = async (role: Role, query: string): Promise<string> =>
  (await download(role, exportPath(query))).bytes.toString()

test('canonical CSV has keys, ids, every digit, names of choices, and errors that are no zeros', async () => {
  const { status, headers, bytes } = await download('admin', exportPath('format=csv'))
  const lines = bytes.toString().split('\r\n')

  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(headers.get('content-disposition')).toBe('attachment; filename="Fuel FY2025.csv"')
  expect(lines.slice(0, 4)).toEqual([
    'id,site,month,quantity,note,read_on,estimated,price,checked_by,doubled',
    `${ids.get('first')},LYON,2025-01,1250.5,first,2025-02-03,TRUE,7.25,,2501`,
    `${ids.get('second')},PORTO,2025-02,-0.1,second,,FALSE,,,-0.2`,
    `${ids.get('third')},PORTO,2025-03,,third,,,,,#missing`,
  ])
})

test('no text of a CSV file begins a formula, and each is read back as it was', async () => {
  const rows = parseCsv(await textOf('admin', 'format=csv&fields=note'), { typeInference: false })
  const notes = rows.slice(4).map((row) => String(row[1]))

  expect(notes.filter((note) => /^[=+\-@\t\r\n＝＋－＠]/.test(note))).toEqual([])
  expect(notes.map(unguardFormula)).toEqual(HOSTILE)
})

test('any text is quoted where a reader of CSV needs it, begins no formula, and comes back', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom('a', '9', ' ', '"', ',', ';', '\r', '\n', '\t', '=', "'", '＝', '\u1680', 'ع', 'é'),
    }),
  )
  for (const dialect of [CANONICAL, dialectOf('de-DE')]) {
    const separator = dialect.delimiter
    fc.assert(
      fc.property(texts, (text) => {
        const written = csvHead([text], { ...dialect, hasByteOrderMark: false }).slice(0, -2)
        const isQuoted = written.startsWith('"')
        const read = isQuoted ? written.slice(1, -1).replaceAll('""', '"') : written
        expect(unguardFormula(read)).toBe(text)
        expect(read).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/)
        expect(isQuoted || (!/["\r\n]|^\s|\s$/.test(written) && !written.includes(separator))).toBe(true)
      }),
    )
  }
})

test('CSV for a person has titles with units, the marks of their language, and a mark of its encoding', async () => {
  const german = await textOf('admin', 'format=csv&locale=de-DE&fields=quantity,note&filter[note]=first')
  const british = await textOf('admin', 'format=csv&locale=en-GB&fields=quantity,note&filter[note]=first')

  expect(german).toBe(`\uFEFFid;quantity (kWh);note\r\n${ids.get('first')};1250,5;first\r\n`)
  expect(british).toBe(`\uFEFFid,quantity (kWh),note\r\n${ids.get('first')},1250.5,first\r\n`)
})

test('a workbook has typed cells, texts that are texts, and sheets for fields and for what it is', async () => {
  const { headers, bytes } = await download('admin', exportPath('format=xlsx'))
  const { sheets } = await readXlsx(bytes)
  const [data, fields, about] = sheets

  expect(headers.get('content-type')).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  expect(sheets.map(({ name }) => name)).toEqual(['Fuel', 'Fields', 'About'])
  expect(data!.rows.slice(0, 4)).toEqual([
    ['id', 'site', 'month', 'quantity (kWh)', 'note', 'read_on', 'estimated', 'price', 'checked_by', 'doubled (kWh)'],
    [ids.get('first'), 'LYON', '2025-01', 1250.5, 'first', new Date('2025-02-03'), true, 7.25, null, 2501],
    [ids.get('second'), 'PORTO', '2025-02', -0.1, 'second', null, false, null, null, -0.2],
    [ids.get('third'), 'PORTO', '2025-03', null, 'third', null, null, null, null, '#missing'],
  ])
  expect(data!.rows.slice(4).map((row) => row[4])).toEqual(HOSTILE)
  expect(fields!.rows).toContainEqual(['Fuel', 'doubled', 'doubled', 'formula', 'kWh', 'quantity * 2', null])
  expect(about!.rows).toContainEqual(['Project', 'Inventory of One'])
})

test('no cell of a workbook is a formula', async () => {
  const { bytes } = await download('admin', exportPath('format=xlsx'))
  const { sheets } = await readXlsx(bytes, { readStyles: true })
  const cells = sheets.flatMap((sheet) => [...(sheet.cells?.values() ?? [])])

  expect(cells.filter((cell) => cell.formula !== undefined)).toEqual([])
})

test('NDJSON and JSON hold what the list of rows gives', async () => {
  const { body } = await server.request(admin(), 'GET', `${rowsPath()}&limit=500`)
  const ndjson = await textOf('admin', 'format=ndjson')
  const json = JSON.parse(await textOf('admin', 'format=json'))

  expect(
    ndjson
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(body.data)
  expect(json.rows).toEqual(body.data)
  expect(json).toEqual(
    expect.objectContaining({
      table: { id: server.one.tableId, key: 'fuel', name: 'Fuel' },
      cycle: expect.objectContaining({ name: 'FY2025', gwp_set: 'AR6', status: 'open' }),
    }),
  )
})

test('rows are sorted and narrowed as in the list', async () => {
  const text = await textOf('admin', 'format=csv&fields=note,quantity&sort=-quantity&filter[site]=porto')
  expect(text.trimEnd().split('\r\n').slice(1)).toEqual([
    `${ids.get('second')},-0.1,second`,
    `${ids.get('third')},,third`,
  ])
})

test('a field that somebody may not read is in no format and cannot be asked for', async () => {
  for (const format of ['csv', 'ndjson', 'json']) {
    expect(await textOf('viewer', `format=${format}`), format).not.toMatch(/price|7\.25/)
    expect(await textOf('auditor', `format=${format}`), format).toMatch(/7\.25/)
  }
  const { sheets } = await readXlsx((await download('viewer', exportPath('format=xlsx'))).bytes)
  expect(JSON.stringify(sheets)).not.toMatch(/price|7\.25/)
  const refused = await server.request(server.one.people.viewer, 'GET', exportPath('fields=note,price&sort=price'))
  expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual(['fields', 'sort'])
})

test('a view is the columns and rows that were sent along, in their order, in every format; what is gone is left out', async () => {
  const [first, third] = [ids.get('first')!, ids.get('third')!]
  const shown = { fields: ['doubled', 'note', 'site'], rows: [third, 'gone', first, third] }
  const csv = await downloadShown('admin', { ...shown, format: 'csv', name: 'Only/two' })
  const xlsx = await readXlsx((await downloadShown('admin', { ...shown, format: 'xlsx' })).bytes)
  const json = await server.request(admin(), 'POST', viewPath(), { ...ofCycle(), ...shown, format: 'json' })
  const ndjson = (await downloadShown('admin', { ...shown, format: 'ndjson' })).bytes.toString()
  const people = await downloadShown('admin', { ...shown, format: 'csv', locale: 'de-DE' })
  const all = await downloadShown('admin', { fields: ['note'], format: 'csv' })
  const none = await downloadShown('admin', { fields: ['note'], rows: [], format: 'csv' })

  expect(csv.bytes.toString()).toBe(
    `id,doubled,note,site\r\n${third},#missing,third,PORTO\r\n${first},2501,first,LYON\r\n`,
  )
  expect(csv.headers.get('content-disposition')).toBe('attachment; filename="two.csv"')
  expect(xlsx.sheets[0]!.rows).toEqual([
    ['id', 'doubled (kWh)', 'note', 'site'],
    [third, '#missing', 'third', 'PORTO'],
    [first, 2501, 'first', 'LYON'],
  ])
  expect(json.body.rows.map(({ id, values }: { id: string; values: object }) => [id, values])).toEqual([
    [third, { note: 'third', site: 'porto' }],
    [first, { note: 'first', site: 'lyon' }],
  ])
  expect(
    ndjson
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(json.body.rows)
  expect(people.bytes.toString()).toContain(`\r\n${first};2501;first;LYON\r\n`)
  expect(parseCsv(all.bytes.toString(), { typeInference: false })).toHaveLength(1 + ids.size)
  expect(none.bytes.toString()).toBe('id,note\r\n')
})

test('a view has no column that somebody may not read, and no row of another sheet', async () => {
  const refusal = async (role: Role, fields: string[]) =>
    (await server.request(server.one.people[role], 'POST', viewPath(), { ...ofCycle(), fields })).body.errors
  const [unknown] = await refusal('viewer', ['note', 'prices'])
  const rows = [...ids.values()]
  const { tableId, openCycleId, people } = server.two
  const elsewhere = await server.request(people.admin, 'POST', `/tables/${tableId}/export`, {
    cycle_id: openCycleId,
    format: 'json',
    fields: ['note'],
    rows,
  })
  const foreign = await server.request(people.admin, 'POST', viewPath(), { ...ofCycle(), fields: ['note'] })
  const empty = await server.request(admin(), 'POST', viewPath(), { cycle_id: 'x', fields: [], format: 'exe' })

  expect(unknown).toEqual(expect.objectContaining({ path: 'fields[1]', code: 'unknown-field' }))
  expect(await refusal('viewer', ['note', 'price', 'gone'])).toEqual([
    { ...unknown, message: unknown.message.replace('prices', 'price') },
    { ...unknown, path: 'fields[2]', message: unknown.message.replace('prices', 'gone') },
  ])
  expect(elsewhere.body.rows).toEqual([])
  expect(foreign.status).toBe(404)
  expect(empty.body.errors.map(({ path }: { path: string }) => path)).toEqual(['cycle_id', 'format', 'fields'])
})

test('a cycle is one archive of CSV files, one workbook or one document, of tables that one may read', async () => {
  const path = `/cycles/${server.one.openCycleId}/export`
  const zip = (await download('admin', `${path}?format=csv`)).bytes
  const { sheets } = await readXlsx((await download('admin', `${path}?format=xlsx`)).bytes)
  const owner = await readXlsx((await download('moduleOwner', `${path}?format=xlsx`)).bytes)
  const json = JSON.parse((await download('admin', `${path}?format=json`)).bytes.toString())
  const lines = (await download('admin', `${path}?format=ndjson`)).bytes.toString().trimEnd().split('\n')

  expect(zip.subarray(0, 2).toString()).toBe('PK')
  expect(zip.includes('stationary/fuel.csv') && zip.includes('refrigerants/leaks.csv')).toBe(true)
  expect(sheets.map(({ name }) => name)).toEqual(['Fuel', 'Leaks', 'Fields', 'About'])
  expect(owner.sheets.map(({ name }) => name)).toEqual(['Fuel', 'Fields', 'About'])
  expect(json.tables.map(({ table }: { table: { key: string } }) => table.key)).toEqual(['fuel', 'leaks'])
  expect(json.tables[0].rows).toHaveLength(3 + HOSTILE.length)
  expect(JSON.parse(lines[0]!)).toEqual(
    expect.objectContaining({ module: 'stationary', table: 'fuel', id: ids.get('first') }),
  )
})

test('cycles of a project are one archive: folders of CSV files, or a file of each, of what one may read', async () => {
  const { projectId, openCycleId, lockedCycleId, people } = server.one
  const path = `/projects/${projectId}/export`
  const csv = filesIn((await download('admin', `${path}?format=csv`)).bytes)
  const chosen = filesIn((await download('viewer', `${path}?format=json&cycle_ids=${openCycleId}`)).bytes)
  const books = filesIn((await download('moduleOwner', `${path}?format=xlsx`)).bytes)
  const ofCycle = await server.request(people.viewer, 'GET', `/cycles/${openCycleId}/export?format=json`)
  const { exported_at: _made, ...json } = JSON.parse(chosen.get('FY2025.json')!.toString())
  const { exported_at: _madeToo, ...ofItsOwn } = ofCycle.body
  const other = await server.request(people.admin, 'GET', `/cycles/${lockedCycleId}`)

  expect(csv.get('FY2025/stationary/fuel.csv')!.toString()).toBe(await textOf('admin', 'format=csv'))
  expect([...csv.keys()].filter((name) => name.endsWith('about.json')).toSorted()).toEqual(
    ['FY2025/about.json', `${other.body.name}/about.json`].toSorted(),
  )
  expect([...chosen.keys()]).toEqual(['FY2025.json'])
  expect(json).toEqual(ofItsOwn)
  expect(JSON.stringify(json)).not.toMatch(/price|7\.25/)
  expect((await readXlsx(books.get('FY2025.xlsx')!)).sheets.map(({ name }) => name)).toEqual([
    'Fuel',
    'Fields',
    'About',
  ])

  const taken = await server.request(people.moduleOwner, 'GET', `/exports?filter[cycle_id]=${lockedCycleId}&limit=1`)
  expect(taken.body.data[0]).toEqual(
    expect.objectContaining({
      cycle: null,
      table: null,
      format: 'xlsx',
      project: { id: projectId, name: 'Inventory of One' },
    }),
  )
  const refused = await Promise.all([
    server.request(server.two.people.admin, 'GET', path),
    server.request(people.admin, 'GET', `${path}?cycle_ids=${openCycleId},${server.two.openCycleId}`),
    server.request(people.admin, 'GET', `${path}?cycle_ids=all&format=exe`),
    server.request(people.admin, 'GET', `${path}?format=ndjson`),
  ])
  expect(refused.map(({ status }) => status)).toEqual([404, 404, 422, 200])
})

test('a cycle whose name is no name of a folder is in the archive under one that is', async () => {
  const { projectId, openCycleId, lockedCycleId } = server.two
  const { owner } = server.database
  const named = (id: string, name: string): Promise<unknown> => owner('cycles').where({ id }).update({ name })
  await named(openCycleId, '..')
  await named(lockedCycleId, 'FY 2024/25')
  const reply = await fetch(`${server.origin}/api/v1/projects/${projectId}/export?format=json`, {
    headers: { authorization: `Bearer ${await server.token(server.two.people.admin)}` },
  })
  const files = filesIn(Buffer.from(await reply.arrayBuffer()))
  expect([...files.keys()].toSorted()).toEqual(['FY 2024_25.json', 'file.json'])
  await named(openCycleId, 'FY2025')
  await named(lockedCycleId, 'FY2024')
})

test('a file is as of one moment: what is written while it is sent is not in it', async () => {
  const tenant = server.two
  const address = `/tables/${tenant.tableId}/rows?cycle_id=${tenant.openCycleId}`
  const note = 'x'.repeat(400)
  const rows = Array.from({ length: 20_000 }, () => ({ values: { note, quantity: 1 } }))
  const { body } = await server.request(tenant.people.admin, 'POST', address, { rows })
  const last = body.accepted.at(-1).id
  const path = `/tables/${tenant.tableId}/export?cycle_id=${tenant.openCycleId}&format=csv&fields=quantity,note`
  const response = await fetch(`${server.origin}/api/v1${path}`, {
    headers: { authorization: `Bearer ${await server.token(tenant.people.admin)}` },
  })
  const reader = response.body!.getReader()
  const first = await reader.read()
  await server.request(tenant.people.admin, 'POST', address, {
    rows: [{ id: last, values: { quantity: 2 } }, { values: {} }],
  })
  expect((await server.request(tenant.people.admin, 'GET', `${address}&filter[quantity]=2`)).body.data).toHaveLength(1)

  const chunks = [first.value!]
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value)
  }
  const lines = Buffer.concat(chunks).toString().trimEnd().split('\r\n')
  expect(lines).toHaveLength(1 + rows.length)
  expect(lines.at(-1)).toBe(`${last},1,${note}`)

  const backwards = body.accepted.map(({ id }: { id: string }) => id).toReversed()
  const shown = { cycle_id: tenant.openCycleId, format: 'json', fields: ['quantity'], rows: backwards }
  const view = await server.request(tenant.people.admin, 'POST', `/tables/${tenant.tableId}/export`, shown)
  expect(view.body.rows.map(({ id }: { id: string }) => id)).toEqual(backwards)
})

test('a template has the columns that its person may write, with their looks, choices and notes, and no formula', async () => {
  const path = (query: string, cycleId = server.one.openCycleId): string =>
    `/tables/${server.one.tableId}/import-template?cycle_id=${cycleId}&${query}`
  const { headers, bytes } = await download('admin', path('locale=ar'))
  const { sheets, namedRanges } = await readXlsx(bytes, { readStyles: true })
  const [data, notes, choices] = sheets

  expect(headers.get('content-disposition')).toContain('.xlsx')
  expect(sheets.map(({ name }) => name)).toEqual(['Fuel', 'ملاحظات', 'الخيارات'])
  expect(data!.rows).toEqual([
    ['site', 'month', 'quantity (kWh)', 'note', 'read_on', 'estimated', 'price', 'checked_by'],
  ])
  expect(data!.dataValidations?.map(({ type, range, formula1 }) => [type, range, formula1])).toEqual([
    ['list', 'A2:A1048576', 'choices_2'],
    ['list', 'F2:F1048576', 'choices_7'],
  ])
  expect(namedRanges?.map(({ name, range }) => [name, range])).toEqual([
    ['choices_2', "'الخيارات'!$A$2:$A$3"],
    ['choices_7', "'الخيارات'!$B$2:$B$3"],
  ])
  expect(choices!.rows).toEqual([
    ['site', 'estimated'],
    ['LYON', true],
    ['PORTO', false],
  ])
  expect(notes!.rows.find(([column]) => column === 'quantity (kWh)')?.slice(0, 4)).toEqual([
    'quantity (kWh)',
    'نعم',
    'أرقام',
    'kWh',
  ])
  expect(sheets.flatMap((sheet) => [...(sheet.cells?.values() ?? [])]).filter(({ formula }) => formula)).toEqual([])

  const heads = await Promise.all(
    ['format=csv', 'format=csv&locale=de-DE'].map(async (query) => (await download('data_owner', path(query))).bytes),
  )
  expect(heads.map(String)).toEqual([
    'site,month,quantity,note,read_on,estimated\r\n',
    '\uFEFFsite;month;quantity (kWh);note;read_on;estimated\r\n',
  ])
  const refused = await Promise.all([
    download('viewer', path('')),
    download('admin', path('', server.one.lockedCycleId)),
    server.request(server.two.people.admin, 'GET', path('')),
  ])
  expect(refused.map(({ status }) => status)).toEqual([403, 409, 404])
})

test('who took what is on record, each their own, all for the administrator; a file that broke off says so', async () => {
  const before = await server.request(admin(), 'GET', '/exports')
  const { bytes } = await download('viewer', exportPath('format=csv&filter[note]=first'))
  const list = async (role: Role) =>
    (await server.request(server.one.people[role], 'GET', '/exports?limit=1')).body.data
  await until(async () => (await list('viewer'))[0]?.state === 'sent', 'the end is noted')
  const [taken] = await list('viewer')
  const sha256 = Buffer.from(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes))).toString('hex')

  expect(taken).toEqual(
    expect.objectContaining({
      table: { id: server.one.tableId, name: 'Fuel' },
      cycle: { id: server.one.openCycleId, name: 'FY2025' },
      format: 'csv',
      file_name: 'Fuel FY2025.csv',
      rows: 1,
      bytes: bytes.length,
      sha256,
    }),
  )
  expect(await list('admin')).toEqual([taken])
  expect(before.body.data.length).toBeGreaterThan(0)
  expect(await list('data_owner')).toEqual([])

  const controller = new AbortController()
  const { tableId, openCycleId, people } = server.two
  const response = await fetch(
    `${server.origin}/api/v1/tables/${tableId}/export?cycle_id=${openCycleId}&format=ndjson`,
    {
      headers: { authorization: `Bearer ${await server.token(people.admin)}` },
      signal: controller.signal,
    },
  )
  await response.body!.getReader().read()
  controller.abort()
  await until(
    async () => (await server.request(people.admin, 'GET', '/exports?limit=1')).body.data[0]?.state === 'broken_off',
    'it is noted that it broke off',
  )
})

test('what is wrong with a request is said all at once, and nothing of another tenant is found', async () => {
  const wrong = await server.request(admin(), 'GET', exportPath('format=exe&locale=not_a_tag'))
  const foreign = await server.request(server.two.people.admin, 'GET', exportPath('format=csv'))
  const foreignCycle = await server.request(server.two.people.admin, 'GET', `/cycles/${server.one.openCycleId}/export`)

  expect(wrong.status).toBe(422)
  expect(wrong.body.errors.map(({ path }: { path: string }) => path)).toEqual(['format', 'locale'])
  expect([foreign.status, foreignCycle.status]).toEqual([404, 404])
})

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { cellKey } from '#collab/schema/layout.ts'
import { encodeSeed } from '#collab/schema/seedDocument.ts'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { createSheetDocument } from '#server/collaboration/sheetDocuments.ts'
import { proveAll } from '#server/proof/proveAll.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'

let server: TestServer
const clients: LiveClient[] = []

beforeAll(async () => {
  server = await startTestServer()
})
afterEach(() => clients.splice(0).forEach((client) => client.destroy()))
afterAll(() => server.close())

const admin = (): string => server.one.people.admin

const rowsPath = (cycleId = server.one.openCycleId): string => `/tables/${server.one.tableId}/rows?cycle_id=${cycleId}`

async function fieldOf(key: string): Promise<{ id: string; ordinal: number }> {
  return server.database.owner('fields').where({ table_id: server.one.tableId, key }).first('id', 'ordinal')
}

async function redefine(as: string | null, key: string, body: object, rest = ''): Promise<Reply> {
  const { id } = await fieldOf(key)
  return server.request(as, 'POST', `/tables/${server.one.tableId}/fields/${id}/redefinition${rest}`, body)
}
const preview = (as: string | null, key: string, body: object): Promise<Reply> => redefine(as, key, body, '/preview')

async function addField(body: object): Promise<string> {
  return (await server.request(admin(), 'POST', `/tables/${server.one.tableId}/fields`, body)).body.key
}

async function write(values: object): Promise<string> {
  return (await server.request(admin(), 'POST', rowsPath(), { rows: [{ values }] })).body.accepted[0].id
}

async function read(row: string, cycleId = server.one.openCycleId) {
  const { body } = await server.request(admin(), 'GET', `${rowsPath(cycleId)}&limit=200`)
  return body.data.find(({ id }: { id: string }) => id === row)
}

const paths = ({ body }: Reply): string[] => body.errors.map(({ path }: { path: string }) => path).sort()
const problems = ({ body }: Reply): string[] =>
  body.errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)
const messages = ({ body }: Reply): string => body.errors.map(({ message }: { message: string }) => message).join(' ')

const labels = ({ body }: Reply): string[] => body.options.map(({ label }: { label: string }) => label)

async function open(as: string): Promise<LiveClient> {
  const { one } = server
  const sheet = await server.request(as, 'GET', `/sheets?table_id=${one.tableId}&cycle_id=${one.openCycleId}`)
  const url = `${server.origin.replace('http', 'ws')}/collab`
  const client = new LiveClient({ url, name: sheet.body.parts[0].document, token: await server.token(as) })
  clients.push(client)
  await expect.poll(() => client.provider.synced).toBe(true)
  return client
}

/** A sheet of the locked cycle with one row. */
async function lockedRow(ordinal: number, value: string | number): Promise<string> {
  const { tenantId, tableId, lockedCycleId: cycleId } = server.one
  const seed = encodeSeed(['lockedrow'], [ordinal], () => value)
  await inTenant(server.database.db, tenantId, (trx) => createSheetDocument(trx, { tenantId, tableId, cycleId, seed }))
  return 'lockedrow'
}

test('[CONV1] a text becomes a number: the preview says what converts and what stays, and so it happens, in one gesture', async () => {
  const key = await addField({ name: 'Meter', type: 'text' })
  const texts = ['12', '1,204.5', '1.2 MWh', 'n/a', ' ', '٣٤']
  const rows: string[] = []
  for (const text of texts) {
    rows.push(await write({ [key]: text }))
  }
  const asked = await preview(admin(), key, { type: 'number', unit: 'kWh' })
  const [cycle] = asked.body.cycles.filter(({ locked }: { locked: boolean }) => !locked)
  expect(cycle).toMatchObject({ name: 'FY2025', converted: 5, kept: 1 })
  expect(cycle.samples.converted).toContainEqual({ row_id: rows[2], before: '1.2 MWh', after: 1200 })
  expect(cycle.samples.kept).toEqual([{ row_id: rows[3], before: 'n/a', after: 'n/a' }])
  expect((await read(rows[0]!)).values[key]).toBe('12')

  const changed = await redefine(admin(), key, { type: 'number', unit: 'kWh' })
  expect(changed.body).toMatchObject({ key, type: 'number', unit: 'kWh' })
  const values = await Promise.all(rows.map(async (row) => (await read(row)).values[key]))
  expect(values).toEqual([12, 1204.5, 1200, 'n/a', null, 34])
  const path = `/tables/${server.one.tableId}/rows/${rows[1]}/history?cycle_id=${server.one.openCycleId}`
  const [newest] = (await server.request(admin(), 'GET', path)).body.data
  expect(newest).toMatchObject({ field: key, old: '1,204.5', new: 1204.5, gesture: 'converted' })
  expect(newest.user?.name ?? newest.user).toBeTruthy()
  expect((await proveAll(server.database.ownerUrl, 'check')).problems).toEqual([])
})

test('[CONV3] open sheets go on in a new document, and what was on its way is not taken by another meaning', async () => {
  const key = await addField({ name: 'Energy', type: 'number', unit: 'kWh' })
  const { ordinal } = await fieldOf(key)
  const row = await write({ [key]: 1500 })
  const client = await open(server.one.people.data_owner)
  expect(client.sheet.value(row, ordinal)).toBe(1500)
  const socket = client.provider.configuration.websocketProvider
  socket.disconnect()
  client.doc.getMap('c').set(cellKey(row, ordinal), 1600) // kWh, typed offline
  expect((await redefine(admin(), key, { unit: 'MWh' })).status).toBe(200)
  expect((await read(row)).values[key]).toBe(1.5)
  void socket.connect()
  await expect
    .poll(() => client.messages.some(({ type }) => type === 'generation') || client.closes.length > 0)
    .toBe(true)
  expect((await read(row)).values[key]).toBe(1.5)
  const again = await open(server.one.people.data_owner)
  expect(again.sheet.value(row, ordinal)).toBe(1.5)
  again.doc.getMap('c').set(cellKey(row, ordinal), 2)
  await expect.poll(async () => (await read(row)).values[key]).toBe(2)
})

test('another unit: values are converted with their limits, or only the unit is put right', async () => {
  const key = await addField({ name: 'Heat', type: 'number', unit: 'kWh' })
  const formula = await addField({ name: 'Heat twice', type: 'formula', unit: 'kWh', formula: `${key} * 2` })
  const { id } = await fieldOf(key)
  await server.request(admin(), 'PATCH', `/tables/${server.one.tableId}/fields/${id}`, { validation: { max: 5000 } })
  const row = await write({ [key]: 2500 })
  const before = await preview(admin(), key, { unit: 'MWh' })
  expect(before.body).toMatchObject({ read_by: ['Heat twice'] })
  const converted = await redefine(admin(), key, { unit: 'MWh' })
  expect(converted.body).toMatchObject({ unit: 'MWh', validation: { max: 5 } })
  expect(await read(row)).toMatchObject({ values: { [key]: 2.5 }, computed: { [formula]: 5000 } })

  const kept = await redefine(admin(), key, { unit: 'GJ', values: 'keep' })
  expect(kept.body).toMatchObject({ unit: 'GJ', validation: { max: 5 } })
  const after = await read(row)
  expect(after.values[key]).toBe(2.5)
  expect(after.computed[formula]).toBeCloseTo(1388.889, 2)

  const foreign = await redefine(admin(), key, { unit: 'L' })
  expect([foreign.status, paths(foreign)]).toEqual([422, ['unit']])
  expect(messages(foreign)).toMatch(/GJ.* L/)
  const broken = await redefine(admin(), key, { unit: 'L', values: 'keep' })
  expect(paths(broken)).toEqual(['unit'])
  expect(messages(broken)).toMatch(/“Heat twice” reads “Heat”/)
})

test('[CONV2] a locked cycle keeps the field as it was: its type, its unit, its values and its results', async () => {
  const key = await addField({ name: 'Steam', type: 'number', unit: 'kWh' })
  const formula = await addField({ name: 'Steam twice', type: 'formula', unit: 'kWh', formula: `${key} * 2` })
  const { tableId, lockedCycleId } = server.one
  const row = await lockedRow((await fieldOf(key)).ordinal, 0.1 + 0.2)
  const sheet = async () =>
    (
      await server.request(admin(), 'GET', `/sheets?table_id=${tableId}&cycle_id=${lockedCycleId}`)
    ).body.table.fields.filter((field: { key: string }) => [key, formula].includes(field.key))
  const shown = [await sheet(), await read(row, lockedCycleId)]
  const asked = await preview(admin(), key, { unit: 'MWh' })
  expect(asked.body.cycles.map(({ name, locked }: { name: string; locked: boolean }) => [name, locked])).toEqual([
    ['FY2025', false],
    ['FY2024', true],
  ])
  await redefine(admin(), key, { unit: 'MWh' })
  await redefine(admin(), formula, { formula: `${key} * 3`, unit: 'MWh' })
  expect([await sheet(), await read(row, lockedCycleId)]).toEqual(shown)
  expect((await read(row, lockedCycleId)).computed[formula]).toBe((0.1 + 0.2) * 2)
  const own = await write({ [key]: 2 })
  expect((await read(own)).computed[formula]).toBe(6)
  expect((await proveAll(server.database.ownerUrl, 'check')).problems).toEqual([])
})

test('a text becomes a choice of what stands in it, and a choice its label', async () => {
  const key = await addField({ name: 'Quality', type: 'text' })
  const rows = [
    await write({ [key]: 'Measured' }),
    await write({ [key]: 'measured ' }),
    await write({ [key]: 'Guess' }),
  ]
  const asked = await preview(admin(), key, { type: 'option' })
  expect(labels(asked)).toEqual(['Guess', 'measured'])
  const bare = await redefine(admin(), key, { type: 'option' })
  expect(paths(bare)).toEqual(['options'])
  await redefine(admin(), key, { type: 'option', options: ['Measured'] })
  const values = async () => Promise.all(rows.map(async (row) => (await read(row)).values[key]))
  expect(await values()).toEqual(['measured', 'measured', 'Guess'])
  await redefine(admin(), key, { type: 'text' })
  expect(await values()).toEqual(['Measured', 'Measured', 'Guess'])
})

test('a text becomes several choices of what stands between its commas, and one or several become the other; nothing is lost', async () => {
  const key = await addField({ name: 'Streams', type: 'text' })
  const texts = ['Paper, Glass', 'paper; wood', ' Metal ', 'Glass', '']
  const rows: string[] = []
  for (const text of texts) {
    rows.push(await write({ [key]: text }))
  }
  const values = async () => Promise.all(rows.map(async (row) => (await read(row)).values[key]))
  const asked = await preview(admin(), key, { type: 'options' })
  expect(labels(asked)).toEqual(['Glass', 'Metal', 'paper', 'wood'])
  expect(asked.body.cycles[0]).toMatchObject({ cells: 5, kept: 0 })
  const some = { type: 'options', options: ['Paper', 'Glass', 'Metal'] }
  const left = (await preview(admin(), key, some)).body.cycles[0]
  expect(left.samples.kept).toEqual([{ row_id: rows[1], before: 'paper; wood', after: ['paper', 'wood'] }])
  expect(problems(await redefine(admin(), key, { type: 'options' }))).toEqual(['options empty'])
  expect(problems(await redefine(admin(), key, { type: 'options', options: ['a', 'A'] }))).toEqual(['options[1] taken'])
  expect((await redefine(admin(), key, some)).status).toBe(200)
  const lists = [['paper', 'glass'], ['paper', 'wood'], ['metal'], ['glass'], null]
  expect(await values()).toEqual(lists)

  // one choice of a list of two stays both, as text
  const single = await preview(admin(), key, { type: 'option' })
  expect(labels(single)).toEqual(['Paper', 'Glass', 'Metal', 'wood'])
  expect(single.body.cycles[0]).toMatchObject({ converted: 2, kept: 2 })
  expect((await redefine(admin(), key, { type: 'option' })).body.options).toMatchObject([
    { id: 'paper' },
    { id: 'glass' },
    { id: 'metal' },
  ])
  expect(await values()).toEqual(['Paper, Glass', 'Paper, wood', 'metal', 'glass', null])
  const { id } = await fieldOf(key)
  const renamed = [
    { id: 'glass', label: 'Metal' },
    { id: 'metal', label: 'Steel' },
    { id: 'paper', label: 'Paper' },
  ]
  await server.request(admin(), 'PATCH', `/tables/${server.one.tableId}/fields/${id}`, { options: renamed })
  expect((await redefine(admin(), key, { type: 'options' })).body.options).toMatchObject(renamed)
  // choices go by their ids, texts by the labels of now
  expect((await values()).slice(2)).toEqual([['metal'], ['glass'], null])
  await redefine(admin(), key, { type: 'text' })
  expect(await values()).toEqual([expect.stringMatching(/^Paper, /), 'Paper, wood', 'Steel', 'Metal', null])
  expect((await proveAll(server.database.ownerUrl, 'check')).problems).toEqual([])
})

test('what cannot be is said with its reason, all of it at once', async () => {
  const cases: [key: string, body: object, expected: string[]][] = [
    ['read_on', { type: 'number' }, ['type']],
    ['month', { type: 'text' }, ['type']],
    ['note', { type: 'number', unit: 'smoots', options: ['a'], formula: 'x' }, ['formula', 'options', 'unit']],
    ['note', { type: 'text', unit: 'kWh' }, ['unit']],
    ['doubled', { type: 'number' }, ['type']],
    ['doubled', { formula: 'nothing + 1' }, ['formula']],
    ['doubled', { formula: 'doubled + 1' }, ['formula']],
    ['quantity', { type: 'text' }, ['type']],
    ['note', {}, ['']],
    ['note', { type: 'colour' }, ['type']],
  ]
  for (const [key, body, expected] of cases) {
    for (const reply of [await redefine(admin(), key, body), await preview(admin(), key, body)]) {
      expect([key, reply.status, paths(reply)]).toEqual([key, reply.status === 400 ? 400 : 422, expected])
    }
  }
  expect(messages(await redefine(admin(), 'quantity', { type: 'text' }))).toMatch(/“doubled” reads “quantity”/)
})

test('only administrators of the module do it, and only with fields that they may read', async () => {
  const { one, two } = server
  const people = [null, one.people.data_owner, one.people.auditor, one.people.viewer, two.people.admin]
  for (const ask of [redefine, preview]) {
    const replies = await Promise.all(people.map((email) => ask(email, 'note', { type: 'number' })))
    expect(replies.map(({ status }) => status)).toEqual([401, 403, 403, 403, 404])
    const hidden = await Promise.all(
      [one.people.viewer, one.people.data_owner].map((as) => ask(as, 'price', { unit: 'L' })),
    )
    expect(hidden.map(({ status }) => status)).toEqual([404, 404])
  }
  const { id } = await fieldOf('price')
  const path = `/tables/${one.tableId}/fields/${id}`
  const row = await write({ price: 777_123 })
  await server.request(admin(), 'PATCH', path, { readers: ['auditor'], writers: ['auditor'] })
  for (const reply of [
    await redefine(admin(), 'price', { type: 'text' }),
    await preview(admin(), 'price', { type: 'text' }),
  ]) {
    expect([reply.status, paths(reply)]).toEqual([422, ['type']])
    // the id of a request is of hexadecimal digits, and may hold three sevens
    expect(JSON.stringify(reply.body)).not.toMatch(/777.?123/)
  }
  const spy = await redefine(admin(), 'doubled', { formula: 'price * 1' })
  expect([spy.status, paths(spy)]).toEqual([422, ['formula']])
  await server.request(admin(), 'PATCH', path, { readers: null, writers: null })
  expect((await read(row)).values.price).toBe(777_123)
})

test('six at once, and sent twice: it happens once', async () => {
  const key = await addField({ name: 'Gas', type: 'number', unit: 'kWh' })
  const row = await write({ [key]: 4000 })
  const replies = await Promise.all(Array.from({ length: 6 }, () => redefine(admin(), key, { unit: 'MWh' })))
  expect(replies.map(({ status, body }) => [status, body.unit])).toEqual(Array.from({ length: 6 }, () => [200, 'MWh']))
  expect((await read(row)).values[key]).toBe(4)
  const { id } = await fieldOf(key)
  const entries = await server.database.owner('audit_log').where({ subject_id: id, action: 'field.redefine' })
  expect(entries).toHaveLength(1)
  expect(entries[0]).toMatchObject({ before: { type: 'number', unit: 'kWh' }, after: { type: 'number', unit: 'MWh' } })
})

test('[CONV3] who reads the field is told what its cells meant before, so that what was typed then can come back; nobody else is', async () => {
  const { one, request } = server
  const key = await addField({ name: 'Peat', type: 'number', unit: 'kWh' })
  await redefine(admin(), key, { unit: 'MWh' })
  await redefine(admin(), key, { unit: 'GJ', values: 'keep' }) // it was GJ all the time
  const former = async (as: string, cycleId = one.openCycleId) => {
    const { body } = await request(as, 'GET', `/sheets?table_id=${one.tableId}&cycle_id=${cycleId}`)
    return (body.former ?? []).filter(({ field }: { field: string }) => field === key)
  }
  expect(await former(one.people.viewer)).toMatchObject([{ field: key, type: 'number', unit: 'kWh', options: [] }])
  expect(await former(one.people.viewer, one.lockedCycleId)).toEqual([])
  const { id } = await fieldOf(key)
  await request(admin(), 'PATCH', `/tables/${one.tableId}/fields/${id}`, { readers: ['admin'] })
  expect(await former(one.people.viewer)).toEqual([])
  expect(await former(admin())).toHaveLength(1)
})

test('a condition over the row that reads the field has to work on: else it would quietly break nothing', async () => {
  const [key, other] = [
    await addField({ name: 'Opened', type: 'date' }),
    await addField({ name: 'Closed', type: 'date' }),
  ]
  const { id } = await fieldOf(other)
  const rule = { validation: { formula: `${other} >= ${key}` } }
  expect((await server.request(admin(), 'PATCH', `/tables/${server.one.tableId}/fields/${id}`, rule)).status).toBe(200)
  const reply = await redefine(admin(), key, { type: 'text' })
  expect([reply.status, paths(reply)]).toEqual([422, ['type']])
  expect(messages(reply)).toMatch(/condition of “Closed” reads “Opened”/)
})

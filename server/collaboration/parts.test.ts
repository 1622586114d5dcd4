/** A sheet in several documents, one per set of readers: real sockets, a real database. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { parsePresence, type PresenceState } from '#collab/protocol/awareness.ts'
import { documentName } from '#collab/protocol/documentName.ts'
import type { RefusedMessage } from '#collab/protocol/stateless.ts'
import { DELETED, ORDER } from '#collab/schema/layout.ts'
import { LiveFixture, ROWS, valuesOf, type RunningServer, type TestSheet } from '../testing/LiveFixture.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { until } from '../testing/until.ts'

let database: TestDatabase
let fixture: LiveFixture
let server: RunningServer
const clients: LiveClient[] = []
const NUMBER = 5

beforeAll(async () => {
  database = await createTestDatabase()
  fixture = await new LiveFixture(database).prepare()
  server = await fixture.startServer()
})
afterEach(() => {
  clients.splice(0).forEach((client) => client.destroy())
  expect(server.complaints.splice(0)).toEqual([])
})
afterAll(async () => {
  await fixture.stop()
  await database.drop()
})

/** Field 3 and the quantity are for the boss, field 4 for the viewer. */
const newSheet = (): Promise<TestSheet> => fixture.newSheet(ROWS, { 3: ['boss'], [NUMBER]: ['boss'], 4: ['viewer'] })

async function open(sheet: TestSheet, part: string, role: string): Promise<LiveClient> {
  const { tenantId, tableId, cycleId } = sheet
  const { documentId } = await server.collaboration.partDocument(tenantId, { tableId, cycleId, part })
  const { token } = await fixture.newPerson(role)
  const client = new LiveClient({ url: server.url, name: documentName(documentId, 1), token })
  clients.push(client)
  await until(() => client.provider.synced || client.closes.length > 0, 'opened or refused')
  return client
}

async function storedRows(sheet: TestSheet): Promise<{ row_id: string; values: object; [column: string]: unknown }[]> {
  await server.collaboration.waitUntilProjected(sheet.tenantId, sheet)
  return database.owner('rows').where({ table_id: sheet.tableId }).orderBy(['order_key', 'row_id']).select('*')
}

const refusedOf = (client: LiveClient): RefusedMessage[] =>
  client.messages.filter((message): message is RefusedMessage => message.type === 'refused')

test('[AUTH4] a part opens for those who may read its fields, and to everybody else it does not exist', async () => {
  const sheet = await newSheet()
  expect((await open(sheet, 'boss', 'boss')).closes).toEqual([])
  expect((await open(sheet, 'viewer', 'viewer')).closes).toEqual([])
  for (const role of ['editor', 'viewer']) {
    const client = await open(sheet, 'boss', role)
    expect([client.closes, client.doc.share.size === 0 || client.sheet.content().size]).toEqual([['not-found'], 0])
  }
})

test('[PART1] a field is unknown outside its part, and rows are made in the common part only', async () => {
  const sheet = await newSheet()
  const [common, own] = [await open(sheet, 'common', 'boss'), await open(sheet, 'boss', 'boss')]
  common.sheet.set('r1', 3, 'SECRET')
  own.sheet.set('r1', 2, 'STRAY')
  own.sheet.set('r1', DELETED, true)
  own.sheet.write(['r7'], [ORDER, 3], (_, column) => ['x', 'kept'][column]!)
  await until(() => common.isSaved && own.isSaved && refusedOf(own).length > 0, 'all are answered')
  expect(refusedOf(common).flatMap(({ cells }) => cells)).toEqual([{ row: 'r1', ordinal: 3, reason: 'unknown-field' }])
  expect(refusedOf(own).flatMap(({ cells }) => cells.map(({ ordinal, reason }) => [ordinal, reason]))).toEqual([
    [2, 'unknown-field'],
    [DELETED, 'unknown-field'],
    [ORDER, 'unknown-field'],
  ])
  const journal = await database.owner('document_updates').select('bytes')
  const holds = (text: string): boolean => journal.some(({ bytes }) => bytes.includes(text))
  expect([holds('SECRET'), holds('STRAY'), holds('kept')]).toEqual([false, false, true])
})

test('[AWR2] a cell chosen in a part of only some is seen there before it has a value, and nowhere else', async () => {
  const sheet = await newSheet()
  const [common, own] = [await open(sheet, 'common', 'editor'), await open(sheet, 'boss', 'boss')]
  const [inCommon, chooser] = [await open(sheet, 'common', 'boss'), await open(sheet, 'boss', 'boss')]
  const seen = (by: LiveClient, of: LiveClient): PresenceState | null =>
    parsePresence(by.provider.awareness!.getStates().get(of.doc.clientID) ?? null)
  const choose = (client: LiveClient, ordinal: number): void =>
    client.provider.setAwarenessField('cell', { row: 'r1', ordinal })
  choose(chooser, 3)
  choose(inCommon, 3)
  await until(() => seen(own, chooser)?.cell?.ordinal === 3, 'the cell is seen')
  expect(seen(own, chooser)?.cell).toEqual({ row: 'r1', ordinal: 3 })
  await until(() => seen(common, inCommon) !== null, 'the person is seen')
  expect(seen(common, inCommon)?.cell).toBe(null)
  choose(chooser, 2)
  await until(() => seen(own, chooser)?.cell === null, 'a field of another part is dropped')
  expect([...common.provider.awareness!.getStates().keys()]).not.toContain(chooser.doc.clientID)
})

test('[PART2] a row of a program goes into every part, live for those who may read it, and is rejected whole', async () => {
  const sheet = await newSheet()
  const [common, own] = [await open(sheet, 'common', 'editor'), await open(sheet, 'boss', 'boss')]
  const boss = await fixture.newPerson('boss')
  const written = await server.collaboration.writeRows(
    boss.identity,
    sheet,
    [
      { values: valuesOf({ 2: 'seen', 3: 'hidden', [NUMBER]: 21 }) },
      { values: valuesOf({ [NUMBER]: 7 }) },
      { values: valuesOf({ 2: 'good', 3: 'x'.repeat(40_000) }) },
    ],
    'api',
  )
  expect(written.rejected).toEqual([
    { index: 2, cells: [{ ordinal: 3, reason: expect.stringMatching(/too-large|bad-value/) }] },
  ])
  const [first, second] = written.accepted.map(({ id }) => id)
  await until(() => own.sheet.value(second!, NUMBER) === 7 && common.sheet.hasRow(second!), 'both parts have it')
  expect([common.sheet.value(first!, 2), common.sheet.value(first!, 3)]).toEqual(['seen', null])
  expect([own.sheet.value(first!, 3), own.sheet.hasRow('r1')]).toEqual(['hidden', false])
  expect(common.received).not.toContain('hidden')
  const rows = await storedRows(sheet)
  expect(rows.filter(({ row_id }) => row_id === first || row_id === second).map(({ values }) => values)).toEqual([
    { 2: 'seen', 3: 'hidden', [NUMBER]: 21 },
    { [NUMBER]: 7 },
  ])
  const editor = await fixture.newPerson('editor')
  const refused = await server.collaboration.writeRows(
    editor.identity,
    sheet,
    [{ id: first!, values: valuesOf({ 2: 'mine', 3: 'stolen' }) }],
    'api',
  )
  expect(refused).toMatchObject({ accepted: [], rejected: [{ cells: [{ ordinal: 3, reason: 'unknown-field' }] }] })
})

test('[PART3] a row is made of all parts, whichever is projected first, also when everything is derived anew', async () => {
  const sheet = await newSheet()
  const [common, own] = [await open(sheet, 'common', 'boss'), await open(sheet, 'boss', 'boss')]
  own.sheet.set('late', NUMBER, 12)
  own.sheet.set('r2', 3, 'before')
  await until(() => own.isSaved, 'saved')
  const waiting = await storedRows(sheet)
  expect(waiting.find(({ row_id }) => row_id === 'late')).toMatchObject({ deleted: true, values: { [NUMBER]: 12 } })

  common.sheet.write(['late'], [ORDER, 2], (_, column) => ['zz', 'now there'][column]!)
  common.sheet.set('r2', 2, 'changed')
  await until(() => common.isSaved, 'saved')
  const settled = await storedRows(sheet)
  expect(settled.map(({ row_id, values, deleted }) => [row_id, values, deleted])).toEqual([
    ['r1', { 2: 'seed01' }, false],
    ['r2', { 2: 'changed', 3: 'before' }, false],
    ['r3', { 2: 'seed21' }, false],
    ['r4', { 2: 'seed31' }, false],
    ['late', { 2: 'now there', [NUMBER]: 12 }, false],
  ])

  await database.owner('rows').where({ table_id: sheet.tableId }).delete()
  await server.collaboration.reproject(sheet.tenantId, sheet)
  expect(await storedRows(sheet)).toEqual(settled)
})

test('[PART3] a refused write of a field that lies elsewhere takes nothing away from the row', async () => {
  const sheet = await newSheet()
  const [common, own] = [await open(sheet, 'common', 'editor'), await open(sheet, 'boss', 'boss')]
  own.sheet.set('r1', 3, 'kept')
  await until(() => own.isSaved, 'saved')
  common.sheet.set('r1', 3, 'STRAY')
  await until(() => refusedOf(common).length > 0, 'refused')
  common.sheet.set('r1', 2, 'changed')
  await until(() => common.isSaved, 'saved')
  const row = (await storedRows(sheet)).find(({ row_id }) => row_id === 'r1')
  expect(row?.values).toEqual({ 2: 'changed', 3: 'kept' })
})

test('[PART4] a change that only some may read leaves no trace in what the others read of the row', async () => {
  const sheet = await newSheet()
  const [common, own] = [await open(sheet, 'common', 'editor'), await open(sheet, 'boss', 'boss')]
  common.sheet.set('r1', 2, 'first')
  await until(() => common.isSaved, 'saved')
  const before = (await storedRows(sheet)).find(({ row_id }) => row_id === 'r1')
  own.sheet.set('r1', 3, 'CANARY')
  own.sheet.set('r1', NUMBER, 'no number')
  await until(() => own.isSaved, 'saved')
  const after = (await storedRows(sheet)).find(({ row_id }) => row_id === 'r1')
  expect({ ...after, values: null }).toEqual({ ...before, values: null })
  expect(after?.values).toMatchObject({ 3: 'CANARY' })
  expect(common.received).not.toContain('CANARY')
})

/** By which gesture: from the announcement of a client to the entry in the history. Real sockets, a real database. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { newGestureId } from '#collab/protocol/gestures.ts'
import { documentName } from '#collab/protocol/documentName.ts'
import type { GestureKind } from '#shared/cells/changeKinds.ts'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { LiveFixture, NUMBER, ROWS, valuesOf, type RunningServer, type TestSheet } from '../testing/LiveFixture.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { until } from '../testing/until.ts'
import { bulkCells } from './bulkCells.ts'

let database: TestDatabase
let fixture: LiveFixture
let server: RunningServer
const clients: LiveClient[] = []

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

async function open(
  sheet: TestSheet,
  { role = 'boss', part = 'common', token = '' }: { role?: string; part?: string; token?: string } = {},
): Promise<LiveClient> {
  const { documentId } = await server.collaboration.partDocument(sheet.tenantId, { ...sheet, part })
  const person = token === '' ? (await fixture.newPerson(role)).token : token
  const client = new LiveClient({ url: server.url, name: documentName(documentId, 1), token: person })
  clients.push(client)
  await until(() => client.provider.synced, 'opened')
  return client
}

const nextClock = ({ doc }: LiveClient): number =>
  doc.store.clients.get(doc.clientID)?.reduce((end, { id, length }) => Math.max(end, id.clock + length), 0) ?? 0

/** Edits as our client does: says what each gesture is, then sends all of them as one update. */
async function edit(
  client: LiveClient,
  gestures: { kind: GestureKind; id: string; write: () => void }[],
): Promise<void> {
  const list: object[] = []
  client.doc.transact(() => {
    for (const { kind, id, write } of gestures) {
      const from = nextClock(client)
      write()
      list.push({ from, to: nextClock(client), kind, id })
    }
    client.provider.sendStateless(JSON.stringify({ type: 'gestures', client: client.doc.clientID, list }))
  })
  await until(() => client.isSaved, 'saved')
}

async function entriesOf(sheet: TestSheet): Promise<Record<string, unknown>[]> {
  await server.collaboration.waitUntilProjected(sheet.tenantId, sheet)
  return database
    .owner('sheet_gestures')
    .where({ table_id: sheet.tableId })
    .orderBy(['at', 'document_id'])
    .select('kind', 'counts', 'gesture_id', 'actor_id', 'document_id', 'first_seq', 'last_seq', 'origin')
}

const told = (entries: Record<string, unknown>[]): unknown[] => entries.map(({ kind, counts }) => [kind, counts])

test('[GES1] each change of an update finds the gesture that was announced for its clocks', async () => {
  const sheet = await fixture.newSheet()
  const client = await open(sheet)
  await edit(client, [
    { kind: 'pasted', id: newGestureId(), write: () => client.sheet.write(['r1', 'r2'], [2, 4], () => 'p') },
    { kind: 'typed', id: newGestureId(), write: () => client.sheet.set('r3', 2, 't') },
    { kind: 'cleared', id: newGestureId(), write: () => ['r3', 'r4'].forEach((row) => client.sheet.set(row, 4, null)) },
  ])
  const entries = await entriesOf(sheet)

  expect(told(entries).toSorted()).toEqual([
    ['cleared', { '4': 2 }],
    ['pasted', { '2': 2, '4': 2 }],
    ['typed', { '2': 1 }],
  ])
  expect(new Set(entries.map(({ gesture_id }) => gesture_id)).size).toBe(3)
  const cells = await database.owner('cell_changes').where({ table_id: sheet.tableId }).orderBy(['row_id', 'ordinal'])
  expect(cells.map(({ row_id, ordinal, gesture }) => [row_id, ordinal, gesture])).toEqual([
    ['r3', 2, 'typed'],
    ['r3', 4, 'cleared'],
    ['r4', 4, 'cleared'],
  ])
  const [journaled] = await database.owner('document_updates').where({ document_id: sheet.document.documentId })
  expect(journaled.gestures).toEqual([
    [client.doc.clientID, 0, 1, 'pasted', expect.any(String)],
    [client.doc.clientID, 1, 2, 'typed', expect.any(String)],
    [client.doc.clientID, 2, 4, 'cleared', expect.any(String)],
  ])
})

test('[GES1] a gesture keeps its name when some of its cells are refused, and refused cells are not in it', async () => {
  const sheet = await fixture.newSheet()
  const client = await open(sheet, { role: 'editor' })
  const id = newGestureId()
  await edit(client, [
    { kind: 'pasted', id, write: () => client.sheet.write(['r1', 'r2'], [2, 3], () => 'p') },
    {
      kind: 'typed',
      id: newGestureId(),
      write: () => ['2', '3'].forEach((o) => client.sheet.set('r3', Number(o), 't')),
    },
  ])

  expect(told(await entriesOf(sheet)).toSorted()).toEqual([
    ['pasted', { '2': 2 }],
    ['typed', { '2': 1 }],
  ])
})

test('[GES1] of bulk writes over each other in one update a cell shows the last one only, and once', async () => {
  const sheet = await fixture.newSheet()
  const client = await open(sheet)
  await edit(client, [
    { kind: 'pasted', id: newGestureId(), write: () => client.sheet.write(['r1', 'r2'], [2, 4], () => 'first') },
    { kind: 'filled', id: newGestureId(), write: () => client.sheet.write(['r2', 'r3'], [2], () => 'second') },
    { kind: 'cleared', id: newGestureId(), write: () => client.sheet.write(['r3', 'r4'], [2], () => null) },
  ])

  expect(told(await entriesOf(sheet)).toSorted()).toEqual([
    ['cleared', { '2': 2 }],
    ['filled', { '2': 1 }],
    ['pasted', { '2': 1, '4': 2 }],
  ])
  const bulks = await database.owner('bulk_changes').where({ table_id: sheet.tableId }).orderBy('position')
  const cells = bulks.flatMap((bulk) =>
    [...bulkCells(bulk, new Set([2, 4]))].map((cell) => [bulk.gesture, cell.row, cell.ordinal, cell.old, cell.new]),
  )
  expect(cells).toEqual([
    ['pasted', 'r1', 2, 'seed01', 'first'],
    ['pasted', 'r1', 4, 'seed03', 'first'],
    ['pasted', 'r2', 4, 'seed13', 'first'],
    ['filled', 'r2', 2, 'seed11', 'second'],
    ['cleared', 'r3', 2, 'seed21', null],
    ['cleared', 'r4', 2, 'seed31', null],
  ])
})

test('[GES2] what is no announcement is ignored, whatever it is, and the document goes on', async () => {
  const sheet = await fixture.newSheet()
  const client = await open(sheet)
  const range = { from: 0, to: 9, kind: 'pasted', id: newGestureId() }
  const message = { type: 'gestures', client: client.doc.clientID, list: [range] }
  for (const payload of [
    '',
    '{',
    'null',
    '[]',
    '{"type":"gestures"}',
    'x'.repeat(200_000),
    JSON.stringify({ ...message, client: -1 }),
    JSON.stringify({ ...message, list: [{ ...range, kind: 'api' }] }),
    JSON.stringify({ ...message, list: [{ ...range, kind: 'toString' }] }),
    JSON.stringify({ ...message, list: [{ ...range, id: "'; drop" }] }),
    JSON.stringify({ ...message, list: [{ ...range, to: 0 }] }),
    JSON.stringify({ ...message, list: [{ ...range, from: 1.5 }] }),
    JSON.stringify({ ...message, list: [null] }),
    JSON.stringify({ ...message, list: Array.from({ length: 501 }, () => range) }),
    JSON.stringify({ ...message, client: client.doc.clientID + 1 }),
  ]) {
    client.provider.sendStateless(payload)
  }
  client.sheet.set('r1', 2, 'typed')
  await until(() => client.isSaved, 'saved')

  expect(told(await entriesOf(sheet))).toEqual([['typed', { '2': 1 }]])
  expect(client.closes).toEqual([])
  const [journaled] = await database.owner('document_updates').where({ document_id: sheet.document.documentId })
  expect(journaled.gestures).toBeNull()
})

test('[GES2] a session that announces without end is remembered by its newest announcements only', async () => {
  const sheet = await fixture.newSheet()
  const client = await open(sheet)
  const id = newGestureId()
  const say = (from: number, count: number, kind: GestureKind): void =>
    client.provider.sendStateless(
      JSON.stringify({
        type: 'gestures',
        client: client.doc.clientID,
        list: Array.from({ length: count }, (_, i) => ({ from: from + i, to: from + i + 1, kind, id })),
      }),
    )
  say(0, 1, 'pasted')
  for (let n = 0; n < 10; n++) {
    say(1000 + n * 500, 500, 'filled')
  }
  client.sheet.set('r1', 2, 'typed')
  await until(() => client.isSaved, 'saved')

  expect(told(await entriesOf(sheet))).toEqual([['typed', { '2': 1 }]])
})

test('[GES3] one gesture in several updates and several documents is one, and adds up', async () => {
  const sheet = await fixture.newSheet(ROWS, { 3: ['boss'] })
  const { token } = await fixture.newPerson('boss')
  const common = await open(sheet, { token })
  const hidden = await open(sheet, { token, part: 'boss' })
  const id = newGestureId()
  const paste = (client: LiveClient, rows: string[], ordinal: number): Promise<void> =>
    edit(client, [{ kind: 'pasted', id, write: () => client.sheet.write(rows, [ordinal], () => 'p') }])
  await paste(common, ['r1', 'r2'], 2)
  await entriesOf(sheet)
  await paste(hidden, ['r1', 'r2'], 3)
  await paste(common, ['r3'], 2)
  const entries = await entriesOf(sheet)

  expect(told(entries)).toEqual([
    ['pasted', { '3': 2 }],
    ['pasted', { '2': 3 }],
  ])
  expect(new Set(entries.map(({ gesture_id }) => gesture_id)).size).toBe(1)
  expect(entries[1]).toMatchObject({ first_seq: 1, last_seq: 2 })
  for (const table of ['cell_changes', 'bulk_changes', 'sheet_gestures']) {
    await database.owner(table).where({ table_id: sheet.tableId }).delete()
  }
  await server.collaboration.reproject(sheet.tenantId, sheet)
  await server.collaboration.reproject(sheet.tenantId, sheet)
  expect(await entriesOf(sheet)).toEqual(entries)
})

test('[GES3] nobody gets into the gesture of somebody else by its id', async () => {
  const sheet = await fixture.newSheet()
  const [ada, eve] = [await open(sheet), await open(sheet)]
  const id = newGestureId()
  await edit(ada, [{ kind: 'pasted', id, write: () => ada.sheet.set('r1', 2, 'ada') }])
  await edit(eve, [{ kind: 'pasted', id, write: () => eve.sheet.set('r2', 2, 'eve') }])
  const entries = await entriesOf(sheet)

  expect(new Set(entries.map(({ gesture_id }) => gesture_id)).size).toBe(2)
  expect(new Set(entries.map(({ actor_id }) => actor_id)).size).toBe(2)
})

test('[GES4] a call of a program is one gesture, of whatever size and in whatever parts', async () => {
  const sheet = await fixture.newSheet(ROWS, { 3: ['boss'] })
  const { identity } = await fixture.newPerson('boss')
  const rows = Array.from({ length: 5100 }, (_, i) => ({ values: valuesOf({ 2: `n${i}`, 3: 'x', [NUMBER]: i }) }))
  await server.collaboration.writeRows(identity, sheet, rows, 'import')
  await server.collaboration.deleteRow(identity, sheet, 'r1')
  await server.collaboration.restoreRow(identity, sheet, 'r1')
  const entries = await entriesOf(sheet)

  expect(told(entries).toSorted()).toEqual([
    ['api', { deleted: 1 }],
    ['api', { restored: 1 }],
    ['import', { '2': 5100, [NUMBER]: 5100, added: 5100 }],
    ['import', { '3': 5100 }],
  ])
  expect(new Set(entries.map(({ gesture_id }) => gesture_id)).size).toBe(3)
})

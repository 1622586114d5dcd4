/** The live documents as a whole: one server, real sockets, a real database. */
import { randomUUID } from 'node:crypto'
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import * as Y from 'yjs'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { RefusedMessage } from '#collab/protocol/stateless.ts'
import { parsePresence } from '#collab/protocol/awareness.ts'
import { DELETED, newAuthorClient, ORDER } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { RawClient } from '#collab/testing/RawClient.ts'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { LiveFixture, portsOf, ROWS, valuesOf, type RunningServer, type TestSheet } from '../testing/LiveFixture.ts'
import { until } from '../testing/until.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'

let database: TestDatabase
let fixture: LiveFixture
let server: RunningServer
const clients: LiveClient[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  fixture = await new LiveFixture(database).prepare()
  server = await fixture.startServer({ snapshotLimits: { rows: 5, bytes: 1 << 20 } })
})
afterEach(() => {
  clients.splice(0).forEach((client) => client.destroy())
  expect(server.complaints.splice(0)).toEqual([])
})
afterAll(async () => {
  await fixture.stop()
  await database.drop()
})

function connect(sheet: Pick<TestSheet, 'name'>, token: string, on: RunningServer = server): LiveClient {
  const client = new LiveClient({ url: on.url, name: sheet.name, token })
  clients.push(client)
  return client
}

async function join(sheet: TestSheet, role: string, on: RunningServer = server): Promise<LiveClient> {
  const { token } = await fixture.newPerson(role)
  const client = connect(sheet, token, on)
  await until(() => client.provider.synced, 'synced')
  return client
}

const refusedOf = (client: LiveClient): RefusedMessage[] =>
  client.messages.filter((message): message is RefusedMessage => message.type === 'refused')

const rowsOf = (sheet: TestSheet): Promise<Record<string, unknown>[]> =>
  database.owner('rows').where({ table_id: sheet.tableId }).orderBy(['order_key', 'row_id']).select('*')

test('[WRT1] a viewer cannot write: each edit is redacted, told with its reason, and in no row of the journal', async () => {
  const sheet = await fixture.newSheet()
  const [viewer, boss] = [await join(sheet, 'viewer'), await join(sheet, 'boss')]
  viewer.sheet.set('r1', 2, 'SECRET')
  viewer.sheet.write(['r2', 'r9'], [ORDER, 2, DELETED], (_, column) => ['x1', 'SECRET', true][column]!)
  await until(() => viewer.isSaved && refusedOf(viewer).length === 2, 'both are refused')
  expect(refusedOf(viewer).map(({ count }) => count)).toEqual([1, 6])
  expect(refusedOf(viewer)[0]!.cells).toEqual([{ row: 'r1', ordinal: 2, reason: 'no-permission' }])
  await until(() => viewer.sheet.fingerprint() === boss.sheet.fingerprint(), 'the viewer is back in step')
  expect(viewer.sheet.value('r1', 2)).toBe('seed01')
  const updates = await database.owner('document_updates').where({ document_id: sheet.document.documentId })
  expect(updates.some(({ bytes }) => bytes.includes('SECRET'))).toBe(false)
  expect(boss.received.includes('SECRET')).toBe(false)
  expect(viewer.closes).toEqual([])
})

test('[WRT2] a locked document can be opened and read; a write closes it with "locked", and the others are told', async () => {
  const sheet = await fixture.newSheet()
  const [writer, reader] = [await join(sheet, 'boss'), await join(sheet, 'editor')]
  await database.owner('documents').where({ id: sheet.document.documentId }).update({ locked: true })
  await until(() => reader.messages.some((message) => message.type === 'rights' && message.locked), 'the lock is told')
  writer.sheet.set('r1', 2, 'too late')
  await until(() => writer.closes.includes('locked'), 'closed')
  const late = await join(sheet, 'viewer')
  expect(late.sheet.value('r1', 2)).toBe('seed01')
  expect(late.messages).toContainEqual({ type: 'rights', writable: [], locked: true })
  expect(await database.owner('document_updates').where({ document_id: sheet.document.documentId })).toEqual([])
})

test('[AUTH1] no token, a document of another tenant and one that does not exist are refused before anything is loaded', async () => {
  const sheet = await fixture.newSheet()
  const own = await fixture.newPerson('boss')
  const foreign = await fixture.newPerson('boss', randomUUID())
  const noRole = await fixture.newPerson('nobody')
  const attempts = [
    connect(sheet, 'nonsense'),
    connect(sheet, foreign.token),
    connect({ name: 'part:999999@1' }, own.token),
    connect({ name: 'something else' }, own.token),
    connect(sheet, noRole.token),
    connect({ name: sheet.name.replace('@1', '@2') }, own.token),
  ]
  await until(() => attempts.every(({ closes }) => closes.length > 0), 'all are refused')
  expect(attempts.map(({ closes }) => closes[0])).toEqual([
    'unauthenticated',
    'not-found',
    'not-found',
    'not-found',
    'not-found',
    'stale-generation',
  ])
  expect(attempts.every(({ received }) => !received.includes('seed'))).toBe(true)
})

test('[AUTH2] signing out closes the documents of that session and of no other', async () => {
  const sheet = await fixture.newSheet()
  const person = await fixture.newPerson('boss')
  const leaving = connect(sheet, person.token)
  const staying = await join(sheet, 'boss')
  await until(() => leaving.provider.synced, 'synced')
  server.collaboration.cutSession(person.identity.sessionId!)
  await until(() => leaving.closes.includes('session-ended'), 'cut')
  leaving.sheet.set('r1', 2, 'after the end')
  staying.sheet.set('r1', 4, 'fine')
  await until(() => staying.isSaved, 'saved')
  expect(staying.closes).toEqual([])
  expect(staying.sheet.value('r1', 2)).toBe('seed01')
})

test('[AUTH3] rights that were taken away count from the next write on', async () => {
  const sheet = await fixture.newSheet()
  const rights = { boss: true }
  const other = await fixture.startServer({
    authorizeSheet: async (identity, address) => {
      const name = identity.name === 'boss' && !rights.boss ? 'editor' : identity.name
      return portsOf(database).authorizeSheet({ ...identity, name }, address)
    },
  })
  const { token } = await fixture.newPerson('boss')
  const boss = connect(sheet, token, other)
  await until(() => boss.provider.synced, 'synced')
  rights.boss = false
  await database.owner('documents').where({ id: sheet.document.documentId }).increment('perm_epoch', 1)
  boss.sheet.set('r1', 3, 'no longer')
  await until(() => refusedOf(boss).length === 1, 'refused')
  expect(boss.messages.filter(({ type }) => type === 'rights').at(-1)).toEqual({
    type: 'rights',
    writable: [0, 1, 2, 4, 5, 6],
    locked: false,
  })
  await until(() => boss.sheet.value('r1', 3) === 'seed02', 'restored')
})

test('[AWR2] presence is rewritten from the session: nobody appears as somebody else or in a cell that is not there', async () => {
  const sheet = await fixture.newSheet()
  const [liar, witness] = [await join(sheet, 'editor'), await join(sheet, 'boss')]
  const announce = (cell: unknown): void => {
    const user = { id: 'root', name: 'x'.repeat(300), colour: 99 }
    liar.provider.setAwarenessField('cell', cell)
    liar.provider.setAwarenessField('user', user)
    liar.provider.setAwarenessField('extra', 'y'.repeat(500))
  }
  const seen = (): ReturnType<typeof parsePresence> =>
    parsePresence(witness.provider.awareness!.getStates().get(liar.doc.clientID) ?? null)
  announce({ row: 'r2', ordinal: 2 })
  await until(() => seen()?.cell?.row === 'r2', 'the cell is seen')
  expect(seen()).toMatchObject({ user: { name: 'editor' }, cell: { row: 'r2', ordinal: 2 } })
  expect(Object.keys(witness.provider.awareness!.getStates().get(liar.doc.clientID)!).sort()).toEqual(['cell', 'user'])
  announce({ row: 'elsewhere', ordinal: 2 })
  await until(() => seen()?.cell === null, 'the unknown cell is dropped')
})

test('[SOCK1] a socket that nobody signs in on is closed, and so is one that sends no frames', async () => {
  const hasty = await fixture.startServer({ socketLimits: { signInMs: 300 } })
  const closing = (send: Uint8Array | null, { url }: RunningServer = server): Promise<string> =>
    new Promise((resolve) => {
      const socket = new WebSocket(url)
      socket.onopen = () => {
        if (send !== null) {
          socket.send(send)
        }
      }
      socket.onclose = ({ reason }) => resolve(reason)
    })
  expect(
    await Promise.all([
      closing(null, hasty),
      closing(Uint8Array.of(200, 1, 2)),
      closing(Uint8Array.of(1, 97, 6, 1, 98)),
    ]),
  ).toEqual(['unauthenticated', 'malformed', 'malformed'])
})

test('[SOCK2] who leaves a document and comes back at once on the same socket is let in again', async () => {
  const sheet = await fixture.newSheet()
  const { token } = await fixture.newPerson('boss')
  const other = await join(sheet, 'boss')
  const socket = new HocuspocusProviderWebsocket({ url: server.url })
  const open = (): { provider: HocuspocusProvider; sheet: Sheet } => {
    const document = new Y.Doc()
    document.clientID = newAuthorClient()
    const provider = new HocuspocusProvider({ websocketProvider: socket, name: sheet.name, document, token })
    provider.attach()
    return { provider, sheet: new Sheet(document) }
  }
  let visit = open()
  for (let n = 0; n < 5; n++) {
    await until(() => visit.provider.synced, 'synced')
    visit.provider.destroy()
    visit = open()
  }
  await until(() => visit.provider.synced, 'synced again')
  visit.sheet.set('r1', 2, 'back')
  await until(() => other.sheet.value('r1', 2) === 'back', 'the edit arrives')
  other.sheet.set('r2', 2, 'seen')
  await until(() => visit.sheet.value('r2', 2) === 'seen', 'and so does the answer')
  visit.provider.destroy()
  socket.destroy()
})

test('[WRT3] a crafted update closes only that document, with its reason and without an acknowledgement', async () => {
  const sheet = await fixture.newSheet()
  const [attacker, other] = [await join(sheet, 'boss'), await join(sheet, 'editor')]
  attacker.doc.getMap('b').set('00000', new Uint8Array(3))
  await until(() => attacker.closes.length > 0, 'closed')
  expect(attacker.closes).toEqual(['base-touched'])
  expect(attacker.provider.unsyncedChanges).toBeGreaterThan(0)
  other.sheet.set('r1', 2, 'goes on')
  await until(() => other.isSaved, 'saved')
})

test('[LIM3] a client that sends faster than the journal writes is read more slowly, and loses nothing', async () => {
  const other = await fixture.startServer({ socketLimits: { messagesInFlight: 4, bytesInFlight: 2000 } })
  const sheet = await fixture.newSheet()
  const { token } = await fixture.newPerson('boss')
  const doc = new Y.Doc()
  doc.clientID = newAuthorClient()
  const client = new RawClient({ url: other.url, name: sheet.name, token, doc })
  await client.ready
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const own = new Sheet(doc)
  for (let i = 0; i < 300; i++) {
    own.set(ROWS[i % 4]!, 2, `flood ${i}`)
  }
  let acknowledged = 0
  for (const update of updates) {
    client.send(update, () => acknowledged++)
  }
  await until(() => acknowledged === 300, 'all are acknowledged')
  client.close()
  expect(await database.owner('document_updates').where({ document_id: sheet.document.documentId })).toHaveLength(300)
})

test('[API1] rows of a program are taken whole or rejected with every reason, seen live, and in order behind the last', async () => {
  const sheet = await fixture.newSheet()
  const { identity } = await fixture.newPerson('editor')
  const watcher = await join(sheet, 'viewer')
  const result = await server.collaboration.writeRows(
    identity,
    sheet,
    [
      { values: valuesOf({ 2: 'new', 5: 10 }) },
      { id: 'r1', values: valuesOf({ 4: 'changed' }) },
      { id: 'r2', values: valuesOf({ 3: 'not mine', 6: 1, 99: 1, 2: ['list'] }) },
      { id: 'not an id', values: valuesOf({ 2: 'x' }) },
    ],
    'api',
  )
  const id = result.accepted[0]!.id
  expect(result).toEqual({
    accepted: [
      { index: 0, id, seq: 1 },
      { index: 1, id: 'r1', seq: 1 },
    ],
    rejected: [
      {
        index: 2,
        cells: [
          { ordinal: 2, reason: 'list-not-allowed' },
          { ordinal: 3, reason: 'no-permission' },
          { ordinal: 6, reason: 'formula-field' },
          { ordinal: 99, reason: 'unknown-field' },
        ],
      },
      { index: 3, cells: [{ ordinal: ORDER, reason: 'bad-value' }] },
    ],
  })
  await until(() => watcher.sheet.value(id, 5) === 10 && watcher.sheet.value('r1', 4) === 'changed', 'seen live')
  await server.collaboration.waitUntilProjected(sheet.tenantId, sheet)
  const rows = await rowsOf(sheet)
  expect(rows.map(({ row_id }) => row_id)).toEqual([...ROWS, id])
  expect(rows[4]).toMatchObject({ values: { 2: 'new', 5: 10 }, deleted: false, seq: 1, updated_by: identity.userId })
})

test('[API2] a thousand rows are one journal entry and one bulk record; deleted rows come back whole', async () => {
  const sheet = await fixture.newSheet()
  const { identity } = await fixture.newPerson('boss')
  const { collaboration } = server
  const many = Array.from({ length: 1000 }, (_, i) => ({ values: valuesOf({ 2: `text ${i}`, 5: i }) }))
  const { accepted } = await collaboration.writeRows(identity, sheet, many, 'import')
  expect(accepted).toHaveLength(1000)
  const id = accepted[500]!.id
  await collaboration.deleteRow(identity, sheet, id)
  await expect(collaboration.deleteRow(identity, sheet, id)).rejects.toMatchObject({ reason: 'not-found' })
  await expect(
    collaboration.writeRows(identity, sheet, [{ id, values: valuesOf({ 2: 'x' }) }], 'api'),
  ).resolves.toMatchObject({ rejected: [{ index: 0, cells: [{ ordinal: DELETED, reason: 'unknown-row' }] }] })
  await collaboration.waitUntilProjected(sheet.tenantId, { cycleId: sheet.cycleId })
  const stateOf = async (): Promise<unknown> =>
    database.owner('rows').where({ table_id: sheet.tableId, row_id: id }).first('deleted', 'values')
  expect(await stateOf()).toEqual({ deleted: true, values: { 2: 'text 500', 5: 500 } })
  await collaboration.restoreRow(identity, sheet, id)
  await collaboration.waitUntilProjected(sheet.tenantId, sheet)
  expect(await stateOf()).toEqual({ deleted: false, values: { 2: 'text 500', 5: 500 } })
  const bulks = await database.owner('bulk_changes').where({ table_id: sheet.tableId })
  expect(bulks.map(({ seq, origin, row_ids }) => [seq, origin, row_ids.length])).toEqual([[1, 'import', 1000]])
})

test('[API3] a program is refused like a person: no permission, locked cycle, foreign tenant', async () => {
  const sheet = await fixture.newSheet()
  const write = async (role: string, tenantId?: string): Promise<unknown> => {
    const { identity } = await fixture.newPerson(role, tenantId)
    return server.collaboration.writeRows(identity, sheet, [{ values: valuesOf({ 2: 'x' }) }], 'api')
  }
  expect(await write('viewer')).toMatchObject({
    accepted: [],
    rejected: [
      {
        cells: [
          { ordinal: ORDER, reason: 'no-permission' },
          { ordinal: 2, reason: 'no-permission' },
        ],
      },
    ],
  })
  await expect(write('nobody')).rejects.toMatchObject({ reason: 'not-found' })
  await expect(write('boss', randomUUID())).rejects.toMatchObject({ reason: 'not-found' })
  await database.owner('documents').where({ id: sheet.document.documentId }).update({ locked: true })
  await expect(write('boss')).rejects.toMatchObject({ reason: 'locked' })
  const { identity } = await fixture.newPerson('viewer')
  await expect(server.collaboration.deleteRow(identity, sheet, 'r1')).rejects.toMatchObject({ reason: 'forbidden' })
})

test('[API4] several people write rows of one sheet over the API, one after the other and at once', async () => {
  const sheet = await fixture.newSheet()
  const people = await Promise.all(['boss', 'editor', 'boss'].map((role) => fixture.newPerson(role)))
  const writes = [...people, ...people].map(({ identity }, i) =>
    server.collaboration.writeRows(identity, sheet, [{ id: ROWS[i % 4]!, values: valuesOf({ 4: `by ${i}` }) }], 'api'),
  )
  const results = await Promise.all(writes)
  expect(results.map(({ accepted }) => accepted.length)).toEqual([1, 1, 1, 1, 1, 1])
  expect(new Set(results.map(({ accepted }) => accepted[0]!.seq)).size).toBe(6)
})

async function busySheet(on: RunningServer = server): Promise<TestSheet> {
  const sheet = await fixture.newSheet()
  const [boss, editor] = [await join(sheet, 'boss', on), await join(sheet, 'editor', on)]
  for (let i = 0; i < 12; i++) {
    boss.sheet.set(ROWS[i % 4]!, 3, `b${i}`)
    editor.sheet.set(ROWS[i % 3]!, 3, `refused${i}`)
    editor.sheet.write(ROWS.slice(i % 3), [2, 5], (row) => row + i)
    boss.sheet.set(`n${i}`, ORDER, `W0000${i % 10}`)
  }
  editor.sheet.set('r1', 2, 'nul\0 and half \ud83d')
  await until(() => boss.isSaved && editor.isSaved, 'saved')
  await on.collaboration.waitUntilProjected(sheet.tenantId, sheet)
  return sheet
}

const derivedOf = async (sheet: TestSheet): Promise<unknown> => ({
  rows: await rowsOf(sheet),
  cells: await database.owner('cell_changes').where({ table_id: sheet.tableId }).orderBy(['seq', 'row_id', 'ordinal']),
  bulks: await database.owner('bulk_changes').where({ table_id: sheet.tableId }).orderBy(['seq', 'position']),
  gestures: await database
    .owner('sheet_gestures')
    .where({ table_id: sheet.tableId })
    .orderBy(['first_seq', 'gesture_id']),
})

test('[PRJ1] what is derived can be dropped and made again from the journal, and is the same to the last value', async () => {
  const sheet = await busySheet()
  const before = await derivedOf(sheet)
  for (const table of ['rows', 'cell_changes', 'bulk_changes', 'sheet_gestures']) {
    await database.owner(table).where({ table_id: sheet.tableId }).delete()
  }
  await server.collaboration.reproject(sheet.tenantId, sheet)
  expect(await derivedOf(sheet)).toEqual(before)
})

test('[PRJ2] what was journaled but never projected is projected at the next start, exactly as if it had been at once', async () => {
  const sheet = await busySheet()
  const before = await derivedOf(sheet)
  clients.splice(0).forEach((client) => client.destroy())
  for (const table of ['rows', 'cell_changes', 'bulk_changes', 'sheet_gestures']) {
    await database.owner(table).where({ table_id: sheet.tableId }).delete()
  }
  await database.owner('document_snapshots').where({ document_id: sheet.document.documentId }).delete()
  await database
    .owner('document_projections')
    .where({ document_id: sheet.document.documentId })
    .update({ position: -1 })
  const next = await fixture.startServer()
  await until(() => next.collaboration.isCaughtUp(), 'caught up')
  await next.collaboration.waitUntilProjected(sheet.tenantId, sheet)
  expect(await derivedOf(sheet)).toEqual(before)
})

/** A busy sheet whose server is gone, and what it held. */
async function abandonedSheet(): Promise<{ sheet: TestSheet; content: string; bossClient: number }> {
  const own = await fixture.startServer({ snapshotLimits: { rows: 5, bytes: 1 << 20 } })
  const sheet = await busySheet(own)
  const [boss] = clients
  const content = boss!.sheet.fingerprint()
  const taken = (): Promise<unknown[]> =>
    database.owner('document_snapshots').where({ document_id: sheet.document.documentId }).select('upto_seq')
  await until(async () => (await taken()).length > 0, 'a snapshot is taken')
  clients.splice(0).forEach((client) => client.destroy())
  await own.stop()
  return { sheet, content, bossClient: boss!.doc.clientID }
}

test('[SNAP1] a damaged snapshot is passed over, a damaged journal is never served as a sheet', async () => {
  const { sheet, content } = await abandonedSheet()
  const { documentId } = sheet.document
  await database
    .owner('document_snapshots')
    .where({ document_id: documentId })
    .update({ bytes: Buffer.from('damaged') })
  const other = await fixture.startServer()
  expect((await join(sheet, 'viewer', other)).sheet.fingerprint()).toBe(content)
  expect(other.complaints.splice(0).join()).toContain('a snapshot is damaged')

  await database.owner.raw('ALTER TABLE document_updates DISABLE TRIGGER document_updates_is_append_only')
  await database
    .owner('document_updates')
    .where({ document_id: documentId, seq: 3 })
    .update({ bytes: Buffer.from('damaged') })
  const third = await fixture.startServer()
  const { token } = await fixture.newPerson('viewer')
  const refused = connect(sheet, token, third)
  await until(() => refused.closes.length > 0, 'refused')
  expect(refused.closes[0]).toBe('load-failed')
  expect(refused.sheet.content().size).toBe(0)
  expect(third.complaints.splice(0).join()).toContain('is damaged')
})

test('[SNAP2] a document loaded from a snapshot has every value, and still knows whose client ids are whose', async () => {
  const { sheet, content, bossClient } = await abandonedSheet()
  const other = await fixture.startServer()
  const { token } = await fixture.newPerson('boss')
  const thief = new LiveClient({ url: other.url, name: sheet.name, token, hasPresence: false })
  clients.push(thief)
  await until(() => thief.provider.synced, 'synced')
  expect(thief.sheet.fingerprint()).toBe(content)
  thief.doc.clientID = bossClient
  thief.sheet.set('r1', 2, 'as somebody else')
  await until(() => thief.closes.length > 0, 'closed')
  expect(thief.closes).toEqual(['foreign-client'])
})

test('[STOP1] stopping finishes what is in flight, tells everybody, and takes nothing new', async () => {
  const other = await fixture.startServer()
  const sheet = await fixture.newSheet()
  const { token, identity } = await fixture.newPerson('boss')
  const client = connect(sheet, token, other)
  await until(() => client.provider.synced, 'synced')
  client.sheet.set('r1', 2, 'last words')
  await until(() => client.isSaved, 'saved')
  await other.stop()
  expect(client.closes).toContain('stopping')
  const rows = await rowsOf(sheet)
  expect(rows.find(({ row_id }) => row_id === 'r1')).toMatchObject({ values: { 2: 'last words' } })
  await expect(
    other.collaboration.writeRows(identity, sheet, [{ values: valuesOf({ 2: 'x' }) }], 'api'),
  ).rejects.toMatchObject({ reason: 'stopping' })
})

test('[MEM1] a document leaves memory with its last reader and comes back the same', async () => {
  const sheet = await fixture.newSheet()
  const first = await join(sheet, 'boss')
  first.sheet.set('r2', 4, 'kept')
  await until(() => first.isSaved, 'saved')
  first.destroy()
  const again = await join(sheet, 'viewer')
  expect(again.sheet.value('r2', 4)).toBe('kept')
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(again.doc))
  expect(new Sheet(doc).fingerprint()).toBe(again.sheet.fingerprint())
})

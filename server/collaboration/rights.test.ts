/** Rights that change while people are connected: one server, real sockets, a real database. */
import * as Y from 'yjs'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { RawClient } from '#collab/testing/RawClient.ts'
import {
  LiveFixture,
  portsOf,
  type LiveServerOptions,
  type RunningServer,
  type TestSheet,
} from '../testing/LiveFixture.ts'
import { NOTICES_NAME } from '../storage/database/DatabaseNotices.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { until } from '../testing/until.ts'
import type { Identity } from './ports.ts'

const QUICK = { recheckMs: 50, lastMs: 300 }

let database: TestDatabase
let fixture: LiveFixture
const clients: LiveClient[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  fixture = await new LiveFixture(database).prepare()
})
afterEach(() => clients.splice(0).forEach((client) => client.destroy()))
afterAll(async () => {
  await fixture.stop()
  await database.drop()
})

async function join(
  sheet: TestSheet,
  on: RunningServer,
  person: { token: string },
  hasPresence = true,
): Promise<LiveClient> {
  const client = new LiveClient({ url: on.url, name: sheet.name, token: person.token, hasPresence })
  clients.push(client)
  await until(() => client.provider.synced, 'synced')
  return client
}

/** A server on which the test says as whom people count, and whose questions about rights it can make fail. */
async function governedServer(options: LiveServerOptions = {}) {
  const ports = portsOf(database)
  const ruler = { roles: new Map<string, string>(), ended: new Set<string>(), standing: 'before', isAway: false }
  const ask = <T>(answer: () => Promise<T>): Promise<T> =>
    ruler.isAway ? Promise.reject(new Error('the database is away')) : answer()
  const server = await fixture.startServer({
    rightsTiming: QUICK,
    authorizeSheet: (identity: Identity, sheet) =>
      ask(async () => {
        const name = ruler.roles.get(identity.userId) ?? identity.name
        const access = await ports.authorizeSheet({ ...identity, name }, sheet)
        return { ...access, standing: ruler.standing }
      }),
    liveSessions: (_, ids) =>
      ask(
        async () => new Map(ids.filter((id) => !ruler.ended.has(id)).map((id) => [id, { standing: ruler.standing }])),
      ),
    ...options,
  })
  return { server, ruler }
}

const bumpEpoch = (sheet: TestSheet): Promise<unknown> =>
  database.owner('documents').where({ id: sheet.document.documentId }).increment('perm_epoch', 1)

const refusalsOf = (client: Pick<LiveClient, 'messages'>): string[] =>
  client.messages.flatMap((message) => (message.type === 'refused' ? message.cells.map(({ reason }) => reason) : []))

const kindsOf = (client: LiveClient): string[] => client.messages.map(({ type }) => type)

test('[AUTH5] who loses the right to read is cut, and gets nothing that is written afterwards', async () => {
  const { server, ruler } = await governedServer({ pollMs: 60_000 })
  const sheet = await fixture.newSheet()
  const [leaving, boss] = [await fixture.newPerson('editor'), await fixture.newPerson('boss')]
  const [reader, writer] = [await join(sheet, server, leaving), await join(sheet, server, boss)]
  ruler.roles.set(leaving.identity.userId, 'nobody')
  await bumpEpoch(sheet) // the poll is asleep: only the database can tell
  await until(() => reader.closes.includes('revoked'), 'cut')
  writer.sheet.set('r1', 2, 'AFTERWARDS')
  await until(() => writer.isSaved, 'saved')
  expect(reader.received).not.toContain('AFTERWARDS')
  expect(writer.closes).toEqual([])
})

test('[AUTH5] without any notification, ended sessions and changed grants are found by looking', async () => {
  const { server, ruler } = await governedServer({ isDeaf: true, pollMs: 60_000 })
  const sheet = await fixture.newSheet()
  const people = await Promise.all(['editor', 'editor', 'boss'].map((role) => fixture.newPerson(role)))
  const [ended, demoted, staying] = await Promise.all(people.map((person) => join(sheet, server, person)))
  ruler.ended.add(people[0]!.identity.sessionId!)
  await until(() => ended!.closes.includes('session-ended'), 'cut')
  ruler.roles.set(people[1]!.identity.userId, 'viewer')
  ruler.standing = 'after'
  await until(
    () => demoted!.messages.some((message) => message.type === 'rights' && message.writable.length === 0),
    'told',
  )
  expect(demoted!.closes).toEqual([])
  expect(staying!.closes).toEqual([])
})

test('[AUTH6] while rights cannot be checked nobody gets what others write; afterwards nothing is missing', async () => {
  const { server, ruler } = await governedServer()
  const sheet = await fixture.newSheet()
  const [writer, reader] = await Promise.all(
    ['boss', 'viewer'].map(async (role) => join(sheet, server, await fixture.newPerson(role))),
  )
  ruler.isAway = true
  await until(() => server.complaints.some((line) => line.includes('rights could not be checked')), 'it is noticed')
  await new Promise((resolve) => setTimeout(resolve, QUICK.lastMs)) // so long they are taken to stand
  writer!.sheet.set('r1', 2, 'HELD')
  writer!.sheet.write(['r1', 'r2'], [3, 4], (row, column) => `HELD ${row} ${column}`)
  writer!.provider.setAwarenessField('cell', { row: 'r1', ordinal: 2 })
  await until(() => writer!.isSaved, 'its author hears that it is durable')
  expect(reader!.received).not.toContain('HELD')
  ruler.isAway = false
  await until(() => reader!.sheet.fingerprint() === writer!.sheet.fingerprint(), 'nothing is missing')
  expect(reader!.sheet.value('r2', 4)).toBe('HELD 1 1')
  expect(reader!.closes).toEqual([])
  server.complaints.length = 0
})

test('[AUTH7] a new description is announced to those for whom the sheet changed, and to nobody else', async () => {
  const { server, ruler } = await governedServer()
  const sheet = await fixture.newSheet(['r1'], { 3: ['boss'] })
  const [promoted, other] = [await fixture.newPerson('editor'), await fixture.newPerson('editor')]
  const [first, second] = [await join(sheet, server, promoted), await join(sheet, server, other)]
  ruler.roles.set(promoted.identity.userId, 'boss')
  await bumpEpoch(sheet)
  await until(() => kindsOf(first).includes('describe'), 'told')
  expect(kindsOf(second)).not.toContain('describe')
  await database.owner('fields').where({ table_id: sheet.tableId, ordinal: 4 }).update({ name: 'New name' })
  await bumpEpoch(sheet)
  await until(() => [first, second].every((client) => kindsOf(client).at(-1) === 'describe'), 'everybody is told')
})

test('[AUTH3] a program whose rights end between two writes is refused, and nothing is written', async () => {
  const { server, ruler } = await governedServer()
  const sheet = await fixture.newSheet()
  const { identity } = await fixture.newPerson('boss')
  const rows = [{ values: new Map([[2, 'x']]) }]
  const write = () => server.collaboration.writeRows(identity, sheet, rows, 'api')
  await write()
  ruler.roles.set(identity.userId, 'nobody')
  await bumpEpoch(sheet)
  await expect(write()).rejects.toMatchObject({ reason: 'not-found' })
  expect(await database.owner('document_updates').where({ document_id: sheet.document.documentId })).toHaveLength(1)
})

test('[AUTH8] a captured update is worth nothing after a revocation, and nothing in other hands', async () => {
  const { server, ruler } = await governedServer()
  const [sheet, elsewhere, third] = [await fixture.newSheet(), await fixture.newSheet(), await fixture.newSheet()]
  const [person, thief] = [await fixture.newPerson('boss'), await fixture.newPerson('viewer')]
  const author = await join(sheet, server, person)
  const captured: Uint8Array[] = []
  author.doc.on('update', (update: Uint8Array) => captured.push(update))
  author.sheet.set('r1', 2, 'TAKEN')
  author.sheet.set('r2', 3, 'STOLEN')
  await until(() => author.isSaved, 'saved')
  const replay = async (token: string, name: string): Promise<string[]> => {
    const client = new RawClient({ url: server.url, name, token, doc: new Y.Doc() })
    await client.ready
    let answered = 0
    captured.forEach((update) => client.send(update, () => answered++))
    await until(() => client.closes.length > 0 || answered === captured.length, 'answered')
    client.close()
    return [...client.closes, ...refusalsOf(client)]
  }
  const ALL_REFUSED = ['no-permission', 'no-permission']
  expect(await replay(thief.token, elsewhere.name)).toEqual(ALL_REFUSED)
  expect(await replay(thief.token, sheet.name)).toEqual([]) // known already: nothing is new
  ruler.roles.set(person.identity.userId, 'viewer')
  await bumpEpoch(sheet)
  expect(await replay(person.token, sheet.name)).toEqual([])
  expect(await replay(person.token, third.name)).toEqual(ALL_REFUSED)
  const own = await join(sheet, server, person)
  expect(own.sheet.value('r1', 2)).toBe('TAKEN')
  ruler.roles.set(person.identity.userId, 'nobody')
  const refused = ['@1', '@2'].map((generation) => {
    const name = sheet.name.replace('@1', generation)
    return new LiveClient({ url: server.url, name, token: person.token, hasPresence: false })
  })
  clients.push(...refused)
  await until(() => refused.every(({ closes }) => closes.length > 0), 'nothing opens')
  expect(refused.map(({ closes }) => closes[0])).toEqual(['not-found', 'not-found'])
  const others = [elsewhere, third].map(({ document }) => document.documentId)
  const rows = await database.owner('document_updates').whereIn('document_id', others).select('bytes')
  expect(rows.filter(({ bytes }) => bytes.includes('TAKEN') || bytes.includes('STOLEN'))).toEqual([])
})

test('[AUTH8] an update that was never sent is refused when its author has lost the right meanwhile', async () => {
  const { server, ruler } = await governedServer()
  const sheet = await fixture.newSheet()
  const person = await fixture.newPerson('boss')
  const offline = await join(sheet, server, person)
  offline.provider.configuration.websocketProvider.disconnect()
  await until(() => offline.closes.length > 0, 'offline')
  offline.sheet.set('r1', 2, 'LATE')
  ruler.roles.set(person.identity.userId, 'viewer')
  await bumpEpoch(sheet)
  await offline.provider.configuration.websocketProvider.connect()
  await until(() => refusalsOf(offline).length > 0, 'refused')
  expect(refusalsOf(offline)).toEqual(['no-permission'])
  await until(() => offline.sheet.value('r1', 2) === 'seed01', 'restored')
})

test('[WRT4] a refused write is in the audit log with its cells and reasons, and without its values', async () => {
  const { server } = await governedServer()
  const sheet = await fixture.newSheet()
  const { token, identity } = await fixture.newPerson('viewer')
  const viewer = await join(sheet, server, { token })
  viewer.sheet.set('r1', 2, 'SECRET')
  await until(() => kindsOf(viewer).includes('refused'), 'refused')
  const [entry, ...more] = await database
    .owner('audit_log')
    .where({ subject_id: String(sheet.document.documentId), action: 'sheet.refuse' })
  expect(more).toEqual([])
  expect(entry).toMatchObject({ actor_id: identity.userId, session_id: identity.sessionId, origin: 'socket' })
  expect(entry.after).toMatchObject({ count: 1, cells: [{ row: 'r1', ordinal: 2, reason: 'no-permission' }] })
  expect(JSON.stringify(entry)).not.toContain('SECRET')
})

test('[AUTH5] a listener whose connection is cut comes back and looks at everything', async () => {
  const { server, ruler } = await governedServer({
    pollMs: 60_000,
    rightsTiming: { recheckMs: 60_000, lastMs: 60_000 },
  })
  const sheet = await fixture.newSheet()
  const leaving = await fixture.newPerson('editor')
  const reader = await join(sheet, server, leaving)
  const cut =
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = ?'
  ruler.ended.add(leaving.identity.sessionId!)
  await database.owner.raw(cut, [NOTICES_NAME])
  await until(() => reader.closes.includes('session-ended'), 'cut')
  expect(server.complaints.splice(0).join()).toContain('the database tells of no changes')
})

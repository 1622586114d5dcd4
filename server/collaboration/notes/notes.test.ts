/** Notes on rows over real sockets and a real database: together, refused, lost and found again. */
import { io } from 'socket.io-client'
import * as Y from 'yjs'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { noteName } from '#collab/protocol/documentName.ts'
import { ORDER } from '#collab/schema/layout.ts'
import { noteOf, readNote } from '#collab/schema/note.ts'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { append, nodeOf, say, textOf } from '#collab/testing/noteDocument.ts'
import type { NotesChanged } from '#shared/events/events.ts'
import { noteText } from '#shared/notes/noteContent.ts'
import { type Reply, startTestServer, type TestServer } from '#server/testing/testServer.ts'
import { until } from '#server/testing/until.ts'

let server: TestServer
const clients: LiveClient[] = []

beforeAll(async () => {
  server = await startTestServer()
})
afterEach(() => clients.splice(0).forEach((client) => client.destroy()))
afterAll(() => server.close())

type Person = keyof TestServer['one']['people']
/** Nothing that keeps the cycle from being locked. */
const COMPLETE = { site: 'lyon', month: '2025-01', quantity: 1 }

const by = (person: Person): string => server.one.people[person]

async function newRow(): Promise<string> {
  const path = `/tables/${server.one.tableId}/rows?cycle_id=${server.one.openCycleId}`
  const { body } = await server.request(by('admin'), 'POST', path, { rows: [{ values: COMPLETE }] })
  return body.accepted[0].id
}

const nameOf = (rowId: string, cycleId = server.one.openCycleId): string =>
  noteName({ tableId: server.one.tableId, cycleId, rowId })

/** Resolves when they are let in or not. */
async function open(email: string, name: string, { origin } = server, before?: Uint8Array): Promise<LiveClient> {
  const url = `${origin.replace('http', 'ws')}/collab`
  const more = before === undefined ? {} : { before }
  const client = new LiveClient({ url, name, token: await server.token(email), ...more })
  clients.push(client)
  await until(() => client.provider.synced || client.closes.length > 0, `${email} is let in or not`)
  return client
}

const saved = (client: LiveClient): Promise<void> => until(() => client.isSaved, 'saved')
const textIn = (client: LiveClient): string => noteText(readNote(client.doc))

const path = (row: string, rest = '', cycleId = server.one.openCycleId): string =>
  `/tables/${server.one.tableId}/rows/${row}/note${rest}?cycle_id=${cycleId}`
const read = (email: string | null, row: string, rest = ''): Promise<Reply> =>
  server.request(email, 'GET', path(row, rest))

const journaled = async (): Promise<number> => {
  const [{ count }] = (await server.database.owner('note_updates').count()) as [{ count: string }]
  return Number(count)
}

test('[NOTE4] two people write one note at once; all of it is there for both, for who reads, and over REST', async () => {
  const row = await newRow()
  const [one, other] = [await open(by('admin'), nameOf(row)), await open(by('data_owner'), nameOf(row))]
  const reader = await open(by('viewer'), nameOf(row))
  for (let i = 0; i < 20; i++) {
    say(one.doc, `a${i}`, { bold: {} })
    say(other.doc, `b${i}`)
  }
  await Promise.all([saved(one), saved(other)])
  const { status, body } = await read(by('viewer'), row)
  const lines: string[] = body.text.split('\n')
  expect([status, lines.length]).toEqual([200, 40])
  expect(new Set(lines)).toEqual(new Set(Array.from({ length: 20 }, (_, i) => [`a${i}`, `b${i}`]).flat()))
  expect(body.content).toEqual(readNote(one.doc))
  expect([by('admin'), by('data_owner')]).toContain(body.updated_by.name.replace('Person ', ''))
  await until(() => [one, other, reader].every((client) => textIn(client) === body.text), 'the same for all')
  const { body: list } = await server.request(
    by('auditor'),
    'GET',
    `/tables/${server.one.tableId}/notes?cycle_id=${server.one.openCycleId}`,
  )
  expect(list.data).toContainEqual({
    row_id: row,
    excerpt: body.text.slice(0, 200),
    updated_at: body.updated_at,
    updated_by: body.updated_by,
  })
})

test('[NOTE6] the history says who wrote when and what differs, one entry for what was written without a pause', async () => {
  const row = await newRow()
  const one = await open(by('admin'), nameOf(row))
  say(one.doc, 'The meter of kiln 2')
  await saved(one)
  say(one.doc, 'was replaced')
  await saved(one)
  await read(by('admin'), row)
  const { owner } = server.database
  // as if that had been a while ago
  await owner.raw('ALTER TABLE note_updates DISABLE TRIGGER note_updates_is_append_only')
  await owner('note_updates').update({ created_at: owner.raw(`created_at - interval '1 hour'`) })
  await owner.raw('ALTER TABLE note_updates ENABLE TRIGGER note_updates_is_append_only')
  await owner('note_changes').update({
    began_at: owner.raw(`began_at - interval '1 hour'`),
    at: owner.raw(`at - interval '1 hour'`),
  })
  const other = await open(by('data_owner'), nameOf(row))
  const text = (noteOf(other.doc).get(0) as Y.XmlElement).get(0) as Y.XmlText
  text.insert(17, ' no.')
  await saved(other)
  const { body } = await read(by('viewer'), row, '/changes')
  expect(body.data).toEqual([
    {
      began_at: expect.any(String),
      at: expect.any(String),
      users: [{ id: expect.any(String), name: `Person ${by('data_owner')}` }],
      old: 'The meter of kiln 2\nwas replaced',
      new: 'The meter of kiln no. 2\nwas replaced',
    },
    {
      began_at: expect.any(String),
      at: expect.any(String),
      users: [{ id: expect.any(String), name: `Person ${by('admin')}` }],
      old: '',
      new: 'The meter of kiln 2\nwas replaced',
    },
  ])
})

test('[NOTE5] who reads rows opens notes and who adds rows writes them; to everybody else there is no note', async () => {
  const row = await newRow()
  const writer = await open(by('admin'), nameOf(row))
  say(writer.doc, 'by the admin')
  await saved(writer)
  const before = await journaled()
  for (const person of ['viewer', 'auditor'] as const) {
    const client = await open(by(person), nameOf(row))
    const rights = client.messages.find((message) => message.type === 'rights')
    expect([textIn(client), rights?.writable.includes(ORDER)]).toEqual(['by the admin', false])
    say(client.doc, `by the ${person}`)
    await until(() => client.closes.length > 0, 'closed')
    expect(client.closes[0]).toBe('forbidden')
  }
  const strangers = await Promise.all([
    open(server.two.people.admin, nameOf(row)),
    open(by('admin'), nameOf('no-such-row')),
    open(by('admin'), nameOf(row, crypto.randomUUID())),
    open(by('admin'), nameOf(row).replace('note:', 'note:x')),
    open(by('admin'), noteName({ tableId: server.two.tableId, cycleId: server.two.openCycleId, rowId: row })),
  ])
  expect(strangers.map(({ closes }) => closes[0])).toEqual(Array.from({ length: 5 }, () => 'not-found'))
  expect((await read(null, row)).status).toBe(401)
  expect((await read(server.two.people.admin, row)).status).toBe(404)
  expect((await read(by('admin'), 'no-such-row')).status).toBe(404)
  expect((await server.request(by('admin'), 'GET', path(row, '', 'x'))).status).toBe(422)
  expect(await journaled()).toBe(before)
  expect(textIn(writer)).toBe('by the admin')
})

test('[NOTE4] who watches the cycle hears that notes changed, at another server too, and nobody of another company', async () => {
  const row = await newRow()
  const second = await server.startAnother()
  const heard: string[] = []
  const listen = async (name: string, origin: string, email: string): Promise<() => void> => {
    const auth = { token: await server.token(email) }
    const socket = io(origin, { path: '/events', transports: ['websocket'], auth, reconnection: false })
    socket.on('notes:changed', ({ table_id, cycle_id }: NotesChanged) => {
      expect([table_id, cycle_id]).toEqual([server.one.tableId, server.one.openCycleId])
      heard.push(name)
    })
    await socket.emitWithAck('cycle:watch', { cycle_id: server.one.openCycleId })
    return () => socket.close()
  }
  const ends = [
    await listen('here', server.origin, by('viewer')),
    await listen('there', second.origin, by('auditor')),
    await listen('nobody', server.origin, server.two.people.admin),
  ]
  const writer = await open(by('admin'), nameOf(row))
  say(writer.doc, 'news')
  await saved(writer)
  await until(() => ['here', 'there'].every((name) => heard.includes(name)), 'both hear')
  expect(heard).not.toContain('nobody')
  ends.forEach((end) => end())
})

test('[NOTE5] a note goes with its row: deleted there is none, restored it says what it said', async () => {
  const row = await newRow()
  const writer = await open(by('admin'), nameOf(row))
  say(writer.doc, 'stays')
  await saved(writer)
  const rowPath = `/tables/${server.one.tableId}/rows/${row}`
  const cycle = `?cycle_id=${server.one.openCycleId}`
  await server.request(by('admin'), 'DELETE', `${rowPath}${cycle}`)
  expect((await open(by('data_owner'), nameOf(row))).closes).toEqual(['not-found'])
  expect((await read(by('admin'), row)).status).toBe(404)
  await server.request(by('admin'), 'POST', `${rowPath}/restore${cycle}`)
  expect((await read(by('admin'), row)).body.text).toBe('stays')
})

test('[NOTE2] [NOTE3] whatever is no note is refused with its reason, kept nowhere, and disturbs nobody', async () => {
  const row = await newRow()
  const innocent = await open(by('data_owner'), nameOf(row))
  say(innocent.doc, 'CALM')
  await saved(innocent)
  const before = await journaled()
  const attacks: [string, (doc: Y.Doc) => void][] = [
    ['bad-value', (doc) => say(doc, 'EVIL', { link: { href: 'javascript:alert(1)' } })],
    ['unsupported', (doc) => append(doc, nodeOf('script', [textOf('EVIL')]))],
    ['unsupported', (doc) => append(doc, nodeOf('paragraph', [textOf('EVIL')], { onclick: 'x' }))],
    ['unknown-root', (doc) => doc.getMap('c').set('EVIL:1', 1)],
    ['too-large', (doc) => say(doc, 'EVIL'.repeat(20_000))],
    ['too-large', (doc) => say(doc, 'EVIL'.repeat(200_000))],
  ]
  for (const [reason, attack] of attacks) {
    const client = await open(by('admin'), nameOf(row))
    attack(client.doc)
    await until(() => client.closes.length > 0, `closed: ${reason}`)
    expect(client.closes[0]).toBe(reason)
    client.destroy()
  }
  const thief = await open(by('admin'), nameOf(row))
  const known = Y.encodeStateAsUpdate(thief.doc)
  const stolen = new Y.Doc()
  Y.applyUpdate(stolen, known)
  stolen.clientID = innocent.doc.clientID
  say(stolen, 'EVIL in another name')
  Y.applyUpdate(thief.doc, Y.encodeStateAsUpdate(stolen, Y.encodeStateVectorFromUpdate(known)))
  await until(() => thief.closes.length > 0, 'closed')
  expect(thief.closes[0]).toBe('foreign-client')
  expect(await journaled()).toBe(before)
  expect(innocent.received).not.toContain('EVIL')
  say(innocent.doc, 'goes on')
  await saved(innocent)
  expect((await read(by('viewer'), row)).body.text).toBe('CALM\ngoes on')
  expect(innocent.closes).toEqual([])
})

test('[NOTE7] others see who is where in the text; nobody appears as somebody else or in a cell', async () => {
  const row = await newRow()
  const [one, other] = [await open(by('admin'), nameOf(row)), await open(by('viewer'), nameOf(row))]
  say(one.doc, 'where')
  await saved(one)
  const place = { type: { client: one.doc.clientID, clock: 1 }, tname: null, item: null, assoc: 0, more: 'x' }
  one.provider.setAwarenessField('cursor', { anchor: place, head: { ...place, assoc: -1, item: 'evil' } })
  one.provider.setAwarenessField('cell', { row, ordinal: 2 })
  one.provider.setAwarenessField('user', { id: 'x', name: 'Somebody else', colour: 99 })
  const seen = (): unknown => other.provider.awareness!.getStates().get(one.doc.clientID)
  const type = place.type
  await expect.poll(seen).toEqual({
    user: { id: expect.any(String), name: `Person ${by('admin')}`, colour: expect.any(Number) },
    cell: null,
    cursor: { anchor: { type, assoc: 0 }, head: { type, assoc: -1 } },
  })
})

test('[NOTE4] people at two servers write one note; both have all of it, and a third that begins anew', async () => {
  const row = await newRow()
  const second = await server.startAnother()
  const [here, there] = [
    await open(by('admin'), nameOf(row)),
    await open(by('data_owner'), nameOf(row), second as TestServer),
  ]
  for (let i = 0; i < 15; i++) {
    say(here.doc, `here ${i}`)
    say(there.doc, `there ${i}`)
  }
  await Promise.all([saved(here), saved(there)])
  await until(() => textIn(here) === textIn(there), 'the same at both')
  expect(textIn(here).split('\n')).toHaveLength(30)
  const third = await server.startAnother()
  const late = await open(by('viewer'), nameOf(row), third as TestServer)
  expect(textIn(late)).toBe(textIn(here))
})

test('[NOTE6] a kept state that is damaged is no loss: the journal has every word', async () => {
  const row = await newRow()
  const writer = await open(by('admin'), nameOf(row))
  say(writer.doc, 'from the journal')
  await saved(writer)
  await read(by('admin'), row)
  writer.destroy()
  await server.database.owner('note_contents').update({ state: Buffer.from('damaged') })
  const second = await server.startAnother()
  const late = await open(by('data_owner'), nameOf(row), second as TestServer)
  expect(textIn(late)).toBe('from the journal')
  say(late.doc, 'and on')
  await saved(late)
  expect((await read(by('admin'), row)).body.text).toBe('from the journal\nand on')
})

test('[NOTE5] who loses the right, signs out, or has the cycle locked before them writes no more', async () => {
  const { people, openCycleId } = server.one
  const row = await newRow()
  const session = await server.request(null, 'POST', '/auth/login', {
    email: people.moduleOwner,
    password: 'a test password',
  })
  const url = `${server.origin.replace('http', 'ws')}/collab`
  const leaving = new LiveClient({ url, name: nameOf(row), token: session.body.access_token })
  const [writer, demoted] = [await open(people.admin, nameOf(row)), await open(people.data_owner, nameOf(row))]
  clients.push(leaving)
  await until(() => leaving.provider.synced, 'in')
  say(leaving.doc, 'before')
  await saved(leaving)
  const { body: listed } = await server.request(people.admin, 'GET', '/users?limit=200')
  const owner = listed.data.find(({ email }: { email: string }) => email === people.data_owner)
  await server.request(people.admin, 'POST', `/users/${owner.id}/grants`, { role: 'viewer', scope: 'tenant' })
  await server.request(people.admin, 'DELETE', `/users/${owner.id}/grants/${owner.grants[0].id}`)
  say(demoted.doc, 'REVOKED')
  await until(() => demoted.closes.length > 0, 'refused')
  expect(demoted.closes[0]).toBe('forbidden')

  const ended = await server.request(people.admin, 'POST', `/cycles/${openCycleId}/status`, { status: 'in_review' })
  expect(ended.status).toBe(200)
  const locked = await server.request(people.admin, 'POST', `/cycles/${openCycleId}/status`, { status: 'locked' })
  expect(locked.status).toBe(200)
  say(writer.doc, 'LATE')
  await until(() => writer.closes.length > 0, 'refused')
  expect(writer.closes[0]).toBe('locked')
  const reader = await open(people.viewer, nameOf(row))
  expect([textIn(reader), reader.messages[0]]).toEqual(['before', { type: 'rights', writable: [], locked: true }])
  expect(writer.received).not.toContain('REVOKED')
})

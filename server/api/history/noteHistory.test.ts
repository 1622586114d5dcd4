/** What is written in notes stands in the history of the sheet, over real sockets and a real database. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { noteName } from '#collab/protocol/documentName.ts'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { say } from '#collab/testing/noteDocument.ts'
import type { GestureReply } from '#shared/api/history.ts'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'
import { until } from '#server/testing/until.ts'

let server: TestServer
const clients: LiveClient[] = []

beforeAll(async () => {
  server = await startTestServer()
})
afterEach(() => clients.splice(0).forEach((client) => client.destroy()))
afterAll(() => server.close())

type Person = keyof TestServer['one']['people']

async function newRow(note = 'x', tableId = server.one.tableId): Promise<string> {
  const path = `/tables/${tableId}/rows?cycle_id=${server.one.openCycleId}`
  const rows = [{ values: tableId === server.one.tableId ? { note } : { month: '2025-01' } }]
  return (await server.request(server.one.people.admin, 'POST', path, { rows })).body.accepted[0].id
}

async function write(person: Person, rowId: string, text: string, tableId = server.one.tableId): Promise<void> {
  const name = noteName({ tableId, cycleId: server.one.openCycleId, rowId })
  const url = `${server.origin.replace('http', 'ws')}/collab`
  const client = new LiveClient({ url, name, token: await server.token(server.one.people[person]) })
  clients.push(client)
  await until(() => client.provider.synced, 'open')
  say(client.doc, text)
  await until(() => client.isSaved, 'saved')
}

async function history(person: Person, query = '', tableId = server.one.tableId): Promise<GestureReply[]> {
  const path = `/tables/${tableId}/history?cycle_id=${server.one.openCycleId}${query}`
  return (await server.request(server.one.people[person], 'GET', path)).body.data
}

const idOf = async (person: Person): Promise<string> =>
  (await server.request(server.one.people[person], 'GET', '/me')).body.user.id

const brief = (entries: GestureReply[]): unknown[] =>
  entries.map(({ gesture, note, changes }) =>
    note === null ? [gesture, changes[0]?.new] : [gesture, note.row, note.new],
  )

/** As if the last word of that note had been written so many minutes ago. */
async function age(row: string, minutes: number): Promise<void> {
  await history('admin') // derived first
  await server.database.owner.raw(
    `UPDATE note_changes h SET began_at = began_at - ? * interval '1 minute', at = at - ? * interval '1 minute'
     FROM notes n WHERE n.id = h.note_id AND n.row_id = ?`,
    [minutes, minutes, row],
  )
}

test('[HIST7] a note that is written is an entry among the others: who, when, which row, what it says; readers read it', async () => {
  const row = await newRow('before')
  await write('data_owner', row, 'The meter was changed in March')
  await write('admin', row, 'Seen')
  const after = await newRow('behind')
  const entries = await history('viewer')
  expect(brief(entries)).toEqual(
    [
      ['api', null],
      ['noted', row, 'The meter was changed in March\nSeen'],
      ['api', null],
    ].map((entry, i) => (i === 1 ? entry : expect.arrayContaining(['api']))),
  )
  const noted = entries[1]!
  expect(noted).toMatchObject({ cells: 0, fields: [], changes: [], origin: 'socket' })
  const names = [server.one.people.data_owner, server.one.people.admin].map((email) => `Person ${email}`)
  expect([noted.user?.name, noted.note?.users.map(({ name }) => name)]).toEqual([names[0], names])
  expect(noted.at > entries[2]!.at && noted.at < entries[0]!.at).toBe(true)

  expect(brief(await history('viewer', `&row=${row}`))[0]).toEqual(['noted', row, noted.note!.new])
  expect((await history('viewer', `&row=${after}`)).some(({ gesture }) => gesture === 'noted')).toBe(false)
  expect((await history('viewer', '&field=note')).some(({ gesture }) => gesture === 'noted')).toBe(false)
})

test('[HIST7] it is narrowed by who wrote, by kind and by time, stands in the outline, and is read page by page, each once', async () => {
  const rows = [await newRow('one'), await newRow('two'), await newRow('three')]
  for (const [i, row] of rows.entries()) {
    await write(i === 1 ? 'admin' : 'data_owner', row, `note ${i}`)
    await age(row, (3 - i) * 60)
  }
  const all = await history('admin', '&limit=200')
  const noted = all.filter(({ gesture }) => gesture === 'noted')
  expect(noted.length).toBeGreaterThanOrEqual(4)
  expect(await history('admin', '&gesture=noted')).toEqual(noted)
  const owner = await idOf('data_owner')
  expect(await history('admin', `&gesture=noted&user=${owner}`)).toEqual(
    noted.filter(({ note }) => note!.users.some(({ id }) => id === owner)),
  )
  const oldest = noted.at(-1)!
  expect(oldest.note).toMatchObject({ row: rows[0], old: '', new: 'note 0' })
  expect((await history('admin', `&until=${oldest.at}`)).map(({ id }) => id)).toEqual([oldest.id])

  for (const scope of ['', `&row=${rows[1]}`]) {
    const whole = (await history('admin', `&limit=200${scope}`)).map(({ id }) => id)
    const found: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const more = cursor === '' ? '' : `&cursor=${cursor}`
      const path = `/tables/${server.one.tableId}/history?cycle_id=${server.one.openCycleId}${scope}&limit=1${more}`
      const { body } = await server.request(server.one.people.admin, 'GET', path)
      found.push(...body.data.map(({ id }: GestureReply) => id))
      cursor = body.next_cursor
    }
    expect(found).toEqual(whole)
  }
  const path = `/tables/${server.one.tableId}/history_outline?cycle_id=${server.one.openCycleId}`
  const { body } = await server.request(server.one.people.viewer, 'GET', path)
  expect(body.gestures).toContain('noted')
  expect(body.people.map(({ id }: { id: string }) => id)).toContain(owner)
})

test('[HIST7] who may not read the sheet hears nothing of its notes, and another company neither', async () => {
  const { one, two } = server
  const row = await newRow('', one.otherTableId)
  await write('admin', row, 'not for everybody', one.otherTableId)
  expect((await history('viewer', '', one.otherTableId))[0]?.note?.new).toBe('not for everybody')
  const path = `/tables/${one.otherTableId}/history?cycle_id=${one.openCycleId}`
  for (const email of [one.people.moduleOwner, two.people.admin]) {
    const { status, body } = await server.request(email, 'GET', path)
    expect([status, JSON.stringify(body).includes('everybody')]).toEqual([404, false])
  }
})

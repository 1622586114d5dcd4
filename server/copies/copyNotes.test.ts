/** Notes come along when a table or a module is copied with its rows. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { noteName } from '#collab/protocol/documentName.ts'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { append, nodeOf, say, textOf } from '#collab/testing/noteDocument.ts'
import { proveAll } from '#server/proof/proveAll.ts'
import type { Reply } from '#server/testing/testServer.ts'
import { until } from '#server/testing/until.ts'
import { CopyFixture } from './testing/CopyFixture.ts'

let fixture: CopyFixture
const clients: LiveClient[] = []

beforeAll(async () => {
  fixture = await CopyFixture.start()
})
afterEach(() => clients.splice(0).forEach((client) => client.destroy()))
afterAll(() => fixture.close())

/** Somebody with the note of a row of the open cycle open. */
async function open(email: string, tableId: string, rowId: string, cycleId?: string): Promise<LiveClient> {
  const { server } = fixture
  const name = noteName({ tableId, cycleId: cycleId ?? server.one.openCycleId, rowId })
  const url = `${server.origin.replace('http', 'ws')}/collab`
  const client = new LiveClient({ url, name, token: await server.token(email) })
  clients.push(client)
  await until(() => client.provider.synced, 'open')
  return client
}

const saved = (client: LiveClient): Promise<void> => until(() => client.isSaved, 'saved')

const noteOn = async (tableId: string, row: string, cycleId = fixture.server.one.openCycleId): Promise<Reply['body']> =>
  (await fixture.as('admin', 'GET', `/tables/${tableId}/rows/${row}/note?cycle_id=${cycleId}`)).body

test('a note comes along as it reads now, in the name of the copier; both notes go on by themselves', async () => {
  const { one, database } = fixture.server
  const [row, gone, bare] = await fixture.write([{ note: 'noted' }, { note: 'to be deleted' }, { note: 'bare' }])
  const writer = await open(one.people.data_owner, one.tableId, row!)
  say(writer.doc, 'The meter was ', { bold: {} })
  append(
    writer.doc,
    nodeOf('heading', [textOf('Why')], { level: 2 }),
    nodeOf(
      'orderedList',
      [nodeOf('listItem', [nodeOf('paragraph', [textOf('a page', { link: { href: 'https://example.org/' } })])])],
      { start: 3, type: 'a' },
    ),
    nodeOf('paragraph', [textOf('one'), nodeOf('hardBreak'), textOf('two')]),
  )
  const deleted = await open(one.people.admin, one.tableId, gone!)
  say(deleted.doc, 'goes with its row')
  await Promise.all([saved(writer), saved(deleted)])
  await fixture.as('admin', 'DELETE', `/tables/${one.tableId}/rows/${gone}?cycle_id=${one.openCycleId}`)

  const order = {
    name: 'With notes',
    module_id: one.moduleId,
    rows: { from_cycle_id: one.openCycleId, to_cycle_id: one.openCycleId },
  }
  const preview = await fixture.as('admin', 'POST', `/tables/${one.tableId}/copies/preview`, order)
  expect([preview.body.tables[0].row_notes, preview.body.notes]).toEqual([1, []])
  const { status, body } = await fixture.as('admin', 'POST', `/tables/${one.tableId}/copies`, order)
  expect([status, body.notes]).toEqual([200, []])
  const [from, to] = [await noteOn(one.tableId, row!), await noteOn(body.table.id, row!)]
  expect({ content: to.content, text: to.text }).toEqual({ content: from.content, text: from.text })
  expect([from, to].map((note) => note.updated_by.name)).toEqual(
    [one.people.data_owner, one.people.admin].map((email) => `Person ${email}`),
  )
  expect((await noteOn(body.table.id, bare!)).text).toBe('')
  const others = await fixture.as('admin', 'GET', `/tables/${body.table.id}/notes?cycle_id=${one.openCycleId}`)
  expect(others.body.data.map((note: { row_id: string }) => note.row_id)).toEqual([row])

  const there = await open(one.people.data_owner, body.table.id, row!)
  say(there.doc, 'only in the copy')
  say(writer.doc, 'only in the first')
  await Promise.all([saved(there), saved(writer)])
  expect((await noteOn(body.table.id, row!)).text).toBe(`${from.text}\nonly in the copy`)
  expect((await noteOn(one.tableId, row!)).text).toBe(`${from.text}\nonly in the first`)
  expect((await proveAll(database.ownerUrl, 'check')).problems).toEqual([])
})

test('notes of every table of a module come along into the next cycle; without rows none do', async () => {
  const { one } = fixture.server
  const [row] = await fixture.write([{ note: 'of the module', month: '2025-05' }])
  const writer = await open(one.people.admin, one.tableId, row!)
  say(writer.doc, 'into the next year')
  await saved(writer)
  const order = { name: 'Next', project_id: one.projectId }
  const rows = { from_cycle_id: one.openCycleId, to_cycle_id: fixture.nextCycleId }
  const { status, body } = await fixture.as('admin', 'POST', `/modules/${one.moduleId}/copies`, { ...order, rows })
  expect(status).toBe(200)
  const copy = body.tables.find(({ name }: { name: string }) => name === 'Fuel')
  expect((await noteOn(copy.id, row!, fixture.nextCycleId)).text).toBe('into the next year')
  const bare = await fixture.as('admin', 'POST', `/modules/${one.moduleId}/copies/preview`, { ...order, name: 'Bare' })
  expect(bare.body.tables.map((table: { row_notes: number }) => table.row_notes)).toEqual(bare.body.tables.map(() => 0))
})

test('a copy that is cut off at a note leaves nothing of it; asked again it is whole', async () => {
  const { one, database } = fixture.server
  const before = await fixture.counts()
  const rows = { from_cycle_id: one.openCycleId, to_cycle_id: one.openCycleId }
  const copy = (): Promise<Reply> =>
    fixture.as('admin', 'POST', `/tables/${one.tableId}/copies`, { name: 'Cut off', module_id: one.moduleId, rows })
  const holder = await database.owner.transaction()
  await holder.raw('LOCK TABLE note_updates IN EXCLUSIVE MODE')
  const dying = copy()
  let pid: number | undefined
  await until(async () => {
    const { rows: waiting } = await database.owner.raw<{ rows: { pid: number }[] }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%note_append%'`,
    )
    pid = waiting[0]?.pid
    return pid !== undefined
  }, 'at a note')
  await database.owner.raw('SELECT pg_terminate_backend(?)', [pid!])
  await holder.rollback()
  expect((await dying).status).toBeGreaterThanOrEqual(500)
  expect(await fixture.counts()).toEqual(before)
  expect((await copy()).status).toBe(200)
  expect((await fixture.counts())['note_updates']).toBeGreaterThan(before['note_updates']!)
  expect((await proveAll(database.ownerUrl, 'check')).problems).toEqual([])
})

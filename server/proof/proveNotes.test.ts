import { afterAll, beforeAll, expect, test } from 'vitest'
import { noteName } from '#collab/protocol/documentName.ts'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { say } from '#collab/testing/noteDocument.ts'
import { startTestServer, type TestServer } from '../testing/testServer.ts'
import { until } from '../testing/until.ts'
import { proveNotes } from './proveNotes.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** A note of two updates, in contents and history; answers its id. */
async function newNote(text: string): Promise<number> {
  const { tableId, openCycleId: cycleId, people } = server.one
  const path = `/tables/${tableId}/rows`
  const { body } = await server.request(people.admin, 'POST', `${path}?cycle_id=${cycleId}`, {
    rows: [{ values: { note: text } }],
  })
  const rowId: string = body.accepted[0].id
  const client = new LiveClient({
    url: `${server.origin.replace('http', 'ws')}/collab`,
    name: noteName({ tableId, cycleId, rowId }),
    token: await server.token(people.admin),
  })
  await until(() => client.provider.synced, 'in')
  for (const part of [text, 'more']) {
    say(client.doc, part)
    await until(() => client.isSaved, 'saved')
  }
  client.destroy()
  await server.request(people.viewer, 'GET', `${path}/${rowId}/note?cycle_id=${cycleId}`)
  const { id } = await server.database.owner('notes').where({ row_id: rowId }).first('id')
  return Number(id)
}

const BACKUP = 'bring this back from a backup: nothing else has it'
const AUDIT = 'compare the audit log with a backup: the program writes both in one statement and changes neither'

test('[PRF4] notes are proved against their journal; what is changed behind the program’s back is named, what is derived comes back', async () => {
  const { owner, ownerUrl } = server.database
  const ids = await Promise.all(['whole', 'damaged', 'cut', 'rewritten', 'forgotten', 'unheard'].map(newNote))
  const [, damaged, cut, rewritten, forgotten, unheard] = ids as [number, number, number, number, number, number]
  expect(await proveNotes(ownerUrl, 'verify')).toEqual({ notes: 6, updates: 12, problems: [] })

  await owner.raw('ALTER TABLE note_updates DISABLE TRIGGER note_updates_is_append_only')
  await owner.raw('ALTER TABLE audit_log DISABLE TRIGGER audit_log_is_append_only')
  await owner.raw(
    'UPDATE note_updates SET bytes = set_byte(bytes, 4, get_byte(bytes, 4) # 1) WHERE note_id = ? AND seq = 2',
    [damaged],
  )
  await owner('note_updates').where({ note_id: cut, seq: 2 }).delete()
  await owner('note_contents').where({ note_id: rewritten }).update({ text: 'what nobody wrote' })
  await owner('note_changes').where({ note_id: forgotten }).delete()
  await owner('audit_log')
    .where({ subject_kind: 'note', subject_id: String(unheard) })
    .delete()

  const derived = 'contents or history are not what the journal says'
  const found = [
    { noteId: damaged, what: `update 2 of note ${damaged} is damaged`, remedy: BACKUP },
    { noteId: cut, what: 'its journal ends at 1, and it should at 2', remedy: BACKUP },
    { noteId: rewritten, what: derived, remedy: 'npm run rebuild' },
    { noteId: forgotten, what: derived, remedy: 'npm run rebuild' },
    { noteId: unheard, what: 'its journal and the audit log differ', remedy: AUDIT },
  ].toSorted((a, b) => a.noteId - b.noteId)
  for (const kind of ['verify', 'check'] as const) {
    expect((await proveNotes(ownerUrl, kind)).problems).toEqual(found)
  }
  const healed = found.map((problem) => (problem.what === derived ? { ...problem, remedy: null } : problem))
  expect((await proveNotes(ownerUrl, 'rebuild')).problems).toEqual(healed)
  expect((await proveNotes(ownerUrl, 'verify')).problems).toEqual(found.filter(({ what }) => what !== derived))
})

/** Updates that were captured while they were good, sent again when they are not, or where they are not. */
import * as Y from 'yjs'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { cellKey, newAuthorClient } from '#collab/schema/layout.ts'
import type { PersonReply } from '#shared/api/users.ts'
import { until } from '#server/testing/until.ts'
import { COMMON, ordinalOf, type Person } from './testing/oracle.ts'
import { Target } from './testing/Target.ts'

let target: Target

beforeAll(async () => {
  target = await Target.start()
})
afterEach(() => target.leaveAll())
afterAll(() => target.close())

/** What somebody with a copy of the document would send to change a cell of it. */
function craft(state: Uint8Array, row: string, key: string, value: string): Uint8Array {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  doc.clientID = newAuthorClient()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  doc.getMap('c').set(cellKey(row, ordinalOf(key)), value)
  return Y.mergeUpdates(updates)
}

/** Sends it on a bare socket; answers why it was refused, whole or by cell, and null when it was taken. */
async function send(person: Person, name: string, update: Uint8Array): Promise<string | null> {
  const socket = await target.stranger()
  socket.auth(name, await target.token(person))
  socket.ask(name)
  await until(() => socket.framesOf(name).length > 0, 'signed in or refused')
  const before = socket.acknowledged(name)
  socket.update(name, update)
  const reasonOf = (): string | undefined =>
    socket.refused[0]?.reason ?? /"reason":"([a-z-]+)"/.exec(socket.received)?.[1]
  await until(() => reasonOf() !== undefined || socket.acknowledged(name) > before, 'answered')
  const reason = reasonOf() ?? null
  socket.close()
  return reason
}

test('[A7] a captured update that never arrived is refused after its author has lost the right, and in other sheets', async () => {
  const row = await target.newRow({ note: 'start' })
  const author = await target.join('moduleOwner', COMMON)
  await until(() => author.sheet.hasRow(row), 'seen')
  const captured = craft(Y.encodeStateAsUpdate(author.doc), row, 'note', 'CANARY-captured')
  const { body: people } = await target.as('admin', 'GET', '/users?limit=200')
  const person = (people.data as PersonReply[]).find(({ email }) => email === target.email('moduleOwner'))!
  const less = { role: 'viewer', scope: 'tenant' }
  expect((await target.as('admin', 'POST', `/users/${person.id}/grants`, less)).status).toBe(200)
  expect((await target.as('admin', 'DELETE', `/users/${person.id}/grants/${person.grants[0]!.id}`)).status).toBe(204)
  const { otherTableId, openCycleId, lockedCycleId, tableId } = target.tenant
  const sheet = async (table: string, cycle: string): Promise<string> =>
    (await target.as('admin', 'GET', `/sheets?table_id=${table}&cycle_id=${cycle}`)).body.parts[0].document
  const places = [
    await target.document(COMMON),
    await sheet(otherTableId, openCycleId),
    await sheet(tableId, lockedCycleId),
  ]
  for (const thief of ['moduleOwner', 'viewer', 'auditor', 'elsewhere', 'withoutRole', 'foreignAdmin'] as const) {
    for (const name of places) {
      const head = await target.head(name)
      const reason = await send(thief, name, captured)
      const grown = (await target.head(name)) - head
      // at most that something was refused, without its value; after that it is known, and nothing is new
      expect([thief, name, grown <= (reason === null ? 0 : 1)]).toEqual([thief, name, true])
    }
  }
  expect(await target.journalHolds('CANARY-captured')).toBe(false)
  expect(await target.read('admin', row)).toMatchObject({ note: 'start' })
})

test('[A7] an update of a generation that has ended is refused there and brings nothing back in the one behind it', async () => {
  const { tableId } = target.tenant
  const row = await target.newRow({ note: 'start' })
  const owner = await target.join('data_owner', COMMON)
  await until(() => owner.sheet.hasRow(row), 'seen')
  const captured = craft(Y.encodeStateAsUpdate(owner.doc), row, 'note', 'CANARY-of-the-old-generation')
  const before = await target.document(COMMON)
  const { id } = await target.server.database.owner('fields').where({ table_id: tableId, key: 'note' }).first('id')
  const moved = await target.as('admin', 'PATCH', `/tables/${tableId}/fields/${id}`, { readers: ['admin'] })
  const after = await target.document(COMMON)
  const hidden = await target.document('admin')
  expect([moved.status, before === after]).toEqual([200, false])
  for (const person of ['data_owner', 'viewer'] as const) {
    expect(await send(person, before, captured)).toBe('stale-generation')
    expect(await send(person, hidden, captured)).toBe('not-found')
    expect(await send(person, after, captured)).not.toBe(null)
  }
  expect(await target.journalHolds('CANARY-of-the-old-generation')).toBe(false)
  expect(await target.read('admin', row)).toMatchObject({ note: 'start' })
  expect(Object.keys(await target.read('data_owner', row))).not.toContain('note')
})

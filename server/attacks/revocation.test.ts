/** People who lose what they had while they are at it. */
import * as Y from 'yjs'
import { io, type Socket } from 'socket.io-client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cellKey } from '#collab/schema/layout.ts'
import type { LiveClient } from '#collab/testing/LiveClient.ts'
import { until } from '#server/testing/until.ts'
import { COMMON, ordinalOf, PRICES, RISKS, type Person } from './testing/oracle.ts'
import { Target } from './testing/Target.ts'

let target: Target
const events: Socket[] = []

beforeEach(async () => {
  target = await Target.start()
})
afterEach(async () => {
  events.splice(0).forEach((socket) => socket.close())
  await target.close()
})

async function userIdOf(person: Person): Promise<string> {
  const user = await target.server.database
    .owner('users')
    .where({ email: target.email(person) })
    .first('id')
  return user.id
}

/** In one statement, as an administrator of the database would: the program is told by nobody but the database. */
async function takeGrants(person: Person): Promise<void> {
  await target.server.database
    .owner('scoped_roles')
    .where({ user_id: await userIdOf(person) })
    .delete()
}

async function endSession(person: Person): Promise<void> {
  await target.server.database
    .owner('sessions')
    .where({ user_id: await userIdOf(person) })
    .update({ revoked_at: new Date(), revoked_reason: 'signed-out' })
}

test('[A8] who loses every role while typing is cut, and nothing of them is journaled from then on', async () => {
  const row = await target.newRow({ note: 'start' })
  const [leaving, staying] = [await target.join('moduleOwner', COMMON), await target.join('data_owner', COMMON)]
  await until(() => leaving.sheet.hasRow(row) && staying.sheet.hasRow(row), 'seen')
  let count = 0
  const typing = setInterval(() => leaving.sheet.set(row, ordinalOf('note'), `typed ${count++}`), 2)
  await until(() => count > 20 && leaving.provider.unsyncedChanges < count, 'typing')
  await takeGrants('moduleOwner')
  await until(() => leaving.closes.length > 0, 'cut', 5000)
  const name = await target.document(COMMON)
  const head = await target.head(name)
  const before = count
  await until(() => count > before + 20, 'typing on in vain')
  clearInterval(typing)
  expect([leaving.closes[0], await target.head(name)]).toEqual(['revoked', head])
  staying.sheet.set(row, ordinalOf('note'), 'goes on')
  await until(() => staying.isSaved, 'saved')
  expect((await target.read('viewer', row))['note']).toBe('goes on')
  const again = await target.join('moduleOwner', COMMON)
  expect([again.closes, again.received.includes('goes on')]).toEqual([['not-found'], false])
})

test('[A8] a role that allowed to write goes and one that allows to read stays: each further edit is refused', async () => {
  const { owner } = target.server.database
  const row = await target.newRow({ note: 'start' })
  const writer = await target.join('data_owner', COMMON)
  await until(() => writer.sheet.hasRow(row), 'seen')
  await owner('scoped_roles')
    .where({ user_id: await userIdOf('data_owner') })
    .update({ role: 'viewer' })
  await until(
    () => writer.messages.some((message) => message.type === 'rights' && message.writable.length === 0),
    'told',
  )
  writer.sheet.set(row, ordinalOf('note'), 'CANARY-late')
  await until(() => writer.messages.some(({ type }) => type === 'refused'), 'refused')
  await until(() => writer.sheet.value(row, ordinalOf('note')) === 'start', 'back in step')
  expect(await target.journalHolds('CANARY-late')).toBe(false)
})

test('[A8] a part closes for who may not read it any more, and the others of the same person stay open', async () => {
  const { owner } = target.server.database
  const row = await target.newRow({ note: 'start', price: 3 })
  const [prices, common] = [await target.join('auditor', PRICES), await target.join('auditor', COMMON)]
  await owner('scoped_roles')
    .where({ user_id: await userIdOf('auditor') })
    .update({ role: 'viewer' })
  await until(() => prices.closes.length > 0, 'cut')
  const admin = await target.join('admin', PRICES)
  admin.sheet.set(row, ordinalOf('price'), 'CANARY-after')
  await until(() => admin.isSaved, 'saved')
  await target.as('admin', 'POST', target.rowsPath(), { rows: [{ id: row, values: { note: 'for all' } }] })
  await until(() => common.sheet.value(row, ordinalOf('note')) === 'for all', 'the common part goes on')
  expect([prices.closes, common.closes, prices.received.includes('CANARY-after')]).toEqual([['revoked'], [], false])
})

test('[A9] what was written offline before a role was lost is refused on return, told, and written down without the values', async () => {
  const { owner } = target.server.database
  const row = await target.newRow({ note: 'start' })
  const away = await target.join('data_owner', COMMON)
  await until(() => away.sheet.hasRow(row), 'seen')
  const kept = Y.encodeStateAsUpdate(away.doc)
  away.destroy()
  const offline = new Y.Doc()
  Y.applyUpdate(offline, kept)
  offline.clientID = 2 ** 24 + 1
  offline.getMap('c').set(cellKey(row, ordinalOf('note')), 'CANARY-offline')
  const userId = await userIdOf('data_owner')
  await owner('scoped_roles').where({ user_id: userId }).update({ role: 'viewer' })
  const socket = await target.stranger()
  const name = await target.document(COMMON)
  await target.enter(socket, name, await target.token('data_owner'))
  socket.update(name, Y.encodeStateAsUpdate(offline, Y.encodeStateVectorFromUpdate(kept)))
  await until(() => socket.received.includes('no-permission'), 'refused and told')
  const [entry] = await owner('audit_log').where({ action: 'sheet.refuse', actor_id: userId })
  expect(JSON.stringify(entry.after)).toContain(row)
  expect(JSON.stringify(entry)).not.toContain('CANARY')
  expect(await target.journalHolds('CANARY-offline')).toBe(false)
  expect((await target.read('viewer', row))['note']).toBe('start')
})

test('[A17] an auditor whose session ends is cut from documents, events and REST', async () => {
  const token = await target.freshToken('auditor')
  const open: LiveClient[] = []
  for (const part of [COMMON, PRICES, RISKS]) {
    open.push(await target.join('auditor', part, token))
  }
  const heard: string[] = []
  const socket = io(target.server.origin, {
    path: '/events',
    transports: ['websocket'],
    auth: { token },
    reconnection: false,
  })
  events.push(socket)
  socket.on('session:ended', () => heard.push('ended'))
  socket.on('cycle:changed', () => heard.push('changed'))
  await new Promise((resolve) => socket.on('connect', () => resolve(undefined)))
  socket.emit('cycle:watch', { cycle_id: target.tenant.openCycleId })
  await endSession('auditor')
  await until(() => open.every(({ closes }) => closes.length > 0) && heard.includes('ended'), 'cut')
  const before = heard.length
  await target.newRow({ note: 'CANARY-after-the-end' })
  await target.as('viewer', 'GET', target.rowsPath())
  const reply = await target.server.request(null, 'GET', target.rowsPath(), undefined, {
    authorization: `Bearer ${token}`,
  })
  expect([reply.status, heard.length]).toEqual([401, before])
  expect(open.some(({ received }) => received.includes('CANARY-after-the-end'))).toBe(false)
})

test('[A17] an auditor whose scope shrinks to another module is cut from this one, and it is not there any more', async () => {
  const { tenant, server } = target
  const reviewing = await target.join('auditor', COMMON)
  await server.database
    .owner('scoped_roles')
    .where({ user_id: await userIdOf('auditor') })
    .update({ scope: 'module', scope_id: tenant.otherModuleId })
  await until(() => reviewing.closes.length > 0, 'cut')
  for (const path of [
    target.rowsPath(),
    `/tables/${tenant.tableId}`,
    `/sheets?table_id=${tenant.tableId}&cycle_id=${tenant.openCycleId}`,
  ]) {
    expect([path, (await target.as('auditor', 'GET', path)).status]).toEqual([path, 404])
  }
  expect((await target.join('auditor', COMMON)).closes).toEqual(['not-found'])
})

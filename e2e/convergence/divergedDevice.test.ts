/** A device kept something else under a client id and clocks that the server knows otherwise: nothing in Yjs would ever tell. */
import { HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import * as Y from 'yjs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SheetDevice } from '#client/sync/device/SheetDevice.ts'
import { SheetSession } from '#client/sync/SheetSession.ts'
import { MemoryStorage } from '#client/sync/testing/MemoryStorage.ts'
import { NO_METRICS } from '#collab/hocuspocus/LiveMetrics.ts'
import { newAuthorClient } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { LiveFixture, portsOf } from '#server/testing/LiveFixture.ts'
import { createTestDatabase, type TestDatabase } from '#server/testing/testDatabase.ts'
import { until } from '#server/testing/until.ts'
import { describeFor } from './describeFor.ts'

let database: TestDatabase
let fixture: LiveFixture

beforeAll(async () => {
  database = await createTestDatabase()
  fixture = await new LiveFixture(database).prepare()
})
afterAll(async () => {
  await fixture.stop()
  await database.drop()
})

/** The update in which that client writes the value as its first one. */
function firstWrite(state: Uint8Array, client: number, value: string): Uint8Array {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  doc.clientID = client
  const before = Y.encodeStateVector(doc)
  new Sheet(doc).set('r1', 2, value)
  return Y.encodeStateAsUpdate(doc, before)
}

test('[HASH4] a page that has other content than the server is told so, closed, and loads the sheet as it is', async () => {
  const differences: string[] = []
  const server = await fixture.startServer({
    quietMs: 50,
    metrics: { ...NO_METRICS, snapshotDamaged() {}, hashDiffers: (from) => void differences.push(from) },
  })
  const sheet = await fixture.newSheet()
  const { token, identity } = await fixture.newPerson('boss')
  const writer = new LiveClient({ url: server.url, name: sheet.name, token })
  await until(() => writer.provider.synced, 'synced')
  const seed = Y.encodeStateAsUpdate(writer.doc)
  const client = newAuthorClient()
  Y.applyUpdate(writer.doc, firstWrite(seed, client, 'right'), 'typed')
  await until(() => writer.isSaved, 'saved')

  const disk = new MemoryStorage()
  await disk.addUpdate(sheet.name, seed)
  await disk.addUpdate(sheet.name, firstWrite(seed, client, 'wrong'))
  const socket = new HocuspocusProviderWebsocket({ url: server.url })
  const ports = { collaboration: server.collaboration, authorizeSheet: portsOf(database).authorizeSheet }
  const describe = (): ReturnType<typeof describeFor> => describeFor(ports, identity, sheet)
  const session = new SheetSession({
    description: await describe(),
    device: new SheetDevice(disk),
    socket,
    getToken: async () => token,
    describe,
  })
  const shown: unknown[] = []
  const look = (): unknown => {
    const { columns } = session
    const slot = columns.slotOf('r1')
    return slot === undefined ? undefined : columns.value(slot, 2)
  }
  session.subscribe(() => shown.at(-1) !== look() && shown.push(look()))
  await until(() => look() === 'right' && session.view().status.kind === 'saved', 'as it is on the server')
  session.editing.apply({ writes: [{ row: 'r2', ordinal: 2, value: 'goes on' }] })
  await until(() => writer.sheet.value('r2', 2) === 'goes on', 'others have what is typed there')

  expect(shown).toEqual(['wrong', 'right'])
  expect(differences).toEqual(['client'])
  expect(session.view().notSaved).toEqual([])
  expect(server.complaints.splice(0)).toEqual([expect.stringContaining('a client has other content than the server')])
  session.destroy()
  socket.destroy()
  writer.destroy()
})

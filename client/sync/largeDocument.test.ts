// @vitest-environment node
// The sockets of jsdom and of Node do not mix, and nothing here needs a page.
import { HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import * as encoding from 'lib0/encoding'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { writeSyncStep2, writeUpdate } from 'y-protocols/sync'
import * as Y from 'yjs'
import { ROWS_PER_BLOCK } from '#collab/schema/BaseWriter.ts'
import { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { nextTask } from '#collab/schema/inSlices.ts'
import { encodeSeed } from '#collab/schema/seedDocument.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { until } from '#shared/testing/until.ts'
import { applyBaseFirst, isLargeFor } from './baseFirst.ts'
import { LocalCopy } from './device/LocalCopy.ts'
import { SheetDevice } from './device/SheetDevice.ts'
import { LARGE_UPDATE_BYTES } from './device/SheetStorage.ts'
import { PatientProvider } from './PatientProvider.ts'
import { MemoryStorage } from './testing/MemoryStorage.ts'
import { COMMON, killed, NUMBER, ONE_PART, saved, SheetServer, valueOf, write } from './testing/sheetServer.ts'

const BLOCKS = 5
const ROWS = Array.from(
  { length: BLOCKS * ROWS_PER_BLOCK },
  (_, row) => `${row}-${Math.sin(row).toString(36).slice(-12)}`,
)
const SEED = encodeSeed(ROWS, [NUMBER], (row) => Math.sin(row))

/** A sheet of that many rows in which somebody typed, pasted, and added a row. */
function busySheet(): Sheet {
  const sheet = new Sheet(new Y.Doc())
  Y.applyUpdate(sheet.doc, SEED)
  sheet.set(ROWS[0]!, NUMBER, 7)
  sheet.write(ROWS.slice(3000, 3005), [NUMBER], (row) => row)
  sheet.write(['new'], [0, NUMBER], (_, column) => (column === 0 ? 'Z' : 1))
  sheet.set(ROWS[3001]!, NUMBER, 8)
  return sheet
}

let server: SheetServer

beforeEach(async () => {
  server = new SheetServer((_, sheet) => Y.applyUpdate(sheet.doc, Y.encodeStateAsUpdate(busySheet().doc)))
  await server.start()
})

afterEach(() => server.stop())

test('the base comes block by block, the rest behind it, and it is the same document', () => {
  const theirs = busySheet()
  const update = Y.encodeStateAsUpdate(theirs.doc)
  expect(update.length).toBeGreaterThan(LARGE_UPDATE_BYTES)
  const doc = new Y.Doc()
  const store = new ColumnStore(new Sheet(doc))
  const lengths: number[] = []
  store.onChange(() => {
    lengths.push(store.rowIds.length)
    expect(store.liveSlots()).toHaveLength(store.rowIds.length)
    expect(store.numbers(NUMBER)[store.rowIds.length - 1]).not.toBeNaN()
  })
  expect(isLargeFor(doc, update)).toBe(true)
  Array.from(applyBaseFirst(doc, update, 'test'))
  expect(lengths).toEqual(Array.from({ length: BLOCKS }, (_, block) => (block + 1) * ROWS_PER_BLOCK))
  expect(isLargeFor(doc, update)).toBe(false)
  Y.applyUpdate(doc, update)
  expect(new Sheet(doc).fingerprint()).toBe(theirs.fingerprint())
  expect(store.rowIds).toHaveLength(ROWS.length + 1)
  const [typed, pasted, over] = [ROWS[0]!, ROWS[3000]!, ROWS[3001]!].map((row) =>
    store.value(store.slotOf(row)!, NUMBER),
  )
  expect([typed, pasted, over]).toEqual([7, 0, 8])
})

test('a sheet that is opened is kept whole, opens from there without a server, and goes on', async () => {
  const first = server.open()
  await saved(first)
  expect(first.session.columns.rowIds).toHaveLength(ROWS.length + 1)
  write(first, ROWS[1]!, 5)
  await saved(first)
  expect(server.value(COMMON, ROWS[1]!)).toBe(5)
  const disk = await killed(first)
  const sizes = (await disk.updates(COMMON)).map(({ length }) => length >= LARGE_UPDATE_BYTES)
  expect(sizes).toEqual([true, ...sizes.slice(1).fill(false)])
  const second = server.open(ONE_PART, { disk })
  second.socket.disconnect()
  await until(() => expect(second.session.view().ready).toBe(true))
  expect(second.session.columns.rowIds).toHaveLength(ROWS.length + 1)
  expect([0, 1, 3001].map((row) => valueOf(second, ROWS[row]!))).toEqual([7, 5, 8])
})

test('what the server sent is not sent back to it', async () => {
  const sending = vi.spyOn(WebSocket.prototype, 'send')
  const one = server.open()
  await saved(one)
  write(one, ROWS[1]!, 5)
  await saved(one)
  const sent = sending.mock.calls.map(([data]) => (data instanceof Uint8Array ? data.length : 0))
  sending.mockRestore()
  expect(sent.length).toBeGreaterThan(2)
  expect(sent.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(5000)
})

test('a document of which only a part came is not kept, until another connection brought the rest', async () => {
  const update = Y.encodeStateAsUpdate(busySheet().doc)
  const disk = new MemoryStorage()
  const doc = new Y.Doc()
  const copy = new LocalCopy(new SheetDevice(disk), COMMON, doc)
  await copy.load()
  copy.awaitWhole()
  const steps = applyBaseFirst(doc, update, copy)
  steps.next()
  steps.next()
  steps.return(undefined)
  expect(new Sheet(doc).base()).toHaveLength(1)
  Y.applyUpdate(doc, update, 'another connection')
  await copy.markLoaded()
  expect(await disk.updates(COMMON)).toHaveLength(1)
  const next = new Y.Doc()
  expect(await new LocalCopy(new SheetDevice(disk), COMMON, next).load()).toBe(true)
  expect(new Sheet(next).fingerprint()).toBe(new Sheet(doc).fingerprint())
})

/** A provider that makes ready until it is told that it is, and what the server would say to it. */
function patientProvider() {
  const socket = new HocuspocusProviderWebsocket({ url: 'ws://127.0.0.1:1', autoConnect: false })
  const document = new Y.Doc()
  const state = { ready: false, steps: 0, hasEnded: false }
  const provider = new PatientProvider({ websocketProvider: socket, name: 'd', document }, function* () {
    try {
      for (; !state.ready; state.steps++) {
        yield
      }
    } finally {
      state.hasEnded = true
    }
  })
  const theirs = new Y.Doc()
  const say = (write: (encoder: encoding.Encoder) => void): void => {
    const encoder = encoding.createEncoder()
    encoding.writeVarString(encoder, 'd')
    encoding.writeVarUint(encoder, 0)
    write(encoder)
    provider.onMessage(new MessageEvent('message', { data: Uint8Array.from(encoding.toUint8Array(encoder)).buffer }))
  }
  const text = theirs.getText('t')
  return {
    state,
    provider,
    here: () => document.getText('t').toJSON(),
    sayAll: () => say((encoder) => writeSyncStep2(encoder, theirs)),
    sayMore: (more: string) => {
      const before = Y.encodeStateVector(theirs)
      text.insert(text.length, more)
      say((encoder) => writeUpdate(encoder, Y.encodeStateAsUpdate(theirs, before)))
    },
    destroy: () => {
      provider.destroy()
      socket.destroy()
    },
  }
}

test('what is said while a document is made ready waits its turn', async () => {
  const { state, provider, here, sayAll, sayMore, destroy } = patientProvider()
  sayMore('a')
  sayAll()
  sayMore('b')
  await until(() => expect(state.steps).toBeGreaterThan(10))
  expect([here(), provider.isSynced]).toEqual(['a', false])
  state.ready = true
  await until(() => expect([here(), provider.isSynced]).toEqual(['ab', true]))
  sayMore('c')
  expect(here()).toBe('abc')
  destroy()
})

test('what came on a connection that is lost meanwhile is forgotten, and the next one begins anew', async () => {
  const { state, provider, here, sayAll, sayMore, destroy } = patientProvider()
  sayMore('a')
  sayAll()
  sayMore('b')
  await until(() => expect(state.steps).toBeGreaterThan(10))
  provider.onClose()
  state.ready = true
  sayMore('c')
  sayAll()
  await until(() => expect(provider.isSynced).toBe(true))
  expect(here()).toBe('abc')
  destroy()
})

test('a document that is left while it is made ready reads nothing more, and says nothing under a name that is another’s', async () => {
  const { state, provider, here, sayAll, sayMore, destroy } = patientProvider()
  sayMore('a')
  sayAll()
  sayMore('b')
  await until(() => expect(state.steps).toBeGreaterThan(10))
  provider.destroy()
  await until(() => expect(state.hasEnded).toBe(true))
  await nextTask()
  expect(here()).toBe('a')
  destroy()
})

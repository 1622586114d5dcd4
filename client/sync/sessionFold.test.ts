// @vitest-environment node
// The sockets of jsdom and of Node do not mix, and nothing here needs a page.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ORDER } from '#collab/schema/layout.ts'
import { newRowIds } from '#collab/schema/rowId.ts'
import { until } from '#shared/testing/until.ts'
import {
  COMMON,
  NUMBER,
  ONE_PART,
  offline,
  saved,
  SheetServer,
  valueOf,
  write,
  type Opened,
} from './testing/sheetServer.ts'

const NEXT = 'part:1@2'
const rows = ['a', 'b', ...newRowIds(5000)]

let server: SheetServer

beforeEach(async () => {
  server = new SheetServer((document, sheet) => {
    if (document === COMMON) {
      sheet.write(rows, [ORDER, NUMBER], (row, column) =>
        column === 0 ? `V${String(row).padStart(5, '0')}` : Math.sqrt(row),
      )
    }
  })
  await server.start()
})

afterEach(() => server.stop())

/** Counts what a tab receives from now on, in bytes. */
function received({ socket }: Opened): () => number {
  let bytes = 0
  socket.on('message', ({ data }: { data: ArrayBuffer }) => {
    bytes += data.byteLength
  })
  return () => bytes
}

const isMoved = (tab: Opened): Promise<void> => {
  const before = tab.session.view().epoch
  return until(() => expect(tab.session.view().epoch).toBeGreaterThan(before))
}

test('the next generation is made out of this one and not downloaded, with edits that are on their way', async () => {
  const [ana, ben] = [server.open(ONE_PART), server.open(ONE_PART)]
  await saved(ana, ben)
  const proof = await server.fold(COMMON, NEXT)
  const bytes = received(ana)
  server.tell(COMMON, { type: 'folding', name: NEXT, ...proof })
  write(ana, 'a', 42) // the server does not have it yet
  server.tell(COMMON, { type: 'generation', name: NEXT, fold: proof })
  await Promise.all([isMoved(ana), isMoved(ben)])
  await until(() =>
    expect([valueOf(ana, 'a'), valueOf(ben, 'a'), ana.session.view().status.kind]).toEqual([42, 42, 'saved']),
  )
  expect(bytes()).toBeLessThan(5000)
  expect([...rows.keys()].every((row) => row === 0 || valueOf(ana, rows[row]!) === Math.sqrt(row))).toBe(true)
  expect(ana.session.view().notSaved).toEqual([])
})

test('a fold is made when only its end is told, and what followed it comes along', async () => {
  const ana = server.open(ONE_PART)
  await saved(ana)
  const proof = await server.fold(COMMON, NEXT)
  const before = { row: 'b', ordinal: NUMBER, value: valueOf(ana, 'b') }
  await server.change(COMMON, (sheet) => sheet.set('b', NUMBER, 7))
  await until(() => expect(valueOf(ana, 'b')).toBe(7))
  let tail = ''
  server.document(NEXT)?.on('update', (update: Uint8Array) => (tail = Buffer.from(update).toString('base64')))
  await server.change(NEXT, (sheet) => sheet.write(rows, [NUMBER], () => 7))
  const bytes = received(ana)
  server.tell(COMMON, { type: 'generation', name: NEXT, fold: { ...proof, before: [before] }, tail })
  await isMoved(ana)
  await saved(ana)
  expect([valueOf(ana, 'b'), valueOf(ana, rows[4000]!)]).toEqual([7, 7])
  expect(bytes() - tail.length).toBeLessThan(5000)
})

test('in the next generation every message is settled by its own answer', async () => {
  const ana = server.open(ONE_PART)
  await saved(ana)
  server.tell(COMMON, { type: 'generation', name: NEXT, fold: await server.fold(COMMON, NEXT) })
  await isMoved(ana)
  await saved(ana)
  const [first, taken] = [Promise.withResolvers<void>(), vi.fn<() => Promise<void>>()]
  server.beforeChange = taken.mockReturnValueOnce(first.promise).mockReturnValue(new Promise(() => {}))
  write(ana, 'a', 1)
  await until(() => expect(taken).toHaveBeenCalledOnce())
  write(ana, 'b', 2)
  await new Promise((resolve) => setTimeout(resolve, 100)) // it is sent, too
  first.resolve()
  await until(() => expect(ana.session.view().unsavedEdits).toBeLessThan(2))
  expect([ana.session.view().unsavedEdits, ana.session.view().status.kind]).toEqual([1, 'saving'])
})

test('a fold that was prepared but overtaken by another one is not taken for it', async () => {
  const ana = server.open(ONE_PART)
  await saved(ana)
  server.tell(COMMON, { type: 'folding', name: NEXT, ...(await server.fold(COMMON, 'part:9@1')) })
  await server.change(COMMON, (sheet) => sheet.set('b', NUMBER, 7))
  await until(() => expect(valueOf(ana, 'b')).toBe(7))
  server.tell(COMMON, { type: 'generation', name: NEXT, fold: await server.fold(COMMON, NEXT) })
  await isMoved(ana)
  await saved(ana)
  expect(valueOf(ana, 'b')).toBe(7)
  write(ana, 'a', 42)
  await saved(ana)
  expect(server.value(NEXT, 'b')).toBe(7)
})

test('a fold that came out differently while it was prepared is made again at its end', async () => {
  const ana = server.open(ONE_PART)
  await saved(ana)
  const proof = await server.fold(COMMON, NEXT)
  const bytes = received(ana)
  server.tell(COMMON, { type: 'folding', name: NEXT, ...proof, sha256: 'ab'.repeat(32) })
  server.tell(COMMON, { type: 'generation', name: NEXT, fold: proof })
  await isMoved(ana)
  await saved(ana)
  expect([valueOf(ana, 'b'), bytes() < 5000]).toEqual([1, true])
})

test('where the fold comes out differently the document is downloaded', async () => {
  const ana = server.open(ONE_PART)
  await saved(ana)
  const proof = await server.fold(COMMON, NEXT)
  const bytes = received(ana)
  server.tell(COMMON, { type: 'generation', name: NEXT, fold: { ...proof, sha256: 'ab'.repeat(32) } })
  await isMoved(ana)
  await saved(ana)
  expect([valueOf(ana, 'b'), bytes() > 20_000]).toEqual([1, true])
})

test('the next generation that was made here is kept on the device, instead of the one before', async () => {
  const ana = server.open(ONE_PART)
  await saved(ana)
  const proof = await server.fold(COMMON, NEXT)
  server.tell(COMMON, { type: 'generation', name: NEXT, fold: proof })
  await isMoved(ana)
  await saved(ana)
  await until(() => expect(ana.disk.documents()).toEqual([NEXT]))
  await offline(ana)
  write(ana, 'a', 5)
  const next = server.open({ parts: [{ part: 'common', document: NEXT, fields: ['n'] }] }, { disk: ana.disk.copy() })
  next.socket.disconnect()
  await until(() => expect([valueOf(next, 'a'), valueOf(next, 'b')]).toEqual([5, 1]))
})

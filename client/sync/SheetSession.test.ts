// @vitest-environment node
// The sockets of jsdom and of Node do not mix, and nothing here needs a page.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ORDER } from '#collab/schema/layout.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import { until } from '#shared/testing/until.ts'
import {
  COMMON,
  describe,
  NUMBER,
  ONE_PART,
  saved,
  SheetServer,
  statusOf,
  valueOf,
  write,
} from './testing/sheetServer.ts'

const NEXT = 'part:1@2'
const AS_NEXT = { parts: [{ part: 'common', document: NEXT, fields: ['n'] }] }

let server: SheetServer

beforeEach(async () => {
  server = new SheetServer()
  await server.start()
})

afterEach(() => server.stop())

test('what one person writes is saved and seen by the other', async () => {
  const [ana, ben] = [server.open(), server.open()]
  await saved(ana, ben)
  write(ana, 'a', 42)
  expect([statusOf(ana), ana.session.view().unsavedEdits]).toEqual(['saving', 1])
  await until(() => expect([statusOf(ana), valueOf(ben, 'a')]).toEqual(['saved', 42]))
})

test('a sheet that is left while the server is busy with it is opened again when it is not', async () => {
  const first = server.open()
  await saved(first)
  const { promise, resolve } = Promise.withResolvers<void>()
  const taken = vi.fn<() => Promise<void>>().mockReturnValueOnce(promise).mockResolvedValue()
  server.beforeChange = taken
  write(first, 'a', 5)
  await until(() => expect(taken).toHaveBeenCalledOnce())
  await first.session.keep()
  first.session.destroy()
  const { socket, disk } = first
  const second = server.open(ONE_PART, { socket, disk })
  await until(() => expect(second.session.view().ready).toBe(true))
  write(second, 'b', 6)
  resolve()
  await saved(second)
  expect([server.value(COMMON, 'a'), server.value(COMMON, 'b')]).toEqual([5, 6])
})

test('edits without a connection are counted, kept, and merged on return', async () => {
  const [ana, ben] = [server.open(), server.open()]
  await saved(ana, ben)
  ana.socket.disconnect()
  await until(() => expect(ana.session.view().status).toEqual({ kind: 'offline', edits: 0, kept: true }))
  write(ana, 'a', 1)
  write(ana, 'b', 2)
  write(ben, 'b', 3)
  expect(ana.session.view().status).toEqual({ kind: 'offline', edits: 2, kept: true })
  void ana.socket.connect()
  await saved(ana)
  await until(() => {
    expect(valueOf(ben, 'a')).toBe(1)
    expect(valueOf(ana, 'b')).toBe(valueOf(ben, 'b'))
  })
})

test('refused cells are listed with the value of the person until they decide', async () => {
  const ana = server.open()
  await saved(ana)
  write(ana, 'a', 7)
  await until(() => expect(statusOf(ana)).toBe('saved'))
  server.tell(COMMON, { type: 'refused', cells: [{ row: 'a', ordinal: NUMBER, reason: 'no-permission' }], count: 1 })
  await until(() =>
    expect(ana.session.view().notSaved).toEqual([{ row: 'a', ordinal: NUMBER, value: 7, reason: 'no-permission' }]),
  )
  expect([statusOf(ana), ana.session.view().unsavedEdits]).toEqual(['refused', 1])
  ana.session.discard(ana.session.view().notSaved)
  expect(statusOf(ana)).toBe('saved')
})

test('rights that are taken away make the sheet read-only at once', async () => {
  const ana = server.open()
  await saved(ana)
  server.tell(COMMON, { type: 'rights', writable: [], locked: true })
  await until(() => expect([statusOf(ana), ana.session.view().writable.size]).toEqual(['locked', 0]))
})

test('a closed document is entered again, with everything that was typed meanwhile', async () => {
  const [ana, ben] = [server.open(), server.open()]
  await saved(ana, ben)
  server.close(COMMON, 'journal-unavailable')
  await until(() => expect(statusOf(ana)).toBe('offline'))
  write(ana, 'a', 5)
  await saved(ana, ben)
  await until(() => expect(valueOf(ben, 'a')).toBe(5))
})

test('a new generation is entered with the edits that the old one did not take, but not over newer values', async () => {
  const ana = server.open()
  await saved(ana)
  await server.change(NEXT, (sheet) =>
    sheet.write(['a', 'b'], [ORDER, NUMBER], (row, column) => (column === 0 ? `V0000${row}` : row === 0 ? 0 : 99)),
  )
  ana.described = AS_NEXT
  server.tell(COMMON, { type: 'generation', name: NEXT })
  write(ana, 'a', 5)
  write(ana, 'a', 10)
  write(ana, 'b', 20)
  const before = ana.session.view().epoch
  await until(() => expect(ana.session.view().epoch).toBeGreaterThan(before))
  await until(() => expect([valueOf(ana, 'a'), valueOf(ana, 'b')]).toEqual([10, 99]))
  expect(ana.session.view().notSaved).toEqual([{ row: 'b', ordinal: NUMBER, value: 20, reason: 'changed-meanwhile' }])
})

test.each(['while it comes', 'when it is there'])(
  'a description that is older than the generation, %s, does not lead back',
  async (when) => {
    const answer = Promise.withResolvers<SheetReply>()
    const ana = server.open(ONE_PART, { describe: () => answer.promise })
    await saved(ana)
    server.tell(COMMON, { type: 'describe' })
    const fold = await server.fold(COMMON, NEXT)
    const before = ana.session.view().epoch
    server.tell(COMMON, { type: 'generation', name: NEXT, fold })
    if (when === 'while it comes') {
      ana.socket.on('message', () => answer.resolve(describe(ONE_PART)))
    }
    await until(() => expect(ana.session.view().epoch).toBeGreaterThan(before))
    if (when === 'when it is there') {
      answer.resolve(describe(ONE_PART))
    }
    await saved(ana)
    await server.change(NEXT, (sheet) => sheet.set('a', NUMBER, 9))
    await until(() => expect(valueOf(ana, 'a')).toBe(9))
    write(ana, 'b', 8)
    await saved(ana)
    expect(server.value(NEXT, 'b')).toBe(8)
  },
)

test('what was done before a new generation is undone and done again after it, each gesture once', async () => {
  const ana = server.open()
  await saved(ana)
  write(ana, 'a', 5)
  await saved(ana)
  await server.change(NEXT, (sheet) =>
    sheet.write(['a', 'b'], [ORDER, NUMBER], (row, column) => (column === 0 ? `V0000${row}` : row === 0 ? 5 : 1)),
  )
  ana.described = AS_NEXT
  server.tell(COMMON, { type: 'generation', name: NEXT })
  write(ana, 'b', 20)
  const before = ana.session.view().epoch
  await until(() => expect(ana.session.view().epoch).toBeGreaterThan(before))
  await saved(ana)
  const { editing } = ana.session
  expect([editing.undo()?.done, valueOf(ana, 'a'), valueOf(ana, 'b')]).toEqual([1, 5, 1])
  expect([editing.undo()?.done, valueOf(ana, 'a'), editing.undo()]).toEqual([1, 0, null])
  expect([editing.redo()?.done, editing.redo()?.done, valueOf(ana, 'a'), valueOf(ana, 'b')]).toEqual([1, 1, 5, 20])
})

test('no permission on the way in freezes the sheet, a failed load is tried again', async () => {
  server.refuse.set(COMMON, 'forbidden')
  const first = server.open()
  await until(() => expect(statusOf(first)).toBe('forbidden'))
  server.refuse.set(COMMON, 'load-failed')
  const second = server.open()
  await until(() => expect(statusOf(second)).toBe('saving'))
  server.refuse.clear()
  await saved(second)
})

test('a person who is let in again goes on', async () => {
  server.refuse.set(COMMON, 'not-found')
  const ana = server.open()
  await until(() => expect(statusOf(ana)).toBe('forbidden'))
  server.refuse.clear()
  await saved(ana)
  write(ana, 'a', 3)
  await saved(ana)
})

test('after an edit that the server cannot take the sheet is loaded fresh, and what is typed meanwhile is not lost', async () => {
  const ana = server.open()
  await saved(ana)
  const ben = server.open()
  await saved(ben)
  write(ana, 'a', 5)
  const told = ana.session.subscribe(() => {
    if (ana.session.view().notSaved.length === 1) {
      told()
      write(ana, 'b', 20)
    }
  })
  server.document(COMMON)?.getConnections()[0]?.close({ code: 1000, reason: 'malformed' })
  await until(() => expect([valueOf(ana, 'a'), valueOf(ana, 'b'), valueOf(ben, 'b')]).toEqual([0, 20, 20]))
  expect(ana.session.view().notSaved).toEqual([{ row: 'a', ordinal: NUMBER, value: 5, reason: 'not-taken' }])
  ana.session.reapply(ana.session.view().notSaved)
  await until(() => expect([statusOf(ana), valueOf(ben, 'a')]).toEqual(['saved', 5]))
})

test('an edit that meets a lock is kept apart, and the sheet shows what was locked', async () => {
  const ana = server.open()
  await saved(ana)
  write(ana, 'a', 5)
  server.close(COMMON, 'locked')
  await until(() => expect([valueOf(ana, 'a'), statusOf(ana)]).toEqual([0, 'refused']))
  ana.session.reapply(ana.session.view().notSaved)
  expect(ana.session.view().notSaved).toEqual([{ row: 'a', ordinal: NUMBER, value: 5, reason: 'locked' }])
  ana.session.discard(ana.session.view().notSaved)
  expect(statusOf(ana)).toBe('locked')
})

test('a sheet that may not be opened any more is kept on screen with what was not sent', async () => {
  const ana = server.open()
  await saved(ana)
  ana.described = null
  write(ana, 'a', 5)
  server.close(COMMON, 'revoked')
  await until(() => expect(ana.session.view().writable.size).toBe(0))
  expect(ana.session.view().notSaved).toEqual([{ row: 'a', ordinal: NUMBER, value: 5, reason: 'no-permission' }])
  expect(valueOf(ana, 'b')).toBe(1)
})

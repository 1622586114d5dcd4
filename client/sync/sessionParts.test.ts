// @vitest-environment node
// The sockets of jsdom and of Node do not mix, and nothing here needs a page.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PresenceState } from '#collab/protocol/awareness.ts'
import { ORDER } from '#collab/schema/layout.ts'
import type { Sheet } from '#collab/schema/Sheet.ts'
import { until } from '#shared/testing/until.ts'
import { goOffline, goOnline } from './collabSocket.ts'
import {
  COMMON,
  NUMBER,
  ONE_PART,
  PRICE,
  PRICES,
  saved,
  SheetServer,
  statusOf,
  TWO_PARTS,
  valueOf,
  write,
  type DescribedFor,
  type Opened,
} from './testing/sheetServer.ts'

let server: SheetServer

beforeEach(async () => {
  server = new SheetServer()
  await server.start()
})

afterEach(() => server.stop())

const cells = (one: Opened): unknown[] => ['a', 'b'].flatMap((row) => [valueOf(one, row), valueOf(one, row, PRICE)])

test('the parts are one sheet: rows of the common one, each field from its own', async () => {
  const ana = server.open(TWO_PARTS)
  await saved(ana)
  expect(cells(ana)).toEqual([0, 10, 1, 20])
  expect([...ana.session.view().writable].sort()).toEqual([0, 1, NUMBER, PRICE])
})

test('what is written over two parts reaches each of them and is one undo step', async () => {
  const [ana, ben] = [server.open(TWO_PARTS), server.open(TWO_PARTS)]
  await saved(ana, ben)
  ana.session.editing.apply({
    writes: ['a', 'b'].flatMap((row) => [NUMBER, PRICE].map((ordinal) => ({ row, ordinal, value: 7 }))),
  })
  await until(() => expect(cells(ben)).toEqual([7, 7, 7, 7]))
  await saved(ana)
  expect(ana.session.editing.undo()?.done).toBe(4)
  await until(() => expect(cells(ben)).toEqual([0, 10, 1, 20]))
  expect(ana.session.editing.undo()).toBeNull()
})

test('the sheet is saved only when every part is, and one part that is refused does not close the others', async () => {
  const ana = server.open(TWO_PARTS)
  await saved(ana)
  server.refuse.set(PRICES, 'load-failed')
  server.close(PRICES, 'journal-unavailable')
  await until(() => expect(statusOf(ana)).toBe('offline'))
  write(ana, 'a', 5)
  write(ana, 'a', 6, PRICE)
  await until(() => expect(ana.session.view().status).toEqual({ kind: 'offline', edits: 1, kept: true }))
  expect(server.value(COMMON, 'a')).toBe(5)
  server.refuse.clear()
  await saved(ana)
  expect(server.value(PRICES, 'a', PRICE)).toBe(6)
})

test('a field that goes to another part is seen with its values until that one is there', async () => {
  const next = 'part:1@2'
  await server.change(COMMON, (sheet) => sheet.write(['a', 'b'], [PRICE], (row) => 10 + row * 10))
  await server.change(next, (sheet) =>
    sheet.write(['a', 'b'], [ORDER, NUMBER], (row, c) => (c === 0 ? `V0000${row}` : row)),
  )
  const whole = { part: 'common', document: COMMON, fields: ['n', 'price'] }
  const ana = server.open({ parts: [whole] })
  await saved(ana)
  const seen: unknown[] = []
  ana.session.subscribe(() => seen.push(valueOf(ana, 'b', PRICE)))
  server.refuse.set(PRICES, 'load-failed')
  ana.described = {
    parts: [
      { ...whole, document: next, fields: ['n'] },
      { part: 'admin', document: PRICES, fields: ['price'] },
    ],
  }
  server.tell(COMMON, { type: 'generation', name: next })
  await until(() => expect(ana.session.description.parts).toHaveLength(2))
  await until(() => expect(server.document(next)?.getConnections().length).toBe(1))
  write(ana, 'a', 5)
  await until(() => expect(server.value(next, 'a')).toBe(5))
  expect([cells(ana), [...ana.session.view().late]]).toEqual([[5, 10, 1, 20], [PRICE]])
  server.refuse.clear()
  await saved(ana)
  expect([cells(ana), new Set(seen)]).toEqual([[5, 10, 1, 20], new Set([20])])
})

test('a network that is back before the old connection has closed brings the sheet back', async () => {
  const ana = server.open(ONE_PART)
  await saved(ana)
  goOffline(ana.socket)
  write(ana, 'a', 8)
  goOnline(ana.socket)
  await until(() => expect(ana.session.view().status).toEqual({ kind: 'saved' }))
  await server.change(COMMON, (sheet) => expect(sheet.value('a', NUMBER)).toBe(8))
})

test('what is written while the connection closes is not called saved before the server has answered all of it', async () => {
  const ana = server.open(ONE_PART)
  await saved(ana)
  write(ana, 'a', 7)
  goOffline(ana.socket)
  write(ana, 'b', 8)
  await until(() => expect(ana.socket.status).toBe('disconnected'))
  write(ana, 'a', 9)
  server.unanswered.add(1)
  goOnline(ana.socket)
  await until(() => expect(ana.socket.status).toBe('connected'))
  await new Promise((resolve) => setTimeout(resolve, 300)) // for an answer that must not come
  expect(ana.session.view().unsavedEdits).toBe(3)
})

test('a sheet that is left and opened again without a network comes back with it', async () => {
  const [ana, ben] = [server.open(ONE_PART), server.open(ONE_PART)]
  await saved(ana, ben)
  goOffline(ana.socket)
  ana.session.destroy() // the connection is about to close
  const again = server.open(ONE_PART, { socket: ana.socket, disk: ana.disk })
  await until(() => expect(again.session.view().ready).toBe(true))
  write(again, 'a', 8)
  goOnline(ana.socket)
  await saved(again)
  write(ben, 'b', 9)
  await until(() => expect([valueOf(ben, 'a'), valueOf(again, 'b')]).toEqual([8, 9]))
})

test('a part that is late does not keep the sheet from being shown, and cannot be written until it is there', async () => {
  server.refuse.set(PRICES, 'load-failed')
  const ana = server.open(TWO_PARTS)
  await until(() => expect(ana.session.view().ready).toBe(true))
  expect([ana.session.view().writable.has(NUMBER), ana.session.view().writable.has(PRICE)]).toEqual([true, false])
  server.refuse.clear()
  await saved(ana)
  expect([ana.session.view().writable.has(PRICE), valueOf(ana, 'a', PRICE)]).toEqual([true, 10])
})

test('rights are of one part: the others stay writable', async () => {
  const ana = server.open(TWO_PARTS)
  await saved(ana)
  server.tell(PRICES, { type: 'rights', writable: [], locked: false })
  await until(() => expect([...ana.session.view().writable].sort()).toEqual([0, 1, NUMBER]))
  expect(statusOf(ana)).toBe('saved')
})

test('a field that this person may not read any more is gone at once, with what was typed and not sent offered', async () => {
  const ana = server.open(TWO_PARTS)
  await saved(ana)
  write(ana, 'a', 7, PRICE)
  await saved(ana)
  ana.described = ONE_PART
  server.refuse.set(PRICES, 'not-found')
  server.close(PRICES, 'revoked')
  write(ana, 'a', 99, PRICE)
  write(ana, 'a', 5)
  await until(() => expect(ana.session.description.table.fields.map(({ key }) => key)).toEqual(['n']))
  expect([valueOf(ana, 'a', PRICE), valueOf(ana, 'a')]).toEqual([null, 5])
  expect(ana.session.view().notSaved).toEqual([{ row: 'a', ordinal: PRICE, value: 99, reason: 'unknown-field' }])
  ana.session.discard(ana.session.view().notSaved)
  await saved(ana)
  // nothing of the field is left in what can be undone
  expect([ana.session.editing.undo()?.done, ana.session.editing.undo()]).toEqual([1, null])
})

test('a field that this person may read from now on appears, and the other parts are not opened anew', async () => {
  const ana = server.open(ONE_PART)
  await saved(ana)
  expect(valueOf(ana, 'a', PRICE)).toBe(null)
  let opened = 0
  server.document(COMMON)?.on('update', () => opened++)
  ana.described = TWO_PARTS
  server.tell(COMMON, { type: 'describe' })
  await until(() => expect(cells(ana)).toEqual([0, 10, 1, 20]))
  await saved(ana)
  expect([server.document(COMMON)?.getConnections().length, opened]).toEqual([1, 0])
})

test('a sheet that is shown stays shown when a part comes to it, also just after it was opened', async () => {
  const ana = server.open(ONE_PART)
  await saved(ana)
  const shown: boolean[] = []
  ana.session.subscribe(() => shown.push(ana.session.view().ready))
  server.refuse.set(PRICES, 'load-failed')
  ana.described = TWO_PARTS
  server.tell(COMMON, { type: 'describe' })
  await until(() => expect([...ana.session.view().late]).toEqual([PRICE]))
  server.refuse.clear()
  await saved(ana)
  await until(() => expect(cells(ana)).toEqual([0, 10, 1, 20]))
  expect(new Set(shown)).toEqual(new Set([true]))
})

test('whoever is told twice while asking asks again, so that the last word counts', async () => {
  const answers: ((described: DescribedFor) => void)[] = []
  const ana = server.open(ONE_PART, {
    describe: () =>
      new Promise((resolve) =>
        answers.push(
          (described) => void import('./testing/sheetServer.ts').then((file) => resolve(file.describe(described))),
        ),
      ),
  })
  await saved(ana)
  server.tell(COMMON, { type: 'describe' })
  await until(() => expect(answers).toHaveLength(1))
  server.tell(COMMON, { type: 'describe' })
  server.tell(COMMON, { type: 'rights', writable: [], locked: true })
  await until(() => expect(ana.session.view().locked).toBe(true))
  answers[0]?.(ONE_PART)
  await until(() => expect(answers).toHaveLength(2))
  answers[1]?.(TWO_PARTS)
  await until(() => expect(valueOf(ana, 'a', PRICE)).toBe(10))
})

/** The price moves into the common part: both documents have a new generation, and the sheet is described anew. */
const MOVED: DescribedFor = { parts: [{ part: 'common', document: 'part:1@2', fields: ['n', 'price'] }] }
const bothFields = (sheet: Sheet): void =>
  sheet.write(['a', 'b'], [ORDER, NUMBER, PRICE], (row, column) =>
    column === 0 ? `V0000${row}` : column === 1 ? row : (row + 1) * 10,
  )

test('a field that moves to another part takes along what was typed and not taken, and is never seen empty', async () => {
  const ana = server.open(TWO_PARTS)
  await saved(ana)
  write(ana, 'b', 30, PRICE)
  await saved(ana)
  const seen = new Set<unknown>()
  ana.session.subscribe(() => seen.add(valueOf(ana, 'a', PRICE)))
  await server.change('part:1@2', bothFields)
  ana.socket.disconnect()
  await until(() => expect(statusOf(ana)).toBe('offline'))
  write(ana, 'a', 77, PRICE)
  write(ana, 'a', 5)
  ana.described = MOVED
  server.refuse.set(COMMON, 'stale-generation')
  server.refuse.set(PRICES, 'stale-generation')
  void ana.socket.connect()
  await until(() => expect([valueOf(ana, 'a'), valueOf(ana, 'a', PRICE), statusOf(ana)]).toEqual([5, 77, 'saved']))
  expect([ana.session.view().notSaved, seen.has(null)]).toEqual([[], false])
  expect([server.value('part:1@2', 'a', PRICE), server.value('part:1@2', 'a')]).toEqual([77, 5])
  // each gesture is still one step, and the cell that the fold did not have as it was left says so
  expect([ana.session.editing.undo()?.done, ana.session.editing.undo()?.done]).toEqual([1, 1])
  expect(ana.session.editing.undo()).toMatchObject({ done: 0, changedByOthers: [{ row: 'b', ordinal: PRICE }] })
})

test('a write that reaches a part which has lost the field goes to the part that has it now', async () => {
  const ana = server.open(TWO_PARTS)
  await saved(ana)
  write(ana, 'a', 77, PRICE)
  await saved(ana)
  await server.change('part:1@2', bothFields)
  ana.described = MOVED
  server.tell(PRICES, { type: 'refused', cells: [{ row: 'a', ordinal: PRICE, reason: 'unknown-field' }], count: 1 })
  await until(() => expect([valueOf(ana, 'a', PRICE), statusOf(ana)]).toEqual([77, 'saved']))
  expect(ana.session.view().notSaved).toEqual([])
})

test('a write to a field that no part has is listed, once', async () => {
  const ana = server.open(TWO_PARTS)
  await saved(ana)
  write(ana, 'a', 77, PRICE)
  await saved(ana)
  server.tell(PRICES, { type: 'refused', cells: [{ row: 'a', ordinal: PRICE, reason: 'unknown-field' }], count: 1 })
  await until(() =>
    expect(ana.session.view().notSaved).toEqual([{ row: 'a', ordinal: PRICE, value: 77, reason: 'unknown-field' }]),
  )
})

test('when the whole sheet is taken away, no part is sent to any more', async () => {
  const ana = server.open(TWO_PARTS)
  await saved(ana)
  ana.described = null
  server.tell(COMMON, { type: 'describe' })
  await until(() => expect(statusOf(ana)).toBe('forbidden'))
  expect(cells(ana)).toEqual([0, 10, 1, 20])
  await until(() => expect(server.document(PRICES)?.getConnections() ?? []).toEqual([]))
})

// --- presence ---

/** Replaces what clients announce by what a server would make of it: the same cell, with a user in front. */
function announcedIn(document: string): PresenceState[] {
  return [...(server.document(document)?.awareness.getStates().values() ?? [])].map((state) => ({
    user: state['user'] ?? null,
    cell: state['cell'] ?? null,
    ...('range' in state ? { range: state['range'] } : {}),
  })) as PresenceState[]
}

test('a chosen cell is told in the part that holds its field, and nowhere else', async () => {
  const ana = server.open(TWO_PARTS)
  await saved(ana)
  const [number, price] = [
    { row: 'a', ordinal: NUMBER },
    { row: 'a', ordinal: PRICE },
  ]
  ana.session.presence.choose(price, null)
  await until(() => expect(announcedIn(PRICES).map(({ cell }) => cell)).toEqual([price]))
  expect(announcedIn(COMMON).map(({ cell }) => cell)).toEqual([null])
  ana.session.presence.choose(number, { from: number, to: price })
  await until(() =>
    expect([...announcedIn(COMMON), ...announcedIn(PRICES)].map((state) => [state.cell, state.range])).toEqual([
      [number, undefined],
      [null, undefined],
    ]),
  )
})

test('a person in two parts is one peer, with the cell from whichever part tells one', async () => {
  const ana = server.open(TWO_PARTS)
  await saved(ana)
  const user = { id: 'u-ben', name: 'Ben', colour: 3 }
  const enter = (document: string, client: number, cell: PresenceState['cell']): void => {
    const { awareness } = server.document(document)!
    awareness.states.set(client, { user, cell })
    awareness.meta.set(client, { clock: 1, lastUpdated: Date.now() })
    awareness.emit('update', [{ added: [client], updated: [], removed: [] }, 'test'])
  }
  enter(COMMON, 5_000_001, null)
  enter(PRICES, 5_000_002, { row: 'b', ordinal: PRICE })
  await until(() => expect(ana.session.peers()).toEqual([{ id: 'u-ben:0', user, cell: { row: 'b', ordinal: PRICE } }]))
})

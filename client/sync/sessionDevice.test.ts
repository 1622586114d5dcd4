// @vitest-environment node
// The sockets of jsdom and of Node do not mix, and nothing here needs a page.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ORDER } from '#collab/schema/layout.ts'
import { until } from '#shared/testing/until.ts'
import { SheetOutbox } from './SheetOutbox.ts'
import { MemoryStorage } from './testing/MemoryStorage.ts'
import {
  COMMON,
  killed,
  NUMBER,
  offline,
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

/** A tab that cannot reach the server. */
async function openOffline(described: DescribedFor, disk: MemoryStorage): Promise<Opened> {
  const tab = server.open(described, { disk })
  tab.socket.disconnect()
  await until(() => expect(tab.session.view().ready).toBe(true))
  return tab
}

test('what was typed offline outlives the tab, is counted in the next one, and reaches the server from there', async () => {
  const first = server.open(TWO_PARTS)
  await saved(first)
  await offline(first)
  write(first, 'a', 5)
  write(first, 'a', 50, PRICE)
  const second = await openOffline(TWO_PARTS, await killed(first))
  await until(() => expect(second.session.view().status).toEqual({ kind: 'offline', edits: 2, kept: true }))
  expect([valueOf(second, 'a'), valueOf(second, 'a', PRICE), second.session.view().unsavedEdits]).toEqual([5, 50, 2])
  void second.socket.connect()
  await saved(second)
  expect(server.value(COMMON, 'a')).toBe(5)
  expect(server.value(PRICES, 'a', PRICE)).toBe(50)
  await second.session.keep()
  expect(await second.disk.names('work:')).toEqual([])
})

test('what was typed offline survives a generation that came while the tab was closed', async () => {
  const first = server.open(ONE_PART)
  await saved(first)
  await offline(first)
  write(first, 'a', 5)
  write(first, 'b', 6)
  const disk = await killed(first)
  const next: DescribedFor = { parts: [{ part: 'common', document: 'part:1@2', fields: ['n'] }] }
  await server.change('part:1@2', (sheet) =>
    sheet.write(['a', 'b'], [ORDER, NUMBER], (row, column) => (column === 0 ? `V0000${row}` : row === 0 ? 0 : 99)),
  )
  const second = server.open(next, { disk })
  await until(() => expect([valueOf(second, 'a'), valueOf(second, 'b')]).toEqual([5, 99]))
  expect(second.session.view().notSaved).toEqual([{ row: 'b', ordinal: NUMBER, value: 6, reason: 'changed-meanwhile' }])
  await until(() => expect(server.value('part:1@2', 'a')).toBe(5))
  await until(() => expect(second.disk.documents()).toEqual(['part:1@2']))
})

test('what was typed offline into a part that is gone meanwhile is offered, and the part leaves the disk', async () => {
  const first = server.open(TWO_PARTS)
  await saved(first)
  await offline(first)
  write(first, 'a', 50, PRICE)
  const disk = await killed(first)
  expect(disk.documents()).toEqual([COMMON, PRICES])
  const second = server.open(ONE_PART, { disk })
  await until(() =>
    expect(second.session.view().notSaved).toEqual([{ row: 'a', ordinal: PRICE, value: 50, reason: 'unknown-field' }]),
  )
  await until(() => expect(disk.documents()).toEqual([COMMON]))
})

test('a part that this person may not read any more leaves the disk at once, with what undo and work remember of it', async () => {
  const secret = 987_654_321
  await server.change(PRICES, (sheet) => sheet.set('b', PRICE, secret))
  const ana = server.open(TWO_PARTS)
  await saved(ana)
  await offline(ana)
  write(ana, 'b', 1, PRICE)
  await ana.session.keep()
  expect(ana.disk.dump()).toContain(String(secret))
  void ana.socket.connect()
  await saved(ana)
  ana.described = ONE_PART
  server.tell(PRICES, { type: 'describe' })
  await until(() => expect(ana.disk.documents()).toEqual([COMMON]))
  await ana.session.keep()
  expect(ana.disk.dump()).not.toContain(String(secret))
})

test('refused values outlive the tab until the person decides', async () => {
  const first = server.open(ONE_PART)
  await saved(first)
  write(first, 'a', 5)
  server.close(COMMON, 'malformed')
  await until(() => expect(statusOf(first)).toBe('refused'))
  const second = server.open(ONE_PART, { disk: await killed(first) })
  await until(() => expect(second.session.view().notSaved).toMatchObject([{ row: 'a', value: 5, reason: 'not-taken' }]))
  second.session.discard(second.session.view().notSaved)
  const third = server.open(ONE_PART, { disk: await killed(second) })
  await saved(third)
  expect(third.session.view().notSaved).toEqual([])
})

test('two tabs of one person edit, converge and lose nothing, online and when both are closed offline', async () => {
  const disk = new MemoryStorage()
  const [one, two] = [server.open(TWO_PARTS, { disk }), server.open(TWO_PARTS, { disk })]
  await saved(one, two)
  write(one, 'a', 5)
  write(two, 'b', 6)
  await until(() => expect([valueOf(two, 'a'), valueOf(one, 'b')]).toEqual([5, 6]))
  await saved(one, two)
  await Promise.all([offline(one), offline(two)])
  write(one, 'a', 50, PRICE)
  write(two, 'b', 60, PRICE)
  write(two, 'b', 7)
  await Promise.all([one.session.keep(), two.session.keep()])
  // a tab that is open keeps its work for itself
  const three = await openOffline(TWO_PARTS, disk)
  expect([valueOf(three, 'a', PRICE), valueOf(three, 'b', PRICE)]).toEqual([50, 60])
  expect(three.session.view().status).toEqual({ kind: 'offline', edits: 0, kept: true })
  // the tab that is still there takes over from one that is closed
  one.session.destroy()
  await until(() => expect(three.session.view().status).toMatchObject({ edits: 1 }))
  two.session.destroy()
  await until(() => expect(three.session.view().status).toMatchObject({ edits: 3 }))
  three.session.destroy()
  const later = await openOffline(TWO_PARTS, disk)
  await until(() => expect(later.session.view().status).toEqual({ kind: 'offline', edits: 3, kept: true }))
  void later.socket.connect()
  await saved(later)
  expect([server.value(PRICES, 'a', PRICE), server.value(PRICES, 'b', PRICE)]).toEqual([50, 60])
  expect(server.value(COMMON, 'b')).toBe(7)
})

test('a full disk is told, loses nothing while there is a connection, and is made up for when there is room', async () => {
  const ana = server.open(TWO_PARTS)
  await saved(ana)
  ana.disk.isFull = true
  write(ana, 'a', 5)
  await until(() => expect(ana.session.view().kept).toBe(false))
  await saved(ana)
  expect(server.value(COMMON, 'a')).toBe(5)
  await offline(ana)
  write(ana, 'a', 6)
  write(ana, 'b', 60, PRICE)
  expect(ana.session.view().status).toEqual({ kind: 'offline', edits: 2, kept: false })
  ana.disk.isFull = false
  await until(() => expect(ana.session.view().status).toEqual({ kind: 'offline', edits: 2, kept: true }))
  const next = await openOffline(TWO_PARTS, await killed(ana))
  expect([valueOf(next, 'a'), valueOf(next, 'b', PRICE)]).toEqual([6, 60])
})

test('work that a full disk kept without its document is written again, not taken for sent', async () => {
  const first = server.open(ONE_PART)
  await saved(first)
  const before = first.disk.copy()
  await offline(first)
  write(first, 'a', 5)
  await first.session.keep()
  const [name = ''] = await first.disk.names('work:')
  await before.put(name, await first.disk.get(name))
  first.session.destroy()
  const second = server.open(ONE_PART, { disk: before })
  await until(() => expect([valueOf(second, 'a'), statusOf(second)]).toEqual([5, 'saved']))
  expect(server.value(COMMON, 'a')).toBe(5)
})

test('a disk that cannot even be read is no reason not to open the sheet', async () => {
  const disk = new MemoryStorage()
  disk.isFull = true
  const broken = (): Promise<never> => Promise.reject(new Error('unreadable'))
  Object.assign(disk, { updates: broken, get: broken, names: broken })
  const ana = server.open(TWO_PARTS, { disk })
  await saved(ana)
  write(ana, 'a', 5)
  await saved(ana)
  expect(ana.session.view().kept).toBe(false)
})

test('many edits are kept as few updates, and none of another tab is lost by that', async () => {
  const disk = new MemoryStorage()
  const [one, two] = [server.open(ONE_PART, { disk }), server.open(ONE_PART, { disk })]
  await saved(one, two)
  await Promise.all([offline(one), offline(two)])
  write(two, 'b', 77)
  for (let i = 0; i <= 400; i++) {
    write(one, 'a', i)
  }
  await until(async () => expect((await disk.updates(COMMON)).length).toBeLessThan(310))
  one.session.destroy()
  two.session.destroy()
  const next = await openOffline(ONE_PART, disk)
  expect([valueOf(next, 'a'), valueOf(next, 'b')]).toEqual([400, 77])
})

test('a sheet that is left with something unsent stays open until it is sent, and is taken up again when it is shown', async () => {
  const outbox = new SheetOutbox()
  const ended: string[] = []
  const shown = ({ session }: Opened, name: string) => ({
    session,
    destroy: () => {
      ended.push(name)
      session.destroy()
    },
  })
  const [quiet, busy, colleague] = [server.open(ONE_PART), server.open(ONE_PART), server.open(ONE_PART)]
  await saved(quiet, busy, colleague)
  outbox.leave('quiet', shown(quiet, 'quiet'))
  expect(ended).toEqual(['quiet'])
  await offline(busy)
  write(busy, 'a', 5)
  const sheet = shown(busy, 'busy')
  outbox.leave('busy', sheet)
  expect([ended, outbox.takeBack('busy'), outbox.takeBack('busy')]).toEqual([['quiet'], sheet, null])
  outbox.leave('busy', sheet)
  void busy.socket.connect()
  await until(() => expect(ended).toEqual(['quiet', 'busy']))
  expect(outbox.takeBack('busy')).toBeNull()
  await until(() => expect(valueOf(colleague, 'a')).toBe(5))
})

test('a tab that is closed while it still opens the sheet leaves the work of the tab before it', async () => {
  const first = server.open(TWO_PARTS)
  await saved(first)
  await offline(first)
  write(first, 'a', 5)
  write(first, 'a', 50, PRICE)
  const disk = await killed(first)
  const slow = Promise.withResolvers<Uint8Array[]>()
  const second = server.open(TWO_PARTS, { disk: Object.assign(disk.copy(), { updates: () => slow.promise }) })
  await until(async () => expect(await second.disk.names('work:')).not.toEqual(await disk.names('work:')))
  await second.session.keep()
  const third = await openOffline(TWO_PARTS, await killed(second))
  await until(() => expect(third.session.view().unsavedEdits).toBe(2))
})

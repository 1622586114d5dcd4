/** Writing what one may not write, in every way that bytes allow. */
import * as Y from 'yjs'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { encodeUpdate } from '#collab/schema/encodeUpdate.ts'
import { encodeBlock } from '#collab/schema/encodeBlock.ts'
import { cellKey, DELETED, newAuthorClient, ORDER } from '#collab/schema/layout.ts'
import { STEP } from '#collab/testing/RawSocket.ts'
import type { LiveClient } from '#collab/testing/LiveClient.ts'
import { until } from '#server/testing/until.ts'
import { ALLOWED, ARRANGES, COMMON, OPENS, ordinalOf, PEOPLE, PRICES, RISKS, type Person } from './testing/oracle.ts'
import { Target } from './testing/Target.ts'

let target: Target
let watchers: Map<string, LiveClient>

beforeAll(async () => {
  target = await Target.start()
})
afterEach(() => target.leaveAll())
afterAll(() => target.close())

/** Somebody who may read the part, sees it change, and hears every byte of it. */
async function watch(part: string): Promise<LiveClient> {
  const client = await target.join(part === RISKS ? 'auditor' : 'admin', part)
  watchers.set(part, client)
  return client
}

/** A copy of the document as the attacker has it, and what they do to it as one update. */
class Workshop {
  readonly doc = new Y.Doc()
  readonly #updates: Uint8Array[] = []

  constructor(state: Uint8Array, client = newAuthorClient()) {
    Y.applyUpdate(this.doc, state)
    this.doc.clientID = client
    this.doc.on('update', (update: Uint8Array) => this.#updates.push(update))
  }

  get cells(): Y.Map<unknown> {
    return this.doc.getMap('c')
  }

  get patches(): Y.Array<Uint8Array> {
    return this.doc.getArray('p')
  }

  /** All of it in one message. */
  take(): Uint8Array {
    return Y.mergeUpdates(this.#updates.splice(0))
  }

  /** One by one. */
  takeEach(): Uint8Array[] {
    return this.#updates.splice(0)
  }
}

interface Attempt {
  name: string
  make(workshop: Workshop, row: string, ordinal: number, canary: string): void
}

const ATTEMPTS: readonly Attempt[] = [
  { name: 'a first write', make: ({ cells }, row, ordinal, canary) => cells.set(cellKey(row, ordinal), canary) },
  {
    name: 'an overwrite, which names its origin only',
    make: ({ cells }, row, ordinal, canary) => {
      cells.set(cellKey(row, ordinal), `${canary} first`)
      cells.set(cellKey(row, ordinal), canary)
    },
  },
  { name: 'clearing', make: ({ cells }, row, ordinal) => cells.set(cellKey(row, ordinal), null) },
  { name: 'a bare deletion', make: ({ cells }, row, ordinal) => cells.delete(cellKey(row, ordinal)) },
  {
    name: 'a bulk write',
    make: ({ patches }, row, ordinal, canary) => patches.push([encodeBlock([row], [ordinal], () => canary)]),
  },
  {
    name: 'a bulk write with other fields in it',
    make: ({ patches }, row, ordinal, canary) =>
      patches.push([encodeBlock([row], [ordinal, ordinalOf('month')], (_, column) => (column === 0 ? canary : null))]),
  },
  {
    name: 'a bulk write that deletes the entry beneath',
    make: ({ doc, cells, patches }, row, ordinal, canary) =>
      doc.transact(() => {
        cells.delete(cellKey(row, ordinal))
        patches.push([encodeBlock([row], [ordinal], () => canary)])
      }),
  },
  {
    name: 'a write, taken back in the same message',
    make: ({ cells }, row, ordinal, canary) => {
      cells.set(cellKey(row, ordinal), canary)
      cells.delete(cellKey(row, ordinal))
    },
  },
]

const cellsOfCommon = Object.entries(ALLOWED).filter(([, { part }]) => part === COMMON)

test('[A3] whoever may not write a field changes it in no way, nobody sees the attempt, and the rest of the sheet goes on', async () => {
  watchers = new Map()
  const watcher = await watch(COMMON)
  const name = await target.document(COMMON)
  let tried = 0
  for (const person of PEOPLE) {
    const client = await target.join(person, COMMON)
    for (const [key, { write }] of cellsOfCommon.filter(([, { write: may }]) => !may.includes(person))) {
      for (const { name: how, make } of ATTEMPTS) {
        const row = await target.newRow({ [key]: key === 'quantity' ? 5 : key === 'month' ? '2025-01' : 'as it was' })
        const live = await seen(watcher, row, ordinalOf(key))
        const canary = `CANARY-${person}-${key}-${tried++}`
        const workshop = new Workshop(Y.encodeStateAsUpdate(client.doc))
        await until(() => client.sheet.hasRow(row), 'the attacker has the row')
        Y.applyUpdate(workshop.doc, Y.encodeStateAsUpdate(client.doc))
        workshop.takeEach()
        make(workshop, row, ordinalOf(key), canary)
        const socket = await target.stranger()
        await target.enter(socket, name, await target.token(person))
        const update = workshop.take()
        socket.update(name, update, tried % 2 === 0 ? STEP.update : STEP.two)
        await until(
          () => socket.refused.length > 0 || socket.acknowledged(name) > 0,
          `${person} ${key} ${how} is answered`,
        )
        expect([how, watcher.sheet.value(row, ordinalOf(key))]).toEqual([how, live])
        socket.close()
        expect(write).not.toContain(person)
      }
    }
    client.destroy()
  }
  expect(await target.journalHolds('CANARY')).toBe(false)
  expect(watcher.received).not.toContain('CANARY')
  expect(watcher.closes).toEqual([])
  expect(tried).toBeGreaterThan(50)
})

async function seen(watcher: LiveClient, row: string, ordinal: number): Promise<unknown> {
  await until(() => watcher.sheet.hasRow(row) && watcher.sheet.value(row, ordinal) !== null, 'the watcher has the row')
  return watcher.sheet.value(row, ordinal)
}

test('[A3] who may not arrange rows adds, moves, deletes and restores none', async () => {
  watchers = new Map()
  const watcher = await watch(COMMON)
  const name = await target.document(COMMON)
  const row = await target.newRow({ note: 'stays' })
  await until(() => watcher.sheet.hasRow(row), 'seen')
  const order = watcher.sheet.value(row, ORDER)
  for (const person of PEOPLE.filter((one) => !ARRANGES.includes(one))) {
    const workshop = new Workshop(Y.encodeStateAsUpdate(watcher.doc))
    workshop.cells.set(cellKey('new-row', ORDER), 'zz')
    workshop.patches.push([
      encodeBlock(['other-row'], [ORDER, ordinalOf('checked_by')], (_, c) => (c === 0 ? 'zy' : 'CANARY')),
    ])
    workshop.cells.set(cellKey(row, ORDER), 'a0')
    workshop.cells.set(cellKey(row, DELETED), true)
    const socket = await target.stranger()
    await target.enter(socket, name, await target.token(person))
    socket.update(name, workshop.take())
    await until(() => socket.refused.length > 0 || socket.acknowledged(name) > 0, 'answered')
    expect([person, watcher.sheet.hasRow('new-row'), watcher.sheet.hasRow('other-row')]).toEqual([person, false, false])
    expect([watcher.sheet.value(row, ORDER), watcher.sheet.value(row, DELETED)]).toEqual([order, null])
    expect(
      await target.as(
        person,
        'DELETE',
        `/tables/${target.tenant.tableId}/rows/${row}?cycle_id=${target.tenant.openCycleId}`,
      ),
    ).toMatchObject({ status: 403 })
  }
  expect(watcher.received).not.toContain('CANARY')
})

test('[A3] a child before its parent waits for nothing: it is refused, and the document is not left waiting', async () => {
  const name = await target.document(COMMON)
  const admin = await target.join('admin', COMMON)
  const row = await target.newRow({ note: 'x' })
  await until(() => admin.sheet.hasRow(row), 'seen')
  const workshop = new Workshop(Y.encodeStateAsUpdate(admin.doc))
  workshop.cells.set(cellKey(row, ordinalOf('note')), 'first')
  workshop.cells.set(cellKey(row, ordinalOf('note')), 'second')
  const [, second] = workshop.takeEach()
  const socket = await target.stranger()
  await target.enter(socket, name, await target.token('data_owner'))
  socket.update(name, second!)
  await until(() => socket.refused.length > 0, 'refused')
  expect(socket.refused).toEqual([{ address: name, reason: 'clock-gap' }])
  admin.sheet.set(row, ordinalOf('note'), 'goes on')
  await until(() => admin.isSaved, 'saved')
  const fresh = await target.join('viewer', COMMON)
  expect([fresh.sheet.value(row, ordinalOf('note')), fresh.doc.store.pendingStructs]).toEqual(['goes on', null])
})

test('[A6] nobody writes under the client id of somebody else or of the server, at, below or above their clock', async () => {
  const name = await target.document(COMMON)
  const victim = await target.join('data_owner', COMMON)
  const row = await target.newRow({ note: 'x' })
  await until(() => victim.sheet.hasRow(row), 'seen')
  victim.sheet.set(row, ordinalOf('note'), 'of the victim')
  await until(() => victim.isSaved, 'saved')
  const clock = Y.getState(victim.doc.store, victim.doc.clientID)
  const key = cellKey(row, ordinalOf('note'))
  const last = victim.sheet.layers.cells._map.get(key)!.lastId
  const forged = (client: number, at: number): Uint8Array =>
    encodeUpdate(
      [new Y.Item(Y.createID(client, at), null, last, null, null, null, null, new Y.ContentAny(['forged']))],
      null,
      [],
    )
  const cases: [number, number, string | null][] = [
    [victim.doc.clientID, clock, 'foreign-client'],
    [victim.doc.clientID, clock + 5, 'clock-gap'],
    [victim.doc.clientID, clock - 1, null], // known already: nothing of it is looked at, applied or journaled
    [5, 0, 'foreign-client'],
    [2 ** 20 - 1, 0, 'foreign-client'],
    [1, 0, 'foreign-client'], // what the server began the document with
  ]
  for (const person of ['admin', 'moduleOwner', 'viewer'] as const) {
    for (const [client, at, reason] of cases) {
      const socket = await target.stranger()
      await target.enter(socket, name, await target.token(person))
      const head = await target.head(name)
      socket.update(name, forged(client, at))
      await until(() => socket.refused.length > 0 || socket.acknowledged(name) > 0, 'answered')
      expect([person, client, at - clock, socket.refused[0]?.reason ?? null, await target.head(name)]).toEqual([
        person,
        client,
        at - clock,
        reason,
        head,
      ])
      socket.close()
    }
  }
  victim.sheet.set(row, ordinalOf('note'), 'still of the victim')
  await until(() => victim.isSaved, 'saved')
  expect(victim.closes).toEqual([])
  expect((await target.read('viewer', row))['note']).toBe('still of the victim')
})

test('[A7] a captured update is worth nothing in another document or by somebody who may not write it', async () => {
  const [common, prices] = [await target.document(COMMON), await target.document(PRICES)]
  const admin = await target.join('admin', PRICES)
  const row = await target.newRow({ note: 'x' })
  const captured: Uint8Array[] = []
  admin.doc.on('update', (update: Uint8Array, origin: unknown) => origin !== admin.provider && captured.push(update))
  admin.sheet.set(row, ordinalOf('price'), 7)
  await until(() => admin.isSaved && captured.length > 0, 'captured')
  const tries: [Person, string][] = [
    ['auditor', prices],
    ['auditor', common],
    ['viewer', common],
    ['data_owner', common],
  ]
  for (const [person, name] of tries) {
    const socket = await target.stranger()
    await target.enter(socket, name, await target.token(person))
    const head = await target.head(name)
    socket.update(name, captured[0]!)
    await until(() => socket.refused.length > 0 || socket.acknowledged(name) > 0, 'answered')
    const left = await target.head(name)
    const watcher = await target.join('admin', name === common ? COMMON : PRICES)
    expect([person, watcher.sheet.value(row, ordinalOf('price'))]).toEqual([person, name === common ? null : 7])
    expect(left - head).toBeLessThanOrEqual(1) // at most its redaction
    socket.close()
  }
})

const nested = (make: () => unknown) => (workshop: Workshop, row: string) =>
  void workshop.cells.set(cellKey(row, ordinalOf('note')), make())
const valued = nested

const HARD: readonly [string, string, (workshop: Workshop, row: string) => void][] = [
  ['another root', 'unknown-root', ({ doc }) => void doc.getMap('x').set('a', 1)],
  [
    'a thousand roots',
    'unknown-root',
    ({ doc }) => Array.from({ length: 1000 }, (_, i) => doc.getMap(`root ${i}`).set('a', 1)),
  ],
  ['text as a root', 'unknown-root', ({ doc }) => doc.getText('t').insert(0, 'x')],
  ['XML as a root', 'unknown-root', ({ doc }) => doc.getXmlFragment('f').insert(0, [new Y.XmlElement('p')])],
  ['a nested map', 'unsupported', nested(() => new Y.Map())],
  ['a nested array', 'unsupported', nested(() => new Y.Array())],
  ['nested text', 'unknown-root', nested(() => new Y.Text('x'))],
  ['nested XML', 'unsupported', nested(() => new Y.XmlElement('script'))],
  ['a subdocument', 'unsupported', nested(() => new Y.Doc())],
  [
    'a chain of nested maps',
    'unknown-root',
    ({ cells }, row) => {
      let map = new Y.Map<unknown>()
      cells.set(cellKey(row, ordinalOf('note')), map)
      for (let depth = 0; depth < 500; depth++) {
        const inner = new Y.Map<unknown>()
        map.set('x', inner)
        map = inner
      }
    },
  ],
  ['__proto__ as a key', 'unknown-root', ({ cells }) => void cells.set('__proto__', 1)],
  ['a key that is none', 'unknown-root', ({ cells }, row) => void cells.set(`${row}:02`, 1)],
  ['binary in a cell', 'unsupported', valued(() => new Uint8Array(9))],
  ['NaN', 'bad-value', valued(() => Number.NaN)],
  ['infinity', 'bad-value', valued(() => Number.POSITIVE_INFINITY)],
  ['undefined', 'bad-value', valued(() => undefined)],
  ['an object', 'bad-value', valued(() => ({ __proto__: { admin: true }, a: 1 }))],
  ['a list of numbers', 'bad-value', valued(() => [1, 2])],
  ['a list without end', 'bad-value', valued(() => Array.from({ length: 10_000 }, () => 'x'))],
  ['a text of a megabyte', 'bad-value', valued(() => 'x'.repeat(1 << 20))],
  ['the base layer', 'base-touched', ({ doc }) => void doc.getMap('b').set('00000', new Uint8Array(4))],
  ['a bulk write that is no block', 'malformed', ({ patches }) => patches.push([new Uint8Array([1, 2, 3])])],
  [
    'a bulk write before others',
    'unsupported',
    ({ patches }, row) => patches.insert(0, [encodeBlock([row], [ordinalOf('note')], () => 'x')]),
  ],
]

test.each(HARD)('[A10] %s is refused whole with its own reason, by whoever it is', async (_, reason, make) => {
  const name = await target.document(COMMON)
  const admin = await target.join('admin', COMMON)
  const row = await target.newRow({ note: 'as it was' })
  await target.as('admin', 'POST', target.rowsPath(), { rows: [{ values: { note: 'a patch', month: '2025-01' } }] })
  await until(() => admin.sheet.hasRow(row) && admin.sheet.patches().length > 0, 'seen')
  for (const person of ['admin', 'viewer'] as const) {
    const workshop = new Workshop(Y.encodeStateAsUpdate(admin.doc))
    make(workshop, row)
    const socket = await target.stranger()
    await target.enter(socket, name, await target.token(person))
    const head = await target.head(name)
    socket.update(name, workshop.take())
    await until(() => socket.refused.length > 0, 'refused')
    expect([person, socket.refused, await target.head(name)]).toEqual([person, [{ address: name, reason }], head])
    socket.close()
  }
  expect(admin.sheet.value(row, ordinalOf('note'))).toBe('as it was')
  expect([...admin.doc.share.keys()].sort()).toEqual(['b', 'c', 'p'])
})

test('[A4] a locked cycle takes nothing from anybody, over sockets and REST', async () => {
  const { lockedCycleId, tableId } = target.tenant
  const documents = await target.documents(lockedCycleId)
  const name = documents.get(COMMON)!
  for (const person of PEOPLE) {
    const socket = await target.stranger()
    await target.enter(socket, name, await target.token(person))
    const workshop = new Workshop(Y.encodeStateAsUpdate(new Y.Doc()))
    workshop.cells.set(cellKey('some-row', ordinalOf('note')), 'CANARY-locked')
    socket.update(name, workshop.take())
    await until(() => socket.refused.length > 0, 'refused')
    expect([person, socket.refused[0]!.reason, await target.head(name)]).toEqual([person, 'locked', 0])
    const reply = await target.as(person, 'POST', `/tables/${tableId}/rows?cycle_id=${lockedCycleId}`, {
      rows: [{ values: { note: 'CANARY-locked' } }],
    })
    expect([403, 409]).toContain(reply.status)
    socket.close()
  }
  expect(await target.journalHolds('CANARY-locked')).toBe(false)
})

test('[A3] parts that one may open but not write keep their values', async () => {
  for (const [part, key] of [
    [PRICES, 'price'],
    [RISKS, 'risk'],
  ] as const) {
    const writer = await target.join(part === PRICES ? 'admin' : 'auditor', part)
    const row = await target.newRow({ note: key })
    writer.sheet.set(row, ordinalOf(key), 'as it was')
    await until(() => writer.isSaved, 'saved')
    for (const person of OPENS[part]!.filter((one) => !ALLOWED[key]!.write.includes(one))) {
      const client = await target.join(person, part)
      client.sheet.set(row, ordinalOf(key), 'CANARY-part')
      await until(() => client.messages.some(({ type }) => type === 'refused'), 'refused')
      await until(() => client.sheet.value(row, ordinalOf(key)) === 'as it was', 'back in step')
    }
    expect([key, writer.sheet.value(row, ordinalOf(key))]).toEqual([key, 'as it was'])
  }
  expect(await target.journalHolds('CANARY-part')).toBe(false)
})

// @vitest-environment node
// The sockets of jsdom and of Node do not mix, and nothing here needs a page.
import { HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { Server } from '@hocuspocus/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CloseReason } from '#collab/protocol/closeReasons.ts'
import { ORDER } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import { SheetSession } from './SheetSession.ts'

const NAME = 'part:1@1'
const NUMBER = 2

let server: Server
let url: string
let refuse: CloseReason | null
let opened: { destroy(): void }[]

beforeEach(async () => {
  refuse = null
  opened = []
  server = new Server({
    port: 0,
    quiet: true,
    stopOnSignals: false,
    async onAuthenticate() {
      if (refuse !== null) {
        throw Object.assign(new Error(''), { reason: refuse })
      }
    },
    async onLoadDocument({ document, documentName }) {
      if (documentName === NAME) {
        new Sheet(document).write(['a', 'b'], [ORDER, NUMBER], (row, column) => (column === 0 ? `V0000${row}` : row))
      }
    },
  })
  await server.listen()
  url = `ws://127.0.0.1:${server.address.port}`
})

afterEach(async () => {
  opened.forEach((one) => one.destroy())
  await server.destroy()
})

function description(more: Partial<SheetReply> = {}): SheetReply {
  const field = {
    id: 'n',
    key: 'n',
    ordinal: NUMBER,
    name: 'Number',
    type: 'number',
    unit: null,
    options: [],
    required: false,
    formula: null,
    role: null,
    readers: null,
    writers: null,
    validation: { required: false, options: null },
  } as const
  return {
    table_id: 't',
    cycle_id: 'c',
    status: 'open',
    parts: [{ part: 'common', document: NAME, generation: 1, fields: ['n'], writable: ['n'] }],
    cycle: {
      id: 'c',
      project_id: 'p',
      name: 'FY2025',
      starts_on: '2025-01-01',
      ends_on: '2025-12-31',
      status: 'open',
      gwp_set: 'AR5',
      factor_year: 2025,
    },
    table: {
      id: 't',
      module_id: 'm',
      key: 't',
      name: 'T',
      description: '',
      position: 0,
      fields: [{ ...field, options: [] }],
    },
    module: {
      id: 'm',
      project_id: 'p',
      key: 'm',
      name: 'M',
      description: '',
      scope: 1,
      s3_category: null,
      position: 0,
    },
    locked: false,
    can_write: true,
    compute: { gwp_set: 'AR5', gwp: {}, factor_year: 2025, factors: [] },
    ...more,
  }
}

function open(
  more: Partial<SheetReply> = {},
  describe: () => Promise<SheetReply | null> = async () => description(more),
): { session: SheetSession; socket: HocuspocusProviderWebsocket } {
  const socket = new HocuspocusProviderWebsocket({ url, delay: 20, minDelay: 10, maxDelay: 50 })
  const session = new SheetSession({
    description: description(more),
    owner: { tenantId: 't', userId: 'u' },
    socket,
    getToken: async () => 'token',
    describe,
  })
  opened.push(session, socket)
  return { session, socket }
}

const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 8000, interval: 20 })
const statusOf = (session: SheetSession): string => session.view().status.kind
const valueOf = (session: SheetSession, row: string): unknown =>
  session.store.value(session.store.slotOf(row) ?? -1, NUMBER)
const write = (session: SheetSession, row: string, value: number): number =>
  session.editing.apply({ writes: [{ row, ordinal: NUMBER, value }] })

function closeAll(reason: CloseReason): void {
  const document = server.hocuspocus.documents.get(NAME)
  document?.getConnections().forEach((connection) => connection.close({ code: 1000, reason }))
}

async function ready(session: SheetSession): Promise<void> {
  await until(() => expect([session.view().ready, statusOf(session)]).toEqual([true, 'saved']))
}

test('what one person writes is saved and seen by the other', async () => {
  const [ana, ben] = [open().session, open().session]
  await Promise.all([ready(ana), ready(ben)])
  write(ana, 'a', 42)
  expect([statusOf(ana), ana.view().unsaved]).toEqual(['saving', true])
  await until(() => expect([statusOf(ana), valueOf(ben, 'a')]).toEqual(['saved', 42]))
})

test('edits without a connection are counted, kept, and merged on return', async () => {
  const [ana, ben] = [open(), open()]
  await Promise.all([ready(ana.session), ready(ben.session)])
  ana.socket.disconnect()
  await until(() => expect(ana.session.view().status).toEqual({ kind: 'offline', edits: 0 }))
  write(ana.session, 'a', 1)
  write(ana.session, 'b', 2)
  write(ben.session, 'b', 3)
  expect(ana.session.view().status).toEqual({ kind: 'offline', edits: 2 })
  void ana.socket.connect()
  await ready(ana.session)
  await until(() => {
    expect(valueOf(ben.session, 'a')).toBe(1)
    expect(valueOf(ana.session, 'b')).toBe(valueOf(ben.session, 'b'))
  })
})

test('refused cells are listed with the value of the person until they decide', async () => {
  const { session } = open()
  await ready(session)
  write(session, 'a', 7)
  await until(() => expect(statusOf(session)).toBe('saved'))
  const document = server.hocuspocus.documents.get(NAME)
  document?.broadcastStateless(
    JSON.stringify({ type: 'refused', cells: [{ row: 'a', ordinal: NUMBER, reason: 'no-permission' }], count: 1 }),
  )
  await until(() =>
    expect(session.view().notSaved).toEqual([{ row: 'a', ordinal: NUMBER, value: 7, reason: 'no-permission' }]),
  )
  expect([statusOf(session), session.view().unsaved]).toEqual(['refused', true])
  session.discard(session.view().notSaved)
  expect(statusOf(session)).toBe('saved')
})

test('rights that are taken away make the sheet read-only at once', async () => {
  const { session } = open()
  await ready(session)
  server.hocuspocus.documents
    .get(NAME)
    ?.broadcastStateless(JSON.stringify({ type: 'rights', writable: [], locked: true }))
  await until(() => expect([statusOf(session), session.view().writable.size]).toEqual(['locked', 0]))
})

test('a closed document is entered again, with everything that was typed meanwhile', async () => {
  const [ana, ben] = [open().session, open().session]
  await Promise.all([ready(ana), ready(ben)])
  closeAll('journal-unavailable')
  await until(() => expect(statusOf(ana)).toBe('offline'))
  write(ana, 'a', 5)
  await Promise.all([ready(ana), ready(ben)])
  await until(() => expect(valueOf(ben, 'a')).toBe(5))
})

test('a new generation is entered with the edits that the old one did not take, but not over newer values', async () => {
  const { session } = open()
  await ready(session)
  const old = server.hocuspocus.documents.get(NAME)
  const next = await server.hocuspocus.openDirectConnection('part:1@2')
  await next.transact((document) =>
    new Sheet(document).write(['a', 'b'], [ORDER, NUMBER], (row, column) =>
      column === 0 ? `V0000${row}` : row === 0 ? 0 : 99,
    ),
  )
  old?.broadcastStateless(JSON.stringify({ type: 'generation', name: 'part:1@2' }))
  write(session, 'a', 10)
  write(session, 'b', 20)
  await until(() => expect(session.view().epoch).toBe(1))
  await until(() => expect([valueOf(session, 'a'), valueOf(session, 'b')]).toEqual([10, 99]))
  expect(session.view().notSaved).toEqual([{ row: 'b', ordinal: NUMBER, value: 20, reason: 'changed-meanwhile' }])
  await next.disconnect()
})

test('no permission on the way in freezes the sheet, a failed load is tried again', async () => {
  refuse = 'forbidden'
  const first = open().session
  await until(() => expect(statusOf(first)).toBe('forbidden'))
  refuse = 'load-failed'
  const second = open().session
  await until(() => expect(statusOf(second)).toBe('saving'))
  refuse = null
  await ready(second)
})

test('after an edit that the server cannot take the sheet is loaded fresh, and what is typed meanwhile is not lost', async () => {
  const ana = open().session
  await ready(ana)
  const ben = open().session
  await ready(ben)
  write(ana, 'a', 5)
  const told = ana.subscribe(() => {
    if (ana.view().notSaved.length === 1) {
      told()
      write(ana, 'b', 20)
    }
  })
  server.hocuspocus.documents.get(NAME)?.getConnections()[0]?.close({ code: 1000, reason: 'malformed' })
  await until(() => expect([valueOf(ana, 'a'), valueOf(ana, 'b'), valueOf(ben, 'b')]).toEqual([0, 20, 20]))
  expect(ana.view().notSaved).toEqual([{ row: 'a', ordinal: NUMBER, value: 5, reason: 'not-taken' }])
  ana.reapply(ana.view().notSaved)
  await until(() => expect([statusOf(ana), valueOf(ben, 'a')]).toEqual(['saved', 5]))
})

test('an edit that meets a lock is kept apart, and the sheet shows what was locked', async () => {
  const { session } = open()
  await ready(session)
  write(session, 'a', 5)
  closeAll('locked')
  await until(() => expect([valueOf(session, 'a'), statusOf(session)]).toEqual([0, 'refused']))
  session.reapply(session.view().notSaved)
  expect(session.view().notSaved).toEqual([{ row: 'a', ordinal: NUMBER, value: 5, reason: 'locked' }])
  session.discard(session.view().notSaved)
  expect(statusOf(session)).toBe('locked')
})

test('a sheet that may not be opened any more is kept on screen with what was not sent', async () => {
  const { session } = open({}, async () => null)
  await ready(session)
  write(session, 'a', 5)
  closeAll('revoked')
  await until(() => expect(session.view().writable.size).toBe(0))
  expect(session.view().notSaved).toEqual([{ row: 'a', ordinal: NUMBER, value: 5, reason: 'no-permission' }])
})

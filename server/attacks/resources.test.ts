/**
 * More than anybody needs: each limit refuses with its own reason, cheaply, and somebody else types on in the same sheet
 * meanwhile. What it costs in memory is in memory.test.ts.
 */
import { connect, type Socket } from 'node:net'
import { randomBytes } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { encodeUpdate } from '#collab/schema/encodeUpdate.ts'
import { LIMITS } from '#collab/gate/limits.ts'
import { encodeBlock } from '#collab/schema/encodeBlock.ts'
import { cellKey, newAuthorClient } from '#collab/schema/layout.ts'
import { parsePresence } from '#collab/protocol/awareness.ts'
import { FRAME, frameOf, type RawSocket } from '#collab/testing/RawSocket.ts'
import { random } from '#collab/testing/random.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { until } from '#server/testing/until.ts'
import { COMMON, ordinalOf, type Person } from './testing/oracle.ts'
import { Innocent, Target } from './testing/Target.ts'

let target: Target
let innocent: Innocent
let name: string
let row: string
const rejections: unknown[] = []
const countRejection = (error: unknown): void => void rejections.push(error)
const tcp: Socket[] = []

beforeAll(async () => {
  process.on('unhandledRejection', countRejection)
  target = await Target.start()
  name = await target.document(COMMON)
})
beforeEach(async () => {
  row = await target.newRow({ note: 'of the innocent' })
  innocent = new Innocent(await target.join('data_owner', COMMON), row, ordinalOf('note'))
  await innocent.goesOn(1)
})
afterEach(async () => {
  await innocent.stop()
  target.leaveAll()
  tcp.splice(0).forEach((socket) => socket.destroy())
  expect(rejections).toEqual([])
})
afterAll(async () => {
  process.off('unhandledRejection', countRejection)
  await target.close()
})

async function attacker(person: Person = 'admin'): Promise<RawSocket> {
  const socket = await target.stranger()
  await target.enter(socket, name, await target.token(person))
  return socket
}

const ending = async (socket: RawSocket): Promise<string> => {
  await until(() => socket.closed !== null || socket.refused.length > 0, 'ended')
  return socket.closed === null ? socket.refused[0]!.reason : `${socket.closed.code} ${socket.closed.reason}`.trim()
}

/** Edits of one new client, never seen by the server. */
function edits(make: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = newAuthorClient()
  make(doc)
  return Y.encodeStateAsUpdate(doc)
}

const cells = (count: number): Uint8Array =>
  edits((doc) => doc.transact(() => Array.from({ length: count }, (_, i) => doc.getMap('c').set(`row-${i}:4`, i))))

test('[A11] a message that is too large ends its socket while it arrives', async () => {
  const socket = await attacker()
  socket.send(new Uint8Array(50 << 20))
  expect(await ending(socket)).toBe('1009')
  await innocent.goesOn()
})

test('[A11] a message that unpacks to far more than it is ends its socket while it is unpacked', async () => {
  const packed = deflateRawSync(Buffer.alloc(200 << 20, 'repeated text '))
  const socket = await upgradedTcp('permessage-deflate')
  socket.write(webSocketFrame(0b1100_0010, packed.subarray(0, -1)))
  await until(() => socket.destroyed || socket.readableEnded, 'ended')
  await innocent.goesOn()
})

test('[A11] an update of too many bytes for the gate, but not for the socket, closes the document', async () => {
  const socket = await attacker()
  const update = edits((doc) => doc.getArray('p').push([new Uint8Array(LIMITS.bytes)]))
  socket.update(name, update)
  expect(await ending(socket)).toBe('too-large')
})

test('[A11] an update of too many changes closes the document', async () => {
  const socket = await attacker('viewer')
  socket.update(name, cells(LIMITS.structs + 1))
  expect(await ending(socket)).toBe('too-many-structs')
})

test('[A11] a bulk write of too many cells closes the document', async () => {
  const socket = await attacker()
  const rows = Array.from({ length: 60_000 }, (_, i) => `row-${i}`)
  const ordinals = Array.from({ length: 20 }, (_, i) => i + 2)
  socket.update(
    name,
    edits((doc) => doc.getArray('p').push([encodeBlock(rows, ordinals, () => null)])),
  )
  expect(await ending(socket)).toBe('too-large')
})

test('[A11] a chain of neighbours, each behind the next, is not followed for ever', async () => {
  const socket = await attacker()
  const client = newAuthorClient()
  const ids = Array.from({ length: 10_000 }, (_, clock) => Y.createID(client, clock))
  const items = ids.map(
    (id, i) =>
      new Y.Item(
        id,
        null,
        ids[i + 1] ?? null,
        null,
        null,
        i === 9999 ? ('c' as never) : null,
        'a:2',
        new Y.ContentAny([i]),
      ),
  )
  socket.update(name, encodeUpdate(items, null, []))
  expect(await ending(socket)).toBe('unsupported')
})

test('[A11] a block that announces more rows, columns or lists than it has bytes for is none', async () => {
  const socket = await attacker()
  socket.update(
    name,
    edits((doc) => doc.getArray('p').push([Uint8Array.of(1, 255, 255, 255, 127, 0, 0)])),
  )
  expect(await ending(socket)).toBe('malformed')
})

test('[A11] a thousand messages a second wait unread, and all of them are answered in the end', async () => {
  const socket = await attacker()
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(innocent.client.doc))
  doc.clientID = newAuthorClient()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const mine = await target.newRow({ note: 'of the attacker' })
  const count = sizeOf({ short: 2000, long: 9000 }) // fewer than a sheet is folded at
  for (let n = 0; n < count; n++) {
    doc.getMap('c').set(cellKey(mine, ordinalOf('quantity')), n)
  }
  const acknowledged = socket.acknowledged(name)
  updates.forEach((update) => socket.update(name, update))
  await innocent.goesOn()
  await until(
    () => socket.acknowledged(name) - acknowledged >= count,
    'all are answered',
    sizeOf({ short: 60_000, long: 600_000 }),
  )
  expect(socket.refused).toEqual([])
})

test('[A11] a socket that tries what it may not again and again is sent away for a while', async () => {
  const socket = await attacker('viewer')
  const doc = new Y.Doc()
  doc.clientID = newAuthorClient()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let n = 0; n < 400; n++) {
    doc.getMap('c').set(cellKey(row, ordinalOf('quantity')), n)
  }
  updates.forEach((update) => socket.update(name, update))
  await until(() => socket.refused.length > 0, 'sent away', 60_000)
  expect(socket.refused).toEqual([{ address: name, reason: 'too-many-refusals' }])
})

test('[A11] five hundred documents on one socket are too many, signed in or not', async () => {
  const [known, unknown] = [await attacker(), await target.stranger()]
  const token = await target.token('admin')
  for (let n = 1; n <= 500; n++) {
    known.auth(`part:${1_000_000 + n}@1`, token)
    unknown.ask(`part:${1_000_000 + n}@1`)
  }
  expect(['1008 too-many-documents', '1008 too-many-refusals']).toContain(await ended(known))
  expect(await ended(unknown)).toBe('1008 too-many-documents')
})

test('[A11] [SOCK4] a socket that tries one document after the other is closed, and goes on with those that it may open until then', async () => {
  const socket = await attacker()
  const token = await target.token('admin')
  const isRefused = (address: string): boolean => socket.refused.some((one) => one.address === address)
  let tried = 0
  while (socket.closed === null && tried < 150) {
    const address = `part:${1_000_000 + ++tried}@1`
    socket.auth(address, token)
    await until(() => isRefused(address) || socket.closed !== null, 'refused')
  }
  expect(await ended(socket)).toBe('1008 too-many-documents')
  expect(tried).toBe(101)
})

test('[A11] formulas that would be computed for seconds are refused, and nested without end they are no fault of ours', async () => {
  const sum = (key: string, count: number): string => Array.from({ length: count }, () => key).join('+')
  const chain = (length: number, width: number) => {
    const formulas = Array.from({ length }, (_, i) => sum(i === 0 ? 'a' : `f${i - 1}`, width))
    const fields = formulas.map((formula, i) => ({ key: `f${i}`, type: 'formula', formula }))
    return { formula: `f${length - 1}`, fields: [{ key: 'a', type: 'number' }, ...fields] }
  }
  const rows = Array.from({ length: 1000 }, () => ({ a: 1e-300 }))
  const statusOf = async (body: object, how: 'check' | 'evaluate'): Promise<number> =>
    (await target.as('viewer', 'POST', `/formulas/${how}`, body)).status
  expect(await statusOf({ ...chain(498, 240), rows }, 'evaluate')).toBe(422)
  expect(await statusOf({ ...chain(300, 240), rows: [] }, 'evaluate')).toBe(422)
  expect(await statusOf(chain(60, 240), 'check')).toBe(422)
  expect(await statusOf(chain(13, 220), 'check')).toBe(200) // nested 2860 deep
  expect(await statusOf({ ...chain(13, 220), rows: rows.slice(0, 10) }, 'evaluate')).toBe(200)
  expect(await statusOf({ ...chain(20, 10), rows }, 'evaluate')).toBe(200)
})

async function ended(socket: RawSocket): Promise<string> {
  await until(() => socket.closed !== null, 'ended')
  return `${socket.closed!.code} ${socket.closed!.reason}`
}

test('[A12] presence: no other ids, no foreign names, no cell of another part, no long states', async () => {
  const witness = await target.join('viewer', COMMON)
  const socket = await attacker('moduleOwner')
  const states = (): Map<number, unknown> => witness.provider.awareness!.getStates() as Map<number, unknown>
  const announce = (entries: [client: number, state: string][]): void =>
    socket.frame(name, FRAME.awareness, (body) => {
      const inner = encoding.createEncoder()
      encoding.writeVarUint(inner, entries.length)
      for (const [client, state] of entries) {
        encoding.writeVarUint(inner, client)
        encoding.writeVarUint(inner, 1)
        encoding.writeVarString(inner, state)
      }
      encoding.writeVarUint8Array(body, encoding.toUint8Array(inner))
    })
  const own = newAuthorClient()
  const lie = {
    user: { id: 'root', name: 'The Auditor', colour: 1 },
    cell: { row, ordinal: ordinalOf('risk') },
    html: '<script>',
  }
  const victim = innocent.client.doc.clientID
  announce([
    [own, JSON.stringify(lie)],
    [victim, JSON.stringify(lie)],
    [5, JSON.stringify(lie)],
  ])
  await until(() => states().has(own), 'seen')
  const seen = parsePresence(states().get(own))
  expect(seen?.user.name).toBe('Person module@target.example')
  expect([seen?.cell, Object.keys(states().get(own) as object).sort()]).toEqual([null, ['cell', 'user']])
  expect([states().has(5), JSON.stringify(states().get(victim) ?? null).includes('Auditor')]).toEqual([false, false])
  announce([[newAuthorClient(), JSON.stringify(lie)]]) // one client id per connection
  announce([[own, JSON.stringify({ ...lie, user: { name: 'x'.repeat(1 << 20) } })]])
  expect(await ending(socket)).toBe('1008 presence-too-large')
  expect([...states().values()].some((state) => JSON.stringify(state).includes('Auditor'))).toBe(false)
})

test('[A12] a state that is no JSON is nobody’s, and harms nobody', async () => {
  const socket = await attacker('viewer')
  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '5',
    '{"cell":{"row":{},"ordinal":"2"}}',
    `{"__proto__":{"a":1}}`,
  ]) {
    socket.frame(name, FRAME.awareness, (body) => {
      const inner = encoding.createEncoder()
      encoding.writeVarUint(inner, 1)
      encoding.writeVarUint(inner, newAuthorClient())
      encoding.writeVarUint(inner, 1)
      encoding.writeVarString(inner, text)
      encoding.writeVarUint8Array(body, encoding.toUint8Array(inner))
    })
  }
  await innocent.goesOn()
  const states = [...(innocent.client.provider.awareness!.getStates() as Map<number, unknown>).values()]
  expect(
    states.every((state) => Object.keys(state as object).every((key) => ['user', 'cell', 'range'].includes(key))),
  ).toBe(true)
})

test('[A11] [A12] thousands of presences, gestures and questions on one socket hold nobody up', async () => {
  const witness = await target.join('viewer', COMMON)
  const socket = await attacker('viewer')
  const own = newAuthorClient()
  for (let n = 1; n <= sizeOf({ short: 3000, long: 30_000 }); n++) {
    socket.frame(name, FRAME.awareness, (body) => {
      const inner = encoding.createEncoder()
      ;[1, own, n].forEach((number) => encoding.writeVarUint(inner, number))
      encoding.writeVarString(inner, JSON.stringify({ cell: { row, ordinal: 2 + (n % 3) } }))
      encoding.writeVarUint8Array(body, encoding.toUint8Array(inner))
    })
    socket.stateless(
      name,
      `{"type":"gestures","client":${own},"list":[{"from":${n},"to":${n + 1},"kind":"typed","id":"x"}]}`,
    )
    socket.frame(name, FRAME.queryAwareness)
  }
  await innocent.goesOn(20)
  await until(() => witness.provider.awareness!.getStates().has(own), 'the presence is seen')
  expect([socket.closed, socket.refused, witness.closes]).toEqual([null, [], []])
})

test('[A13] stateless messages that mean nothing are ignored, and one for everybody is none', async () => {
  const witness = await target.join('viewer', COMMON)
  const socket = await attacker('viewer')
  const payloads = [
    '',
    '{',
    'null',
    '[]',
    '5',
    '{"type":5}',
    '{"type":"rights","writable":[0],"locked":false}',
    '{"type":"mismatch"}',
    '{"type":"gestures","client":1,"list":[{"from":5,"to":-1,"kind":"typed","id":"x"}]}',
    '{"type":"__proto__"}',
    `"${'x'.repeat(1 << 20)}"`,
  ]
  payloads.forEach((payload) => socket.stateless(name, payload))
  await innocent.goesOn()
  expect([socket.closed, socket.refused]).toEqual([null, []])
  const told = witness.messages.length
  socket.stateless(name, '{"type":"rights","writable":[],"locked":true}', FRAME.broadcastStateless)
  expect(await ending(socket)).toBe('1008 malformed')
  expect(witness.messages.length).toBe(told)
})

test('[A13] frames of every opcode, cut short at every byte, lengthened and damaged, end their socket or are ignored', async () => {
  const next = random(7)
  const whole = [
    frameOf(name, FRAME.sync, (body) => {
      encoding.writeVarUint(body, 2)
      encoding.writeVarUint8Array(body, cells(2))
    }),
    frameOf(name, FRAME.awareness, (body) => encoding.writeVarUint8Array(body, Uint8Array.of(1, 5, 1, 2, 123, 125))),
    frameOf(name, FRAME.auth, (body) => {
      encoding.writeVarUint(body, 0)
      encoding.writeVarString(body, 'token')
    }),
    frameOf(name, FRAME.queryAwareness),
    frameOf(name, FRAME.syncReply, (body) => {
      encoding.writeVarUint(body, 1)
      encoding.writeVarUint8Array(body, Uint8Array.of(0, 0))
    }),
    frameOf(name, FRAME.stateless, (body) => encoding.writeVarString(body, 'x')),
    ...[6, 8, 9, 10, 99, 2 ** 31].map((type) => frameOf(name, type, (body) => encoding.writeVarString(body, 'x'))),
  ]
  const broken: Uint8Array[] = []
  for (const frame of whole) {
    for (let length = 0; length < Math.min(frame.length, 60); length++) {
      broken.push(frame.slice(0, length))
    }
    broken.push(Uint8Array.of(...frame, 1, 2, 3))
    for (let n = 0; n < sizeOf({ short: 20, long: 2000 }); n++) {
      const damaged = frame.slice()
      damaged[Math.floor(next() * damaged.length)] = Math.floor(next() * 256)
      broken.push(damaged)
    }
  }
  for (let start = 0; start < broken.length; start += 20) {
    await Promise.all(
      broken.slice(start, start + 20).map(async (bytes, i) => {
        const socket = i % 2 === 0 ? await attacker('viewer') : await target.stranger()
        socket.send(bytes)
      }),
    )
    target.leaveStrangers()
  }
  const text = await target.stranger()
  text.send('text is no frame')
  expect(await ended(text)).toBe('1008 malformed')
  await innocent.goesOn()
})

test('[A13] frames that break WebSocket itself end their socket and nobody else’s', async () => {
  const opcodes = [0, 1, 2, 3, 7, 8, 9, 10, 11, 15]
  for (const opcode of opcodes) {
    for (const first of [0b1000_0000, 0, 0b1111_0000, 0b1100_0000]) {
      const socket = await upgradedTcp()
      socket.write(webSocketFrame(first | opcode, randomBytes(opcode >= 8 ? 200 : 10)))
      socket.write(randomBytes(300))
    }
  }
  const silent = await upgradedTcp()
  silent.write(Buffer.from([0b1000_0010, 0b1111_1111, 255, 255, 255, 255, 255, 255, 255, 255])) // 2^64 bytes to come
  await innocent.goesOn()
})

/** A WebSocket without any library on top. */
async function upgradedTcp(extensions = ''): Promise<Socket> {
  const { hostname, port } = new URL(target.server.origin)
  const socket = connect(Number(port), hostname)
  tcp.push(socket)
  socket.on('error', () => {})
  const isUpgraded = new Promise<void>((resolve) => socket.once('data', () => resolve()))
  socket.write(
    [
      'GET /collab HTTP/1.1',
      `Host: ${hostname}:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      ...(extensions === '' ? [] : [`Sec-WebSocket-Extensions: ${extensions}`]),
      '\r\n',
    ].join('\r\n'),
  )
  await isUpgraded
  return socket
}

/** A masked frame, as a client sends it. */
function webSocketFrame(first: number, payload: Buffer): Buffer {
  const length = Buffer.alloc(8)
  length.writeBigUInt64BE(BigInt(payload.length))
  const head =
    payload.length < 126
      ? Buffer.from([first, 0x80 | payload.length])
      : Buffer.concat([Buffer.from([first, 0x80 | 127]), length])
  return Buffer.concat([head, Buffer.from([0, 0, 0, 0]), payload])
}

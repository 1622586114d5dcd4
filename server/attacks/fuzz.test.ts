/**
 * Frames and updates at random, the same in every run: somebody else types on through all of it, nothing is left unhandled,
 * and what was journaled meanwhile is whole.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { newAuthorClient } from '#collab/schema/layout.ts'
import { parseDocumentName } from '#collab/protocol/documentName.ts'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { FRAME, frameOf, STEP, type RawSocket } from '#collab/testing/RawSocket.ts'
import { random } from '#collab/testing/random.ts'
import { proveAll } from '#server/proof/proveAll.ts'
import { replayFromDatabase } from '#server/testing/replayFromDatabase.ts'
import { until } from '#server/testing/until.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { COMMON, ordinalOf, type Person } from './testing/oracle.ts'
import { StrangeUpdates } from './testing/strangeUpdates.ts'
import { Innocent, Target } from './testing/Target.ts'

const SIGNED = { checked_by: 'the auditor', price: 3 }

let target: Target
let innocent: Innocent
let name: string
let row: string
const unhandled: unknown[] = []
const note = (error: unknown): void => void unhandled.push(error)

beforeAll(async () => {
  process.on('unhandledRejection', note)
  target = await Target.start()
  name = await target.document(COMMON)
})
beforeEach(async () => {
  row = await target.newRow({ quantity: 7, ...SIGNED })
  innocent = new Innocent(await target.join('data_owner', COMMON), row, ordinalOf('note'))
  await innocent.goesOn(1)
})
afterEach(() => target.leaveAll())
afterAll(async () => {
  process.off('unhandledRejection', note)
  await target.close()
})

/** One who sends one input after the other, on the same socket until it is ended, and then on a new one. */
class Fuzzer {
  readonly #person: Person
  #socket: RawSocket | null = null
  #token = ''
  #sockets = 0
  /** How often each input was answered with what. */
  readonly ends = new Map<string, number>()

  constructor(person: Person) {
    this.#person = person
  }

  async send(bytes: Uint8Array): Promise<void> {
    const socket = (this.#socket ??= await this.#enter())
    const [answered, typed] = [answers(socket), innocent.saved]
    socket.send(bytes)
    socket.ask(name)
    const isOver = (): boolean => socket.closed !== null || socket.refused.length > 0
    await until(() => isOver() || answers(socket) > answered || innocent.saved > typed + 100, 'answered, or ended')
    const end = isOver()
      ? (socket.refused[0]?.reason ?? `${socket.closed!.code} ${socket.closed!.reason}`)
      : answers(socket) > answered
        ? 'goes on'
        : 'silent'
    this.ends.set(end, (this.ends.get(end) ?? 0) + 1)
    socket.forget()
    if (end !== 'goes on') {
      socket.close()
      this.#socket = null
    }
  }

  async #enter(): Promise<RawSocket> {
    if (this.#sockets++ % 100 === 0) {
      this.#token = await target.freshToken(this.#person)
    }
    const socket = await target.stranger()
    await target.enter(socket, name, this.#token)
    await until(() => answers(socket) > 0, 'signed in')
    return socket
  }
}

/** How often everything was sent to it. */
const answers = (socket: RawSocket): number =>
  socket.framesOf(name).filter(({ type, bytes }) => {
    const decoder = decoding.createDecoder(bytes)
    decoding.readVarString(decoder)
    decoding.readVarUint(decoder)
    return (type === FRAME.sync || type === FRAME.syncReply) && decoding.readVarUint(decoder) === STEP.two
  }).length

/** What the provider of the page sends from its sign-in to its leave. */
async function recordFrames(): Promise<Uint8Array[]> {
  const client = new LiveClient({ url: target.socketUrl, name, token: await target.token('viewer') })
  const frames: Uint8Array[] = []
  const socket = client.provider.configuration.websocketProvider
  const send = socket.send.bind(socket)
  socket.send = (message) => {
    frames.push(new Uint8Array(message as Uint8Array))
    send(message)
  }
  await until(() => client.provider.synced, 'synced')
  client.sheet.set(row, ordinalOf('quantity'), 8)
  client.provider.setAwarenessField('cell', { row, ordinal: 2 })
  client.provider.sendStateless('{"type":"gestures","client":1,"list":[]}')
  await until(() => client.isSaved, 'answered')
  client.destroy()
  return frames
}

const typeOf = (frame: Uint8Array): number => {
  const decoder = decoding.createDecoder(frame)
  decoding.readVarString(decoder)
  return decoding.readVarUint(decoder)
}

const LENGTHS = [127, 2 ** 20, 2 ** 31, 2 ** 32, 2 ** 53 - 1]

/** One of the many ways in which a frame can be broken. */
function mutate(frame: Uint8Array, next: () => number): Uint8Array {
  const at = Math.floor(next() * frame.length)
  const noise = Uint8Array.from({ length: 1 + Math.floor(next() * 20) }, () => next() * 256)
  switch (Math.floor(next() * 6)) {
    case 0:
      return frame.slice(0, at)
    case 1:
      return Uint8Array.of(...frame, ...noise)
    case 2:
      return Uint8Array.of(...frame.subarray(0, at), ...noise, ...frame.subarray(at))
    case 3:
      return frame.with(at, next() * 256)
    case 4:
      return frame.with(at, frame[at]! ^ (1 << Math.floor(next() * 8)))
    default: {
      const long = encoding.createEncoder()
      encoding.writeVarUint(long, LENGTHS[Math.floor(next() * LENGTHS.length)]!)
      return Uint8Array.of(...frame.subarray(0, at), ...encoding.toUint8Array(long), ...frame.subarray(at))
    }
  }
}

/** A frame of that type to this document with a body of noise. */
const noise = (type: number, next: () => number): Uint8Array =>
  frameOf(name, type, (body) => {
    if (next() < 0.5) {
      encoding.writeVarUint(body, Math.floor(next() * 4))
    }
    if (next() < 0.5) {
      encoding.writeVarUint(body, LENGTHS[Math.floor(next() * LENGTHS.length)]!)
    }
    encoding.writeUint8Array(
      body,
      Uint8Array.from({ length: next() * 40 }, () => next() * 256),
    )
  })

/** Nobody has noticed anything, and what was written down is whole. */
async function allIsWell(): Promise<void> {
  await innocent.stop()
  target.leaveAll()
  expect(unhandled).toEqual([])
  expect(await target.read('auditor', row)).toMatchObject(SIGNED)
  const { owner, ownerUrl } = target.server.database
  await replayFromDatabase(owner, parseDocumentName(name)!.documentId)
  expect((await proveAll(ownerUrl, 'verify')).problems).toEqual([])
}

test('[A13] frames as the page sends them, broken in every way, and noise under every opcode', async () => {
  const next = random(24)
  const recorded = await recordFrames()
  const { sync, awareness, auth, stateless, close } = FRAME
  expect(new Set(recorded.map(typeOf))).toEqual(new Set([sync, awareness, auth, stateless, close]))
  const fuzzer = new Fuzzer('viewer')
  for (let n = 0; n < sizeOf({ short: 200, long: 30_000 }); n++) {
    await fuzzer.send(mutate(recorded[n % recorded.length]!, next))
    await fuzzer.send(noise(n % 11, next))
  }
  expect([...fuzzer.ends.keys()]).toEqual(expect.arrayContaining(['1008 malformed', 'goes on']))
  expect((await target.read('auditor', row))?.['quantity']).toBe(7)
  await allIsWell()
})

test.each<Person>(['viewer', 'moduleOwner'])(
  '[A10] [A13] updates of every kind of content, neighbour and author by %s',
  async (person) => {
    const own = newAuthorClient()
    const updates = new StrangeUpdates(random(8), {
      own,
      clients: [innocent.client.doc.clientID, 0, 1, 2 ** 20, 2 ** 32 - 1, 2 ** 53 - 1],
      rows: [row, 'r1'],
    })
    const fuzzer = new Fuzzer(person)
    // fewer than a sheet is folded at: those who attack here do not move on
    for (let n = 0; n < sizeOf({ short: 300, long: 8000 }); n++) {
      const update = updates.update(Y.getState(innocent.client.doc.store, own))
      await fuzzer.send(
        frameOf(name, FRAME.sync, (body) => {
          encoding.writeVarUint(body, updates.pick([STEP.update, STEP.two]))
          encoding.writeVarUint8Array(body, update)
        }),
      )
    }
    expect([...fuzzer.ends.keys()]).toEqual(expect.arrayContaining(['goes on', 'unsupported', 'malformed']))
    expect(fuzzer.ends.get('silent') ?? 0).toBe(0)
    if (person === 'viewer') {
      expect((await target.read('auditor', row))?.['quantity']).toBe(7)
    } else {
      // they may delete rows: what others wrote in this one comes back with it
      const { tableId, openCycleId } = target.tenant
      await target.as('admin', 'POST', `/tables/${tableId}/rows/${row}/restore?cycle_id=${openCycleId}`)
    }
    await allIsWell()
  },
)

/** Who hears that something changed, of which they may see nothing. */
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '#server/testing/until.ts'
import { COMMON, EVERYBODY, OPENS, ordinalOf, PRICES, RISKS, type Person } from './testing/oracle.ts'
import { Target } from './testing/Target.ts'

/** Longer than changes wait to be told, and than servers wait to ask. */
const QUIET_MS = 1500

let target: Target
let row: string
const sockets: Socket[] = []
const heard = new Map<Person, string[]>()

beforeAll(async () => {
  target = await Target.start()
  row = await target.newRow({ note: 'start' })
  for (const person of EVERYBODY) {
    const auth = { token: await target.token(person) }
    const socket = io(target.server.origin, { path: '/events', transports: ['websocket'], auth, reconnection: false })
    sockets.push(socket)
    heard.set(person, [])
    socket.onAny((event: string) => heard.get(person)!.push(event))
    await socket.emitWithAck('cycle:watch', { cycle_id: target.tenant.openCycleId })
  }
})
afterAll(async () => {
  sockets.forEach((socket) => socket.close())
  await target.close()
})

test.each([
  { part: RISKS, key: 'risk', writer: 'auditor' },
  { part: PRICES, key: 'price', writer: 'admin' },
  { part: COMMON, key: 'note', writer: 'admin' },
] as const)(
  '[A2] a change in the part $part is heard by those who may open it, and by nobody else',
  async ({ part, key, writer }) => {
    const client = await target.join(writer, part)
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS))
    heard.forEach((events) => events.splice(0))
    client.sheet.set(row, ordinalOf(key), key === 'price' ? 5 : 'written')
    const may: readonly Person[] = OPENS[part]!
    await until(() => may.every((person) => heard.get(person)!.includes('cycle:changed')), 'heard')
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS))
    const who = EVERYBODY.filter((person) => heard.get(person)!.length > 0)
    expect(who.toSorted()).toEqual([...may].toSorted())
  },
)

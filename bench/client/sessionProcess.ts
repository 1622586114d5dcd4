/**
 * Somebody with the sheet open in a page of their own: a real client session in a process of its own, either typing all the
 * time or watching when that arrives. Started with `SessionOrder` in JSON; answers the questions of `generations.ts`.
 */
import { HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { SheetDevice } from '#client/sync/device/SheetDevice.ts'
import { SheetSession } from '#client/sync/SheetSession.ts'
import { MemoryStorage } from '#client/sync/testing/MemoryStorage.ts'
import type { SheetReply } from '#shared/api/sheets.ts'

export interface SessionOrder {
  origin: string
  token: string
  sheet: { tableId: string; cycleId: string }
  /** The field that is typed in; what is typed is the time. */
  ordinal: number
  isTyping: boolean
}

/** Since the last time it was asked for. */
export interface SessionReport {
  ready: boolean
  /** Goes up with every generation. */
  epoch: number
  /** The longest time in which nothing new was seen, in one generation. */
  silentMs: number
  /** The time from the last that was seen in one generation to the first that was seen in the next. */
  moveMs: number
  /** The longest time in which this process did nothing else. */
  busyMs: number
  receivedMb: number
}

const TYPE_MS = 10
const LOOK_MS = 2

const order = JSON.parse(process.argv[2]!) as SessionOrder
const socket = new HocuspocusProviderWebsocket({ url: `${order.origin.replace('http', 'ws')}/collab` })
const session = new SheetSession({
  description: await describe(),
  device: new SheetDevice(new MemoryStorage()),
  socket,
  getToken: async () => order.token,
  describe,
})
let received = 0
let silentMs = 0
let moveMs = 0
let seenIn = 0
let busyMs = 0
let seen: unknown = null
let seenAt = 0
let lookedAt = 0
socket.on('message', ({ data }: { data: ArrayBuffer }) => {
  received += data.byteLength
})
setInterval(order.isTyping ? type : look, order.isTyping ? TYPE_MS : LOOK_MS)
process.on('message', () => {
  const report: SessionReport = {
    ready: session.view().ready && seen !== null,
    epoch: session.view().epoch,
    silentMs,
    moveMs,
    busyMs,
    receivedMb: received / 1e6,
  }
  silentMs = moveMs = busyMs = received = 0
  process.send!(report)
})
process.send!('started')

function type(): void {
  const { columns } = session
  const row = session.view().ready ? columns.rowIds[columns.liveSlots()[0]!] : undefined
  if (row !== undefined) {
    seen = now()
    session.editing.apply({ writes: [{ row, ordinal: order.ordinal, value: now() }] })
  }
}

function look(): void {
  const at = now()
  busyMs = Math.max(busyMs, lookedAt === 0 ? 0 : at - lookedAt)
  lookedAt = at
  const { columns } = session
  const { epoch, ready } = session.view()
  const value = ready ? columns.value(columns.liveSlots()[0]!, order.ordinal) : null
  if (value !== seen && typeof value === 'number' && value > 1e12) {
    const silent = seenAt === 0 ? 0 : at - seenAt
    if (epoch === seenIn) {
      silentMs = Math.max(silentMs, silent)
    } else {
      moveMs = Math.max(moveMs, silent)
    }
    seenIn = epoch
    seenAt = at
    seen = value
  }
}

async function describe(): Promise<SheetReply> {
  const { tableId, cycleId } = order.sheet
  const answer = await fetch(`${order.origin}/api/v1/sheets?table_id=${tableId}&cycle_id=${cycleId}`, {
    headers: { authorization: `Bearer ${order.token}` },
  })
  return (await answer.json()) as SheetReply
}

function now(): number {
  return performance.timeOrigin + performance.now()
}

import type { Socket } from 'socket.io-client'
import type { ClientEvents, CycleChanged, ServerEvents } from '#shared/events/events.ts'
import { getAccessToken, loseSession, reloadMe } from '../api/session.ts'

type EventsSocket = Socket<ServerEvents, ClientEvents>

let opening: Promise<EventsSocket> | null = null
/** What of a cycle changes: its totals (with its rows), or the notes on its rows. */
type Watched = 'totals' | 'notes'
type Listener = (event: CycleChanged) => void

/** By cycle. */
const watchers = new Map<string, Map<Listener, Watched>>()

/**
 * Calls `listener` whenever a sheet of the cycle has new totals (or notes), and once after every reconnection, because
 * changes may have been missed. One socket serves all watchers. Returns how to stop.
 */
export function watchCycle(cycleId: string, listener: Listener, of: Watched = 'totals'): () => void {
  const listeners = watchers.get(cycleId) ?? new Map<Listener, Watched>()
  watchers.set(cycleId, listeners)
  listeners.set(listener, of)
  if (listeners.size === 1) {
    void socket().then((connection) => connection.connected && connection.emit('cycle:watch', { cycle_id: cycleId }))
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0 && watchers.get(cycleId) === listeners) {
      watchers.delete(cycleId)
      void opening?.then(
        (connection) => connection.connected && connection.emit('cycle:unwatch', { cycle_id: cycleId }),
      )
    }
  }
}

/** Lets go of the socket, at sign-out. */
export function closeEvents(): void {
  void opening?.then((connection) => connection.disconnect())
  opening = null
  watchers.clear()
}

function socket(): Promise<EventsSocket> {
  opening ??= open()
  return opening
}

/** The library comes after the first paint: totals are read over REST, only their changes arrive here. */
async function open(): Promise<EventsSocket> {
  const { io } = await import('socket.io-client')
  const connection: EventsSocket = io({
    path: '/events',
    transports: ['websocket'],
    auth: (answer) => {
      getAccessToken().then(
        (token) => answer({ token }),
        () => answer({}),
      )
    },
  })
  let wasConnected = false
  connection.on('connect', () => {
    for (const [cycleId, listeners] of watchers) {
      connection.emit('cycle:watch', { cycle_id: cycleId })
      if (wasConnected) {
        const event = { cycle_id: cycleId, table_id: '', at: new Date().toISOString() }
        listeners.forEach((_, listener) => listener(event))
      }
    }
    wasConnected = true
  })
  // A refusal by the server's middleware is final for socket.io; a token that has ended meanwhile is not.
  connection.on('connect_error', () => {
    if (!connection.active) {
      setTimeout(() => connection.connect(), RECONNECT_AFTER_REFUSAL_MS)
    }
  })
  connection.on('disconnect', (reason) => {
    if (reason === 'io server disconnect' && opening !== null) {
      setTimeout(() => connection.connect(), RECONNECT_AFTER_REFUSAL_MS)
    }
  })
  connection.on('cycle:changed', (event) => tell('totals', event))
  connection.on('notes:changed', (event) => tell('notes', event))
  // what fails here is asked again with the next request that is refused
  connection.on('rights:changed', () => void reloadMe().catch(() => undefined))
  connection.on('session:ended', () => loseSession())
  return connection
}

function tell(of: Watched, event: CycleChanged): void {
  watchers.get(event.cycle_id)?.forEach((watched, listener) => watched === of && listener(event))
}

const RECONNECT_AFTER_REFUSAL_MS = 3000

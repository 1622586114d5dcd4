import type { Socket } from 'socket.io-client'
import type { ClientEvents, CycleChanged, JobMoved, PeopleInSheets, ServerEvents } from '#shared/events/events.ts'
import { queryClient } from '../api/queryClient.ts'
import { getAccessToken, loseSession, reloadMe } from '../api/session.ts'

type EventsSocket = Socket<ServerEvents, ClientEvents>

let opening: Promise<EventsSocket> | null = null
/** What of a cycle changes: its totals (with its rows), the notes on its rows, or who is in its sheets. */
type Watcher =
  | { of: 'totals' | 'notes'; tell: (event: CycleChanged) => void }
  | { of: 'people'; tell: (sheets: PeopleInSheets['sheets']) => void }

/** Of jobs. */
const jobWatchers = new Set<(event: JobMoved) => void>()
/** Of names of people. */
const nameWatchers = new Set<() => void>()
/** By cycle. */
const watchers = new Map<string, Set<Watcher>>()
/** As it was told last of the cycles that are watched. */
const people = new Map<string, PeopleInSheets['sheets']>()

/**
 * Calls `listener` whenever a sheet of the cycle has new totals (or notes), and once after every reconnection, because
 * changes may have been missed. One socket serves all watchers. Returns how to stop.
 */
export function watchCycle(
  cycleId: string,
  listener: (event: CycleChanged) => void,
  of: 'totals' | 'notes' = 'totals',
): () => void {
  return watch(cycleId, { of, tell: listener })
}

/**
 * Calls `listener` with everybody who is in a sheet of the cycle: now, if that is known, and whenever somebody comes or
 * goes. Without a connection nobody is known to be there. Returns how to stop.
 */
export function watchPeople(cycleId: string, listener: (sheets: PeopleInSheets['sheets']) => void): () => void {
  listener(people.get(cycleId) ?? [])
  return watch(cycleId, { of: 'people', tell: listener })
}

/** Calls `listener` when people may be called something else by now. Returns how to stop. */
export function watchNames(listener: () => void): () => void {
  nameWatchers.add(listener)
  return () => nameWatchers.delete(listener)
}

/** Calls `listener` with every job that moves, of one's own and of cycles that are watched. Returns how to stop. */
export function watchJobs(listener: (event: JobMoved) => void): () => void {
  jobWatchers.add(listener)
  return () => jobWatchers.delete(listener)
}

function watch(cycleId: string, watcher: Watcher): () => void {
  const all = watchers.get(cycleId) ?? new Set<Watcher>()
  watchers.set(cycleId, all)
  all.add(watcher)
  if (all.size === 1) {
    void socket().then((connection) => connection.connected && connection.emit('cycle:watch', { cycle_id: cycleId }))
  }
  return () => {
    all.delete(watcher)
    if (all.size === 0 && watchers.get(cycleId) === all) {
      watchers.delete(cycleId)
      people.delete(cycleId)
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
  nameWatchers.clear()
  jobWatchers.clear()
  people.clear()
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
    for (const [cycleId, all] of watchers) {
      connection.emit('cycle:watch', { cycle_id: cycleId })
      if (wasConnected) {
        const event = { cycle_id: cycleId, table_id: '', at: new Date().toISOString() }
        all.forEach((watcher) => watcher.of !== 'people' && watcher.tell(event))
      }
    }
    if (wasConnected) {
      nameWatchers.forEach((listener) => listener())
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
    watchers.forEach((_, cycleId) => tellPeople({ cycle_id: cycleId, sheets: [] }))
    if (reason === 'io server disconnect' && opening !== null) {
      setTimeout(() => connection.connect(), RECONNECT_AFTER_REFUSAL_MS)
    }
  })
  connection.on('cycle:changed', (event) => tell('totals', event))
  connection.on('notes:changed', (event) => tell('notes', event))
  connection.on('people:changed', tellPeople)
  connection.on('job:moved', (event) => jobWatchers.forEach((listener) => listener(event)))
  connection.on('names:changed', renamed)
  // what fails here is asked again with the next request that is refused
  connection.on('rights:changed', () => void reloadMe().catch(() => undefined))
  connection.on('session:ended', () => loseSession())
  return connection
}

function tell(of: 'totals' | 'notes', event: CycleChanged): void {
  watchers.get(event.cycle_id)?.forEach((watcher) => watcher.of === of && watcher.tell(event))
}

/** Names stand in replies of every kind: whatever is on screen is read again. It is rare. */
function renamed(): void {
  void queryClient.invalidateQueries()
  void reloadMe().catch(() => undefined) // the old name of oneself stays until the next visit
  nameWatchers.forEach((listener) => listener())
}

function tellPeople({ cycle_id: cycleId, sheets }: PeopleInSheets): void {
  const all = watchers.get(cycleId)
  if (all !== undefined) {
    people.set(cycleId, sheets)
    all.forEach((watcher) => watcher.of === 'people' && watcher.tell(sheets))
  }
}

const RECONNECT_AFTER_REFUSAL_MS = 3000

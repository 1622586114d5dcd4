import type { Server as HttpServer } from 'node:http'
import type { Knex } from 'knex'
import type { Logger } from 'pino'
import { Server, type Socket } from 'socket.io'
import {
  type ClientEvents,
  type CycleChanged,
  EVENTS_PATH,
  type JobMoved,
  type ServerEvents,
  type SessionEnded,
} from '#shared/events/events.ts'
import { COMMON_PART } from '#shared/fields/partOf.ts'
import type { AccessTokens } from '../auth/AccessTokens.ts'
import { loadIdentities, loadIdentity, standingOf } from '../auth/loadIdentity.ts'
import type { Bell } from '#collab/hocuspocus/Bell.ts'
import type { Collaboration } from '../collaboration/collaboration.ts'
import { CycleEvents } from '../events/cycleEvents.ts'
import { type MovedJob, tellJobs } from '../events/tellJobs.ts'
import { peopleSeenBy } from '../events/peopleSeenBy.ts'
import { NOTES, ProjectedNews } from '../events/ProjectedNews.ts'
import { SheetPeople } from '../events/SheetPeople.ts'
import { tenantsOfPeople } from '../events/tenantsOfPeople.ts'
import { createTablePlaces, cycleRoom, mayHear, mayWatch, watchedCycleOf } from '../events/watchCycles.ts'
import { isAllowedOrigin } from '../middleware/isAllowedOrigin.ts'
import type { Identity } from '../policies/Identity.ts'
import { loadFields } from '../policies/sheetAccess.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import type { TenantReader } from '../storage/database/TenantReader.ts'

/** Sessions that ended elsewhere, and grants that changed, are noticed after this time at the latest: a notification of the database can be lost. */
const RECHECK_MS = 5000
/** What another server derived is told here so late at most, when nobody rings. */
const POLL_MS = 2000

export interface NotificationParts {
  server: HttpServer
  db: Knex
  reader: TenantReader
  accessTokens: AccessTokens
  collaboration: Pick<Collaboration, 'onProjected' | 'onNotesProjected' | 'onAttended'>
  /** How several servers wake each other. */
  bell: Bell
  allowedOrigins: readonly string[]
  logger: Logger
}

export interface Notifications {
  /** Tells the pages of a session that it is over, and closes their sockets. */
  endSession: (sessionId: string, reason: SessionEnded['reason']) => void
  /** Reads anew what everybody who is connected may hear; for when grants changed. */
  recheck: () => void
  /** These people are called something else: tells the pages of those who may see their names. */
  renamed: (userIds: readonly string[]) => void
  /** Tells of jobs to the pages of those who may hear of them. */
  jobsMoved: (jobs: readonly MovedJob[]) => void
  stop: () => Promise<void>
}

interface SocketData {
  identity: Identity
}
type EventServer = Server<ClientEvents, ServerEvents, Record<never, never>, SocketData>
type EventSocket = Socket<ClientEvents, ServerEvents, Record<never, never>, SocketData>

/** The events socket at /events: who signed in hears what changes in the cycles that they watch. */
export function createNotifications(parts: NotificationParts): Notifications {
  const { server, db, collaboration, allowedOrigins, logger } = parts
  const io: EventServer = new Server(server, {
    path: EVENTS_PATH,
    // Other upgrades on this port are none of its business: without this it closes them after a second.
    destroyUpgrade: false,
    serveClient: false,
    maxHttpBufferSize: 10_000,
    allowRequest: (request, answer) => {
      const { origin, host } = request.headers
      answer(null, origin === undefined || isAllowedOrigin(origin, host, allowedOrigins))
    },
  })
  io.use((socket, next) => {
    admit(parts, socket).then((admitted) => next(admitted ? undefined : new Error('unauthenticated')), next)
  })

  const placeOf = createTablePlaces(db)
  const tell = async (tenantId: string, event: CycleChanged, part: string): Promise<void> => {
    const place = await placeOf(tenantId, event.table_id)
    const fields = await inTenant(db, tenantId, (trx) => loadFields(trx, event.table_id))
    for (const socket of await io.in(cycleRoom(event)).fetchSockets()) {
      const heard = part === NOTES ? COMMON_PART : part // who reads the rows reads their notes
      if (place !== null && mayHear(socket.data.identity, { place, part: heard, fields })) {
        socket.emit(part === NOTES ? 'notes:changed' : 'cycle:changed', event)
      }
    }
  }
  const tenants = new Map<string, string>()
  const events = new CycleEvents((event, part) => {
    const failed = (error: unknown): void => logger.warn({ err: error }, 'a change could not be told')
    tell(tenants.get(event.table_id)!, event, part).catch(failed)
  })
  const news = new ProjectedNews({
    reader: parts.reader,
    bell: parts.bell,
    collaboration,
    watched: () => watchedCycles(io),
    tell({ tenantId, ...sheet }) {
      tenants.set(sheet.tableId, tenantId)
      events.changed(sheet)
    },
    onPollFailed: (error) => logger.warn({ err: error }, 'changes of other servers could not be asked for'),
    pollMs: POLL_MS,
  })
  const handleUntold = (error: unknown): void => logger.warn({ err: error }, 'who is in a sheet could not be told')
  const tellPeople = async (socket: EventSocket, cycleId: string): Promise<void> => {
    socket.emit('people:changed', await peopleSeenBy(socket.data.identity, cycleId, people, placeOf))
  }
  const people = new SheetPeople({
    bell: parts.bell,
    collaboration,
    onChanged: (cycleId) =>
      watchersOf(io, cycleId).forEach((socket) => void tellPeople(socket, cycleId).catch(handleUntold)),
  })
  io.on('connection', (socket) =>
    attend(db, socket, {
      begin: (cycleId) => news.begin(socket.data.identity.tenantId, cycleId),
      begun: (cycleId) => tellPeople(socket, cycleId),
    }),
  )
  const recheck = (): void => {
    const handleRights = (socket: EventSocket): void => {
      socket.emit('rights:changed')
      watchedBy(socket).forEach((cycleId) => void tellPeople(socket, cycleId).catch(handleUntold))
    }
    recheckSockets(parts.reader, io, handleRights).catch((error: unknown) =>
      logger.warn({ err: error }, 'sockets could not be checked'),
    )
  }
  const rechecking = setInterval(recheck, RECHECK_MS)
  rechecking.unref()
  const renamed = async (userIds: readonly string[]): Promise<void> => {
    const tenantIds = watchedCycles(io).keys()
    for (const tenantId of await tenantsOfPeople(parts.reader, tenantIds, userIds)) {
      io.in(tenantRoom(tenantId)).emit('names:changed')
    }
  }
  return {
    endSession: (sessionId, reason) => endSession(io, sessionId, reason),
    recheck,
    renamed: (userIds) =>
      void renamed(userIds).catch((error: unknown) => logger.warn({ err: error }, 'a new name could not be told')),
    jobsMoved: (jobs) =>
      void tellJobs(parts.reader, listenersOf(io), jobs).catch((error: unknown) =>
        logger.warn({ err: error }, 'a job could not be told of'),
      ),
    async stop() {
      clearInterval(rechecking)
      news.stop()
      people.stop()
      events.stop()
      io.disconnectSockets(true)
      io.engine.close()
    },
  }
}

async function admit({ reader, accessTokens }: NotificationParts, socket: EventSocket): Promise<boolean> {
  const { token } = socket.handshake.auth as { token?: unknown }
  const claims = typeof token === 'string' ? await accessTokens.read(token) : null
  const identity = claims === null ? null : await loadIdentity(reader, claims)
  if (identity === null) {
    return false
  }
  socket.data.identity = identity
  await socket.join([tenantRoom(identity.tenantId), sessionRoom(identity.sessionId)])
  return true
}

/** Around the moment from which a page hears of a cycle. */
interface Watching {
  begin(cycleId: string): Promise<void>
  begun(cycleId: string): Promise<void>
}

function attend(db: Knex, socket: EventSocket, watching: Watching): void {
  socket.on('cycle:watch', (request, answer) => {
    const cycleId = cycleIdOf(request)
    const allowed = cycleId === null ? Promise.resolve(false) : mayWatch(db, socket.data.identity, cycleId)
    allowed
      .then(async (ok) => {
        if (ok) {
          await watching.begin(cycleId!)
          await socket.join(cycleRoom({ cycle_id: cycleId! }))
          await watching.begun(cycleId!)
        }
        return ok
      })
      .catch(() => false)
      .then((ok) => (typeof answer === 'function' ? answer({ ok }) : undefined))
      // Only a client that sent something else than a function as its answer gets here.
      .catch(() => socket.disconnect(true))
  })
  socket.on('cycle:unwatch', (request) => {
    const cycleId = cycleIdOf(request)
    if (cycleId !== null) {
      void socket.leave(cycleRoom({ cycle_id: cycleId }))
    }
  })
}

/** Messages come from outside: anything may be in them. */
function cycleIdOf(request: unknown): string | null {
  const id = typeof request === 'object' && request !== null && 'cycle_id' in request ? request.cycle_id : null
  return typeof id === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? id : null
}

/** By tenant: what the sockets of this server watch. */
function watchedCycles(io: EventServer): Map<string, Set<string>> {
  const watched = new Map<string, Set<string>>()
  for (const socket of io.sockets.sockets.values()) {
    const { tenantId } = socket.data.identity
    const cycles = watched.get(tenantId) ?? new Set()
    watched.set(tenantId, cycles)
    watchedBy(socket).forEach((cycleId) => cycles.add(cycleId))
  }
  return watched
}

const watchedBy = (socket: EventSocket): string[] => [...socket.rooms].flatMap((room) => watchedCycleOf(room) ?? [])

const listenersOf = (io: EventServer) =>
  [...io.sockets.sockets.values()].map((socket) => ({
    identity: socket.data.identity,
    watches: (cycleId: string) => socket.rooms.has(cycleRoom({ cycle_id: cycleId })),
    hear: (event: JobMoved) => void socket.emit('job:moved', event),
  }))

/** Sockets of this server. */
const watchersOf = (io: EventServer, cycleId: string): EventSocket[] =>
  [...io.sockets.sockets.values()].filter((socket) => socket.rooms.has(cycleRoom({ cycle_id: cycleId })))

async function recheckSockets(
  reader: TenantReader,
  io: EventServer,
  onRights: (socket: EventSocket) => void,
): Promise<void> {
  const sockets = [...io.sockets.sockets.values()]
  const byTenant = Map.groupBy(sockets, (socket) => socket.data.identity.tenantId)
  for (const [tenantId, some] of byTenant) {
    const sessionIds = new Set(some.map((socket) => socket.data.identity.sessionId))
    const identities = await loadIdentities(reader, tenantId, [...sessionIds])
    const alive = new Map(identities.map((identity) => [identity.sessionId, identity]))
    for (const socket of some) {
      const { sessionId } = socket.data.identity
      const identity = alive.get(sessionId)
      if (identity === undefined) {
        endSession(io, sessionId, 'revoked')
      } else {
        const before = socket.data.identity
        socket.data.identity = identity
        if (standingOf(before.grants) !== standingOf(identity.grants)) {
          onRights(socket)
        }
      }
    }
  }
}

function endSession(io: EventServer, sessionId: string, reason: SessionEnded['reason']): void {
  io.in(sessionRoom(sessionId)).emit('session:ended', { reason })
  io.in(sessionRoom(sessionId)).disconnectSockets(true)
}

const tenantRoom = (tenantId: string): string => `tenant:${tenantId}`

const sessionRoom = (sessionId: string): string => `session:${sessionId}`

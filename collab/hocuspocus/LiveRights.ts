/**
 * Keeps the rights of connected people true. Three ways lead here: a new permission epoch of a document, found by the poll
 * or told by the database; a look at all sessions every few seconds, because a notification can be lost; and a write that
 * the journal refuses for its epoch.
 */
import type { Connection, Document } from '@hocuspocus/server'
import type { RightsMessage } from '#collab/protocol/stateless.ts'
import { Closed } from './Closed.ts'
import type { CollabSession } from './CollabSession.ts'
import { closeConnection, isOpen, peopleOn, sendTo, sessionOf } from './connections.ts'
import type { JournaledDocument } from './JournaledDocument.ts'
import { Outlet } from './Outlet.ts'
import type { LiveDocumentPorts, LiveSession } from './ports.ts'

export interface RightsTiming {
  /** Between two looks at all sessions, in milliseconds. */
  recheckMs: number
  /** So long after they were known to stand, rights count for reading, in milliseconds. */
  lastMs: number
}

export const RIGHTS_TIMING: RightsTiming = { recheckMs: 2000, lastMs: 5000 }

export interface LiveRightsOptions {
  ports: Pick<LiveDocumentPorts, 'authorize' | 'liveSessions'>
  /** Every part and note that is open, with the document of Hocuspocus. */
  documents(): Iterable<{ part: JournaledDocument; document: Document }>
  /** Learns how the documents stand: their epochs, locks and generations. */
  follow(): Promise<unknown>
  /** The person of this connection is called something else than when they came. */
  onRenamed(connection: Connection): void
  onRecheckFailed(error: unknown): void
  timing: RightsTiming
}

interface Person {
  part: JournaledDocument
  connection: Connection
  session: CollabSession
}

type Told = Pick<CollabSession, 'writable' | 'outline'>

export class LiveRights {
  readonly #options: LiveRightsOptions
  readonly #outlets = new WeakMap<CollabSession, { connection: Connection; outlet: Outlet }>()
  readonly #renewing = new WeakMap<JournaledDocument, Promise<void>>()
  #timer: NodeJS.Timeout | null = null
  #isStopped = false

  constructor(options: LiveRightsOptions) {
    this.#options = options
  }

  start(): void {
    if (!this.#isStopped) {
      this.#timer = setTimeout(() => void this.#recheckAndGoOn(), this.#options.timing.recheckMs)
      this.#timer.unref()
    }
  }

  stop(): void {
    this.#isStopped = true
    if (this.#timer !== null) {
      clearTimeout(this.#timer)
    }
  }

  /** From now on this connection gets what others write only while the rights of its session are known to stand. */
  watch(part: JournaledDocument, connection: Connection): void {
    const session = sessionOf(connection)
    if (session !== null && !this.#outlets.has(session)) {
      const { lastMs } = this.#options.timing
      const stands = (): boolean => session.isConfirmed(part.epoch, performance.now() - lastMs)
      this.#outlets.set(session, { connection, outlet: new Outlet(connection, stands) })
    }
  }

  /** Reads anew the rights of everybody on the part that are older than its epoch: they are cut, or told what is new. */
  async refresh(part: JournaledDocument, document: Document): Promise<void> {
    for (let running = this.#renewing.get(part); running !== undefined; running = this.#renewing.get(part)) {
      await running.catch(() => {}) // whoever started it hears of it
    }
    const behind = [...peopleOn(document)].filter(({ session }) => session.epoch < part.epoch)
    if (behind.length > 0) {
      const people = behind.map((person) => ({ ...person, part }))
      const renewing = this.#renewAll(people).finally(() => this.#renewing.delete(part))
      this.#renewing.set(part, renewing)
      await renewing
    }
  }

  /** Reads the rights of one session anew, and tells whoever is connected by it. Throws Closed. */
  async renew(part: JournaledDocument, session: CollabSession): Promise<void> {
    const { writable, outline } = session
    const askedAt = performance.now()
    const rights = await this.#options.ports.authorize(session.identity, part)
    const connection = this.#outlets.get(session)?.connection
    if (!rights.mayRead) {
      if (connection !== undefined) {
        closeConnection(connection, 'revoked')
      }
      throw new Closed('revoked')
    }
    if (rights.locked && connection === undefined) {
      throw new Closed('locked') // a program only writes
    }
    session.setRights(rights, askedAt)
    if (connection !== undefined && isOpen(connection)) {
      this.#tell(part, session, { writable, outline })
    }
  }

  /** One look at everybody: ended sessions are cut, changed grants are read anew, and what was held back goes out. */
  async recheck(): Promise<void> {
    const askedAt = performance.now()
    const people = this.#people()
    if (people.length === 0) {
      return
    }
    const [alive] = await Promise.all([this.#liveSessions(people), this.#options.follow()])
    const changed: Person[] = []
    for (const person of people) {
      const { connection, session } = person
      const live = alive.get(session.sessionId ?? '')
      if (live?.name !== undefined && live.name !== session.name) {
        session.rename(live.name)
        this.#options.onRenamed(connection)
      }
      if (live === undefined) {
        closeConnection(connection, 'session-ended')
      } else if (live.standing !== session.standing) {
        changed.push(person)
      } else {
        session.confirm(askedAt)
        this.#outlets.get(session)?.outlet.release()
      }
    }
    await this.#renewAll(changed)
  }

  async #recheckAndGoOn(): Promise<void> {
    try {
      await this.recheck()
    } catch (error) {
      this.#options.onRecheckFailed(error)
    }
    this.start()
  }

  #people(): Person[] {
    return [...this.#options.documents()].flatMap(({ part, document }) =>
      [...peopleOn(document)].map((person) => ({ ...person, part })),
    )
  }

  async #liveSessions(people: readonly Person[]): Promise<Map<string, LiveSession>> {
    const byTenant = Map.groupBy(people, ({ session }) => session.tenantId)
    const found = await Promise.all(
      [...byTenant].map(([tenantId, some]) => {
        const ids = new Set(some.flatMap(({ session }) => session.sessionId ?? []))
        return this.#options.ports.liveSessions(tenantId, [...ids])
      }),
    )
    return new Map(found.flatMap((sessions) => [...sessions]))
  }

  /** Everybody, also when the rights of one cannot be read. */
  async #renewAll(people: readonly Person[]): Promise<void> {
    const done = await Promise.allSettled(people.map(({ part, session }) => this.renew(part, session)))
    for (const one of done) {
      if (one.status === 'rejected' && !(one.reason instanceof Closed)) {
        throw one.reason
      }
    }
  }

  #tell(part: JournaledDocument, session: CollabSession, before: Told): void {
    const { connection, outlet } = this.#outlets.get(session)!
    if (!isSameSet(before.writable, session.writable)) {
      sendTo(connection, rightsOf(session, part))
    }
    if (before.outline !== session.outline) {
      sendTo(connection, { type: 'describe' })
    }
    outlet.release()
  }
}

/** What a session may write, as it is told. */
export const rightsOf = (session: CollabSession, part: JournaledDocument): RightsMessage => ({
  type: 'rights',
  writable: [...session.writable],
  locked: part.locked,
})

const isSameSet = (a: ReadonlySet<number>, b: ReadonlySet<number>): boolean =>
  a.size === b.size && [...a].every((one) => b.has(one))

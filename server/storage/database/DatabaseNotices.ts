/**
 * Hears what the database tells of (LISTEN), on a connection of its own that comes back by itself. A notification can be
 * lost while it is away, so whoever listens is told of every (new) start and looks again at everything.
 */
import pg from 'pg'
import { connectionSettings } from './connectionSettings.ts'

/** What the triggers of the database ring for, and what a payload of it is. */
export interface NoticeListeners {
  /** Ids of documents whose permission epoch, lock or generation changed. */
  document_standing(documentIds: readonly string[]): void
  /** `{ id, reason }` of sessions that ended, as JSON. */
  session_ended(sessions: readonly string[]): void
  /** Ids of people whose grants or membership changed. */
  person_standing(userIds: readonly string[]): void
  /** Ids of devices whose credential changed, or that are gone. */
  device_standing(deviceIds: readonly string[]): void
  /** `{ tenantId, jobId }` of jobs that moved, as JSON. */
  job_moved(jobs: readonly string[]): void
  /** Ids of people who are called something else. */
  person_renamed(userIds: readonly string[]): void
}

export interface DatabaseNoticesOptions {
  url: string
  listeners: NoticeListeners
  /** It listens (again); what happened before is unknown. */
  onListening(): void
  /** The connection is gone; it is tried again. */
  onLost(error: Error): void
}

type Channel = keyof NoticeListeners

const CHANNELS = [
  'document_standing',
  'session_ended',
  'person_standing',
  'person_renamed',
  'device_standing',
  'job_moved',
] as const satisfies readonly Channel[]
/** How the connection is called in pg_stat_activity. */
export const NOTICES_NAME = 'carbonsheet-notices'
const FIRST_RETRY_MS = 100
const LAST_RETRY_MS = 5000
/** A connection that is dead without having said so is found out by a question that it does not answer. */
const ASK_EVERY_MS = 10_000
const ANSWER_WITHIN_MS = 5000

export class DatabaseNotices {
  readonly #options: DatabaseNoticesOptions
  #client: pg.Client | null = null
  #retryMs = FIRST_RETRY_MS
  #timer: NodeJS.Timeout | null = null
  #isStopped = false
  readonly #gathered = new Map<Channel, Set<string>>()

  constructor(options: DatabaseNoticesOptions) {
    this.#options = options
  }

  start(): void {
    void this.#connect()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#clearTimer()
    const client = this.#client
    this.#client = null
    await client?.end().catch(() => {}) // gone already
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      ...connectionSettings(this.#options.url),
      application_name: NOTICES_NAME,
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_WITHIN_MS,
      query_timeout: ANSWER_WITHIN_MS,
    })
    this.#client = client
    client.on('notification', ({ channel, payload }) => this.#gather(channel, payload ?? ''))
    client.on('error', (error) => this.#lose(client, error))
    client.on('end', () => this.#lose(client, new Error('the database closed the connection')))
    try {
      await client.connect()
      await client.query(CHANNELS.map((channel) => `LISTEN ${channel}`).join('; '))
    } catch (error) {
      this.#lose(client, error instanceof Error ? error : new Error(String(error)))
      return
    }
    if (this.#client === client) {
      this.#retryMs = FIRST_RETRY_MS
      this.#options.onListening()
      this.#askLater(client)
    }
  }

  #askLater(client: pg.Client): void {
    this.#later(ASK_EVERY_MS, () => {
      client.query('SELECT 1').then(
        () => this.#client === client && this.#askLater(client),
        (error: Error) => this.#lose(client, error),
      )
    })
  }

  /** Heard more than once for one connection; only the first time counts. */
  #lose(client: pg.Client, error: Error): void {
    if (this.#client !== client) {
      return
    }
    this.#client = null
    client.end().catch(() => {}) // gone already
    if (!this.#isStopped) {
      this.#options.onLost(error)
      this.#later(this.#retryMs, () => void this.#connect())
      this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS)
    }
  }

  /** A change of many documents arrives as many notifications at once. */
  #gather(name: string, payload: string): void {
    const channel = CHANNELS.find((known) => known === name)
    if (channel === undefined) {
      return
    }
    const waiting = this.#gathered.get(channel)
    if (waiting !== undefined) {
      waiting.add(payload)
      return
    }
    this.#gathered.set(channel, new Set([payload]))
    setImmediate(() => {
      const payloads = [...this.#gathered.get(channel)!]
      this.#gathered.delete(channel)
      if (!this.#isStopped) {
        this.#options.listeners[channel](payloads)
      }
    })
  }

  #later(delayMs: number, work: () => void): void {
    this.#clearTimer()
    this.#timer = setTimeout(work, delayMs)
    this.#timer.unref()
  }

  #clearTimer(): void {
    if (this.#timer !== null) {
      clearTimeout(this.#timer)
    }
  }
}

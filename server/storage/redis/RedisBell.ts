import { Redis } from 'ioredis'
import { randomUUID } from 'node:crypto'
import { type Bell, BELL_TOPICS, type BellTopic } from '#collab/hocuspocus/Bell.ts'

export interface RedisBellOptions {
  url: string
  /** Servers of one installation share it, and nobody else has it. */
  channel: string
  /** Redis is away; once per outage. */
  onLost(error: Error): void
}

/** A Redis that takes commands but does not answer them keeps them waiting here; what is rung beyond this is dropped. */
const MOST_UNANSWERED = 1000
const LAST_RETRY_MS = 1000

/**
 * The bell over Redis' publish and subscribe. Redis may be away at the start or at any time: commands are then dropped, not
 * kept, and both connections come back by themselves.
 */
export class RedisBell implements Bell {
  readonly #options: RedisBellOptions
  readonly #speaking: Redis
  readonly #hearing: Redis
  readonly #self = randomUUID()
  readonly #listeners = new Map<BellTopic, ((message: unknown) => void)[]>()
  readonly #onReady: (() => void)[] = []
  #unanswered = 0
  #isAway = false

  constructor(options: RedisBellOptions) {
    this.#options = options
    this.#speaking = this.#connect()
    this.#hearing = this.#connect()
    this.#hearing.on('ready', () => void this.#subscribe())
    this.#hearing.on('message', (_: string, text: string) => this.#hear(text))
  }

  ring(topic: BellTopic, message: unknown): void {
    if (this.#speaking.status !== 'ready' || this.#unanswered >= MOST_UNANSWERED) {
      return
    }
    this.#unanswered++
    this.#speaking
      .publish(this.#options.channel, JSON.stringify({ from: this.#self, topic, message }))
      .catch((error: Error) => this.#lose(error))
      .finally(() => this.#unanswered--)
  }

  on(topic: BellTopic, listener: (message: unknown) => void): void {
    this.#listeners.set(topic, [...(this.#listeners.get(topic) ?? []), listener])
  }

  onReady(listener: () => void): void {
    this.#onReady.push(listener)
  }

  stop(): void {
    this.#speaking.disconnect()
    this.#hearing.disconnect()
  }

  #connect(): Redis {
    const redis = new Redis(this.#options.url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: null,
      autoResubscribe: false,
      autoResendUnfulfilledCommands: false,
      connectTimeout: 5000,
      keepAlive: 5000,
      retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 10), LAST_RETRY_MS),
    })
    redis.on('error', (error) => this.#lose(error))
    return redis
  }

  async #subscribe(): Promise<void> {
    try {
      await this.#hearing.subscribe(this.#options.channel)
    } catch (error) {
      this.#lose(error instanceof Error ? error : new Error(String(error)))
      return // the connection is gone; the next one subscribes anew
    }
    this.#isAway = false
    this.#onReady.forEach((listener) => listener())
  }

  #lose(error: Error): void {
    if (!this.#isAway) {
      this.#isAway = true
      this.#options.onLost(error)
    }
  }

  #hear(text: string): void {
    const rung = parse(text)
    if (rung !== null && rung.from !== this.#self) {
      this.#listeners.get(rung.topic)?.forEach((listener) => listener(rung.message))
    }
  }
}

const TOPICS: readonly unknown[] = BELL_TOPICS

function parse(text: string): { from: unknown; topic: BellTopic; message: unknown } | null {
  try {
    const rung: unknown = JSON.parse(text)
    return isRung(rung) ? rung : null
  } catch {
    return null
  }
}

function isRung(value: unknown): value is { from: unknown; topic: BellTopic; message: unknown } {
  return (
    typeof value === 'object' && value !== null && 'from' in value && 'topic' in value && TOPICS.includes(value.topic)
  )
}

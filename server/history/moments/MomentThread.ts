import { Worker } from 'node:worker_threads'
import { AppError } from '#server/errors/AppError.ts'
import type { MomentJob } from './sheetAt.ts'
import type { MomentAnswer } from './threadEntry.ts'

const ENTRY = new URL('threadEntry.ts', import.meta.url)
/** An idle thread is let go: it holds memory and a connection. */
const IDLE_MS = 30_000
/** More than so many callers are not kept waiting. */
const MAX_WAITING = 32

interface Waiting {
  job: MomentJob
  resolve: (content: Uint8Array | null) => void
  reject: (error: Error) => void
}

/** The thread that puts sheets together as they were, started when somebody asks. One after the other. */
export class MomentThread {
  readonly #databaseUrl: string
  #worker: Worker | null = null
  #running: Waiting | null = null
  #waiting: Waiting[] = []
  #idle: NodeJS.Timeout | null = null
  #isStopped = false

  /** `databaseUrl`: as the role of the app. */
  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl
  }

  /** Rejects with `unavailable` when too much is asked at once, and when the journal is not whole or the thread died. */
  run(job: MomentJob): Promise<Uint8Array | null> {
    if (this.#isStopped || this.#waiting.length >= MAX_WAITING) {
      return Promise.reject(busy())
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job, resolve, reject })
      this.#next()
    })
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    for (const { reject } of this.#waiting.splice(0)) {
      reject(busy())
    }
    await this.#end()
  }

  #next(): void {
    if (this.#running !== null) {
      return
    }
    this.#running = this.#waiting.shift() ?? null
    if (this.#running === null) {
      this.#idle ??= setTimeout(() => void this.#end(), IDLE_MS).unref()
      return
    }
    if (this.#idle !== null) {
      clearTimeout(this.#idle)
      this.#idle = null
    }
    this.#worker ??= this.#start()
    this.#worker.postMessage(this.#running.job)
  }

  #start(): Worker {
    const worker = new Worker(ENTRY, { workerData: { databaseUrl: this.#databaseUrl } })
    worker.unref()
    worker.on('message', ({ content, error }: MomentAnswer) => this.#done(content, error))
    const gone = (error: Error): void => {
      if (this.#worker === worker) {
        this.#worker = null
        this.#done(null, error)
      }
    }
    worker.on('error', gone)
    worker.on('exit', () => gone(new Error('the thread ended')))
    return worker
  }

  #done(content: Uint8Array | null, error: Error | null): void {
    const running = this.#running
    this.#running = null
    if (error === null) {
      running?.resolve(content)
    } else {
      running?.reject(error)
    }
    this.#next()
  }

  async #end(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    this.#running?.reject(busy())
    this.#running = null
    await worker?.terminate()
  }
}

const busy = (): AppError =>
  new AppError({
    code: 'unavailable',
    status: 503,
    detail: 'Too many sheets are being put together as they were. Ask again in a few seconds.',
    retryAfterSeconds: 2,
  })

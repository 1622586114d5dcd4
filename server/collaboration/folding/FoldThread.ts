import { Worker } from 'node:worker_threads'
import type { FoldOutcome, Proposal } from './foldDocument.ts'
import type { FoldJob, FromThread, ToThread } from './threadMessages.ts'

const ENTRY = new URL('threadEntry.ts', import.meta.url)
/** An idle thread is let go: it holds memory and connections. */
const IDLE_MS = 10_000

export interface FoldThreadOptions {
  /** As the role of the app. */
  databaseUrl: string
  onDamage: (error: Error) => void
}

interface Running {
  onProposed: (proposal: Proposal) => Promise<void>
  resolve: (outcome: FoldOutcome) => void
  reject: (error: Error) => void
}

/** The thread that folds, started when there is something to do. One job at a time; others wait. */
export class FoldThread {
  readonly #options: FoldThreadOptions
  #worker: Worker | null = null
  #running: Running | null = null
  #last: Promise<unknown> = Promise.resolve()
  #idle: NodeJS.Timeout | null = null
  #isStopped = false

  constructor(options: FoldThreadOptions) {
    this.#options = options
  }

  /** Sealing waits for `onProposed`. Rejects when the fold failed or the thread died; the document is as it was then. */
  run(job: FoldJob, onProposed: Running['onProposed']): Promise<FoldOutcome> {
    const outcome = this.#last.then(() => this.#run(job, onProposed))
    this.#last = outcome.catch(() => {})
    return outcome
  }

  /** Ends the thread, in the middle of a fold if need be: nothing is lost by it. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#end()
  }

  #run(job: FoldJob, onProposed: Running['onProposed']): Promise<FoldOutcome> {
    if (this.#isStopped) {
      return Promise.reject(new Error('the folding thread was stopped'))
    }
    if (this.#idle !== null) {
      clearTimeout(this.#idle)
      this.#idle = null
    }
    return new Promise<FoldOutcome>((resolve, reject) => {
      this.#running = { onProposed, resolve, reject }
      this.#say({ type: 'fold', job })
    }).finally(() => {
      this.#running = null
      this.#idle = setTimeout(() => void this.#end(), IDLE_MS)
      this.#idle.unref()
    })
  }

  #say(message: ToThread): void {
    this.#worker ??= this.#start()
    this.#worker.postMessage(message)
  }

  #start(): Worker {
    const worker = new Worker(ENTRY, { workerData: { databaseUrl: this.#options.databaseUrl } })
    worker.on('message', (message: FromThread) => this.#hear(message))
    worker.on('error', (error: Error) => this.#running?.reject(error))
    worker.on('exit', () => {
      if (this.#worker === worker) {
        this.#worker = null
      }
      this.#running?.reject(new Error('the folding thread ended'))
    })
    return worker
  }

  #hear(message: FromThread): void {
    switch (message.type) {
      case 'proposed':
        this.#running
          ?.onProposed(message.proposal)
          .catch(() => {}) // nobody could be told; sealed all the same
          .finally(() => this.#worker?.postMessage({ type: 'seal' } satisfies ToThread))
        return
      case 'done':
        this.#running?.resolve(message.outcome)
        return
      case 'failed':
        this.#running?.reject(message.error)
        return
      case 'damaged':
        this.#options.onDamage(message.error)
    }
  }

  async #end(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
  }
}

import { Worker } from 'node:worker_threads'
import type { ConversionOutcome, FieldConversion } from './convertField.ts'
import type { FoldOptions, FoldOutcome } from './foldDocument.ts'
import type { FieldMove, MoveOutcome, MovePorts } from './moveField.ts'
import type { FromThread, JobOutcome, ThreadJob, ToThread } from './threadMessages.ts'

const ENTRY = new URL('threadEntry.ts', import.meta.url)
/** An idle thread is let go: it holds memory and connections. */
const IDLE_MS = 10_000

export interface FoldThreadOptions {
  /** As the role of the app. */
  databaseUrl: string
  onDamage: (error: Error) => void
  /** After so long without work. Default: ten seconds. */
  idleMs?: number
}

/** What the thread cannot do by itself. */
interface Helpers {
  onProposed: FoldOptions['onProposed']
  project: MovePorts['project']
}

interface Running {
  helpers: Helpers
  resolve: (outcome: JobOutcome) => void
  reject: (error: Error) => void
}

const NO_HELP: Helpers = { onProposed: () => Promise.resolve(), project: () => Promise.resolve() }

/**
 * The thread that folds, started when there is something to do. One job at a time; others wait. A job rejects when it failed
 * or the thread died; the documents are as they were then.
 */
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

  /** Sealing waits for `onProposed`. */
  async fold(
    document: { tenantId: string; documentId: number },
    onProposed: Helpers['onProposed'],
  ): Promise<FoldOutcome> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the thread answers to this job
    return (await this.#queue({ type: 'fold', ...document }, { ...NO_HELP, onProposed })) as FoldOutcome
  }

  async moveField(move: FieldMove, project: Helpers['project']): Promise<MoveOutcome> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the thread answers to this job
    return (await this.#queue({ type: 'move', move }, { ...NO_HELP, project })) as MoveOutcome
  }

  async convertField(conversion: FieldConversion): Promise<ConversionOutcome> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the thread answers to this job
    return (await this.#queue({ type: 'convert', conversion }, NO_HELP)) as ConversionOutcome
  }

  /** Ends the thread, in the middle of a job if need be: nothing is lost by it. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#running?.reject(new Error('the folding thread was stopped'))
    await this.#end()
  }

  #queue(job: ThreadJob, helpers: Helpers): Promise<JobOutcome> {
    const outcome = this.#last.then(() => this.#run(job, helpers))
    this.#last = outcome.catch(() => {})
    return outcome
  }

  #run(job: ThreadJob, helpers: Helpers): Promise<JobOutcome> {
    if (this.#isStopped) {
      return Promise.reject(new Error('the folding thread was stopped'))
    }
    if (this.#idle !== null) {
      clearTimeout(this.#idle)
      this.#idle = null
    }
    return new Promise<JobOutcome>((resolve, reject) => {
      this.#running = { helpers, resolve, reject }
      this.#worker ??= this.#start()
      this.#say({ type: 'job', job })
    }).finally(() => {
      this.#running = null
      this.#idle = setTimeout(() => void this.#end(), this.#options.idleMs ?? IDLE_MS)
      this.#idle.unref()
    })
  }

  #say(message: ToThread): void {
    this.#worker?.postMessage(message)
  }

  #start(): Worker {
    const worker = new Worker(ENTRY, { workerData: { databaseUrl: this.#options.databaseUrl } })
    worker.on('message', (message: FromThread) => this.#hear(message))
    worker.on('error', (error: Error) => this.#died(worker, error))
    worker.on('exit', () => this.#died(worker, new Error('the folding thread ended')))
    return worker
  }

  /** What is running may be in the hands of the next one: this one was being let go when the job came. */
  #died(worker: Worker, error: Error): void {
    if (this.#worker === worker) {
      this.#worker = null
      this.#running?.reject(error)
    }
  }

  #hear(message: FromThread): void {
    switch (message.type) {
      case 'proposed':
        this.#help(this.#running?.helpers.onProposed(message.proposal))
        return
      case 'project':
        this.#help(this.#running?.helpers.project(message.documentIds))
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

  /** The thread goes on whether or not it could be helped, and looks for itself what is the case. */
  #help(help: Promise<void> | undefined): void {
    void help?.catch(() => {}).finally(() => this.#say({ type: 'go' }))
  }

  async #end(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
  }
}

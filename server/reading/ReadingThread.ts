import { Worker } from 'node:worker_threads'
import { AppError } from '../errors/AppError.ts'
import { ReadingError, type ReadingErrorCode } from './ReadingError.ts'
import { READING_LIMITS, type ReadingLimits } from './readingLimits.ts'
import type { Spaces, Spreadsheet } from './Spreadsheet.ts'

const ENTRY = new URL('readingEntry.ts', import.meta.url)
/** More would be waited for longer than anybody waits for an answer. */
const MOST_WAITING = 4

/** What the thread is given. */
export interface ReadingJob {
  file: Uint8Array
  name: string
  limits: ReadingLimits
  spaces: Spaces
}

/** What it answers. */
export type ReadingAnswer = { sheet: Spreadsheet } | { code: ReadingErrorCode; message: string }

/** Files of people are read beside the thread that serves people: one at a time, each in a thread with limits of its own. */
export class ReadingThread {
  readonly #limits: ReadingLimits
  #worker: Worker | null = null
  #waiting = 0
  #isStopped = false
  #last: Promise<unknown> = Promise.resolve()

  constructor(limits: ReadingLimits = READING_LIMITS) {
    this.#limits = limits
  }

  /** Throws ReadingError when the file cannot be read, and `unavailable` when too many wait already, or the server stops. */
  async read(file: Uint8Array, name: string, spaces: Spaces = 'trimmed'): Promise<Spreadsheet> {
    if (this.#isStopped || this.#waiting > MOST_WAITING) {
      throw busy()
    }
    this.#waiting++
    const result = this.#last.then(() => this.#readInThread({ file, name, limits: this.#limits, spaces }))
    this.#last = result.catch(() => {})
    try {
      return await result
    } finally {
      this.#waiting--
    }
  }

  /** Ends what is being read: a file is sent again by who wants it. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#worker?.terminate()
  }

  #readInThread(workerData: ReadingJob): Promise<Spreadsheet> {
    if (this.#isStopped) {
      return Promise.reject(busy())
    }
    const { limits } = workerData
    const worker = new Worker(ENTRY, { workerData, resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes } })
    this.#worker = worker
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      void worker.terminate()
    }, limits.timeoutMs)
    return new Promise<Spreadsheet>((resolve, reject) => {
      worker.on('message', (answer: ReadingAnswer) =>
        'sheet' in answer ? resolve(answer.sheet) : reject(new ReadingError(answer.code, answer.message)),
      )
      worker.on('error', (error) => reject(isOutOfMemory(error) ? tooMuch(error) : error))
      worker.on('exit', () => reject(isLate ? tooMuch() : busy()))
    }).finally(() => {
      clearTimeout(timer)
      this.#worker = null
    })
  }
}

const isOutOfMemory = (error: Error): boolean => 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'

const tooMuch = (cause?: unknown): ReadingError =>
  new ReadingError('too-large', 'The file takes too long or too much memory to read. Save the one sheet as CSV.', cause)

const busy = (): AppError =>
  new AppError({
    code: 'unavailable',
    status: 503,
    detail: 'Other files are being read, or the server is being stopped. Nothing was changed. Try again in a minute.',
    retryAfterSeconds: 60,
  })

/** How long everything together may take to stop. */
const PATIENCE_MS = 10_000
/** Ctrl+C reaches the server from the terminal and once more through npm: within this time it is one wish. */
const SAME_WISH_MS = 1000

export interface ProcessEndLog {
  error(fields: object, message: string): void
}

/** The end of this process: what was started is stopped, newest first, and within a time. */
export class ProcessEnd {
  readonly #log: ProcessEndLog
  readonly #started: (() => Promise<void>)[] = []
  #starting: Promise<unknown> = Promise.resolve()
  #wishedAt: number | null = null

  constructor(log: ProcessEndLog) {
    this.#log = log
  }

  /** Nothing more is to be started. */
  get isWished(): boolean {
    return this.#wishedAt !== null
  }

  /** Stopped before everything that was added earlier. */
  add(stop: () => Promise<void>): void {
    this.#started.push(stop)
  }

  /** Stopping begins when this has settled: it may be starting something. */
  waitFor(starting: Promise<unknown>): void {
    this.#starting = starting
  }

  /** Stops everything and ends the process; a second wish does not wait. */
  wish(exitCode: number): void {
    if (this.#wishedAt !== null) {
      if (performance.now() - this.#wishedAt > SAME_WISH_MS) {
        process.exit(130)
      }
      return
    }
    this.#wishedAt = performance.now()
    const patience = setTimeout(() => {
      this.#log.error({}, 'stopping took too long, the process ends now')
      process.exit(1)
    }, PATIENCE_MS)
    patience.unref()
    this.#stopAll().then(
      () => process.exit(exitCode),
      (error: unknown) => {
        this.#log.error({ err: error }, 'stopping failed')
        process.exit(1)
      },
    )
  }

  async #stopAll(): Promise<void> {
    await this.#starting.catch(() => undefined)
    for (const stop of this.#started.toReversed()) {
      await stop()
    }
  }
}

/** Work that is looked for again and again, one look at a time: after a while, and at once when there is something. */
export class RepeatedLook {
  readonly #work: () => Promise<void>
  readonly #restMs: number
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | null = null
  #isAsked = false
  #isStopped = false

  /** `work` must not reject. `restMs`: between the end of one look and the next, in milliseconds. */
  constructor(work: () => Promise<void>, restMs: number) {
    this.#work = work
    this.#restMs = restMs
  }

  /** What is being done may end early. */
  get isStopped(): boolean {
    return this.#isStopped
  }

  /** The first look is after a rest. */
  start(): void {
    this.#rest()
  }

  /** Looks now; while a look is on its way, once more behind it. */
  look(): void {
    this.#isAsked = true
    if (this.#looking === null && !this.#isStopped) {
      this.#looking = this.#looks().finally(() => {
        this.#looking = null
        this.#rest()
      })
    }
  }

  /** Waits for the look that is on its way. */
  async stop(): Promise<void> {
    this.#isStopped = true
    clearTimeout(this.#timer)
    await this.#looking
  }

  async #looks(): Promise<void> {
    while (this.#isAsked && !this.#isStopped) {
      this.#isAsked = false
      await this.#work()
    }
  }

  #rest(): void {
    clearTimeout(this.#timer)
    if (!this.#isStopped) {
      this.#timer = setTimeout(() => this.look(), this.#restMs)
      this.#timer.unref()
    }
  }
}

import type { SheetReply } from '#shared/api/sheets.ts'
import { Retry } from './Retry.ts'

export interface DescriptionOptions {
  /** Asks the server. Null: the sheet may not be opened any more. Throws when there is no answer. */
  ask: () => Promise<SheetReply | null>
  onAnswer: (description: SheetReply | null) => void
}

/** How the server describes the sheet. Asked for again when it is out of date, until there is an answer that is not. */
export class Description {
  readonly #options: DescriptionOptions
  readonly #retry = new Retry()
  #current: SheetReply
  /** `again`: what is being fetched is out of date already. */
  #state: 'known' | 'asking' | 'again' = 'known'
  #stopped = false

  constructor(current: SheetReply, options: DescriptionOptions) {
    this.#current = current
    this.#options = options
  }

  get current(): SheetReply {
    return this.#current
  }

  /** Nothing says that it is out of date. */
  get isKnown(): boolean {
    return this.#state === 'known'
  }

  outdated(): void {
    if (this.#state === 'known') {
      void this.#ask()
    } else {
      this.#state = 'again'
    }
  }

  stop(): void {
    this.#stopped = true
    this.#retry.stop()
  }

  async #ask(): Promise<void> {
    this.#state = 'asking'
    let answer: SheetReply | null
    try {
      answer = await this.#options.ask()
    } catch {
      // Out of reach: the edits stay on this device meanwhile.
      this.#retry.again(() => void this.#ask())
      return
    }
    if (this.#stopped) {
      return
    }
    if (this.#isOutdated()) {
      await this.#ask()
      return
    }
    this.#state = 'known'
    this.#retry.succeeded()
    this.#current = answer ?? this.#current
    this.#options.onAnswer(answer)
  }

  /** The server said so while it was asked. */
  #isOutdated(): boolean {
    return this.#state === 'again'
  }
}

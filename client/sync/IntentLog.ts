import type { CellValue } from '#shared/cells/cellValue.ts'

/** One cell that was written here, until the server has it. */
export interface Intent {
  row: string
  ordinal: number
  value: CellValue
  /** What the write was based on. */
  before: CellValue
}

interface Logged {
  intent: Intent
  /** Number of the message that carries it on this connection; null while it has not been sent on it. */
  message: number | null
}

/** How many acknowledged writes are remembered, because a refusal may arrive behind its acknowledgement. */
const REMEMBERED = 5000

const keyOf = (row: string, ordinal: number): string => `${row}:${ordinal}`

/**
 * Which writes the server has not acknowledged. Acknowledgements carry no number; they come in the order of the messages
 * of one connection, so both sides are counted per connection.
 */
export class IntentLog {
  #open: Logged[] = []
  #recent = new Map<string, Intent>()
  #sent = 0
  #answered = 0

  /** Writes that are not safe on the server yet. */
  get pending(): number {
    return this.#open.length
  }

  /** Whether every message of this connection has been answered. */
  get settled(): boolean {
    return this.#open.length === 0 && this.#answered >= this.#sent
  }

  intents(): Intent[] {
    return this.#open.map(({ intent }) => intent)
  }

  add(intents: readonly Intent[]): void {
    for (const intent of intents) {
      this.#open.push({ intent, message: null })
      this.#remember(intent)
    }
  }

  /** A message was sent: it carries everything that was written and not sent before. */
  sent(): void {
    this.#sent++
    for (const logged of this.#open) {
      logged.message ??= this.#sent
    }
  }

  /** The next message was answered. Returns the writes that it settles; when refused, the caller keeps their values. */
  answered(): Intent[] {
    this.#answered++
    const settled = this.#open.filter(({ message }) => message !== null && message <= this.#answered)
    this.#open = this.#open.filter(({ message }) => message === null || message > this.#answered)
    return settled.map(({ intent }) => intent)
  }

  /** The connection ended: nothing counts as sent any more. */
  disconnected(): void {
    this.#sent = 0
    this.#answered = 0
    for (const logged of this.#open) {
      logged.message = null
    }
  }

  /** Empties the log and gives what was in it. */
  takeAll(): Intent[] {
    const all = this.intents()
    this.#open = []
    return all
  }

  /** What was last written here to a cell; undefined when it is not remembered. */
  last(row: string, ordinal: number): Intent | undefined {
    return this.#recent.get(keyOf(row, ordinal))
  }

  #remember(intent: Intent): void {
    const key = keyOf(intent.row, intent.ordinal)
    this.#recent.delete(key)
    this.#recent.set(key, intent)
    if (this.#recent.size > REMEMBERED + this.#open.length) {
      for (const oldest of this.#recent.keys()) {
        this.#recent.delete(oldest)
        break
      }
    }
  }
}

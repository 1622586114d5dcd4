import type { Gesture } from '#collab/protocol/gestures.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { RecentIntents } from './RecentIntents.ts'
import { Unacknowledged } from './Unacknowledged.ts'

/** One cell that was written here, until the server has it. */
export interface Intent {
  row: string
  ordinal: number
  value: CellValue
  /** What the write was based on. */
  before: CellValue
  /** What the person did. */
  gesture?: Gesture
  /** What a value of the field meant when this was written: its type and unit. */
  meaning?: string | undefined
}

/** How many acknowledged writes are remembered, because a refusal may arrive behind its acknowledgement. */
const REMEMBERED = 5000

/** Which writes the server has not acknowledged, and what was written lately. */
export class IntentLog {
  readonly #open = new Unacknowledged<Intent>()
  readonly #recent = new RecentIntents()

  /** Writes that are not safe on the server yet. */
  get pending(): number {
    return this.#open.size
  }

  /** Whether every message of this connection has been answered. */
  get settled(): boolean {
    return this.#open.settled
  }

  intents(): Intent[] {
    return this.#open.items()
  }

  /** The same as they were written together. */
  batches(): (readonly Intent[])[] {
    return this.#open.batches()
  }

  add(intents: readonly Intent[]): void {
    this.#open.add(intents)
    this.#remember(intents)
  }

  /** The same of writes that a closed tab may have sent. */
  addUnsure(intents: readonly Intent[]): void {
    this.#open.addUnsure(intents)
    this.#remember(intents)
  }

  /** A message was sent: it carries everything that was written and not sent before. */
  sent(): void {
    this.#open.sent()
  }

  /** The next message was answered. Returns the writes that it settles; when refused, the caller keeps their values. */
  answered(): Intent[] {
    return this.#open.answered()
  }

  /** Of writes that are settled: those of which a refusal may not have been heard, the last ones in their cells. */
  unsure(settled: readonly Intent[]): Intent[] {
    return settled.filter((intent) => this.#open.isUnsure(intent) && this.last(intent.row, intent.ordinal) === intent)
  }

  /** A cell was refused. Gives what was last written here to it; undefined when that is not remembered, or is told. */
  refused(row: string, ordinal: number): Intent | undefined {
    return this.#recent.take(row, ordinal)
  }

  /** The connection ended: nothing counts as sent any more. */
  disconnected(): void {
    this.#open.disconnected()
  }

  /** Goes on with another document, on which so many messages are on their way. */
  follow(unanswered: number): void {
    this.#open.follow(unanswered)
  }

  /** Empties the log and gives what was in it. */
  takeAll(): Intent[] {
    return this.#open.takeAll()
  }

  /** What was last written here to a cell; undefined when it is not remembered. */
  last(row: string, ordinal: number): Intent | undefined {
    return this.#recent.last(row, ordinal)
  }

  #remember(intents: readonly Intent[]): void {
    this.#recent.add(intents, REMEMBERED + this.pending)
  }
}

import { HocuspocusProvider, type HocuspocusProviderConfiguration } from '@hocuspocus/provider'
import * as decoding from 'lib0/decoding'
import { inSlices } from '#collab/schema/inSlices.ts'

const SYNC_MESSAGE = 0
const SYNC_STEP_2 = 1

/** Makes a document ready for what the server sends at first, in steps; null when there is nothing to make ready. */
export type Preparing = (update: Uint8Array) => Generator<void> | null

/**
 * Reads one message after the other as HocuspocusProvider does, which takes a large document in in one go. This one lets the
 * page go on in between: what arrives meanwhile waits its turn.
 */
export class PatientProvider extends HocuspocusProvider {
  readonly #prepare: Preparing
  /** What came behind the message that is being read. */
  #waiting: MessageEvent[] | null = null

  constructor(configuration: HocuspocusProviderConfiguration, prepare: Preparing) {
    super(configuration)
    this.#prepare = prepare
  }

  override onMessage(event: MessageEvent): void {
    if (this.#waiting !== null) {
      this.#waiting.push(event)
      return
    }
    const update = firstState(new Uint8Array(event.data))
    const steps = update === null ? null : this.#prepare(update)
    if (steps === null) {
      super.onMessage(event)
    } else {
      void this.#readInSteps(event, steps)
    }
  }

  /** What came on the old connection is not for the next one. */
  override onClose(): void {
    this.#waiting = null
    super.onClose()
  }

  /** What was said under its name while it was here is not read under a name that is another's by then. */
  override destroy(): void {
    this.#waiting = null
    super.destroy()
  }

  async #readInSteps(event: MessageEvent, steps: Generator<void>): Promise<void> {
    const waiting: MessageEvent[] = []
    this.#waiting = waiting
    await inSlices(this.#asLongAs(waiting, steps), 'waited-for')
    if (this.#waiting === waiting) {
      this.#waiting = null
      super.onMessage(event)
      waiting.forEach((later) => this.onMessage(later))
    }
  }

  *#asLongAs(waiting: MessageEvent[], steps: Generator<void>): Generator<void> {
    for (const step of steps) {
      if (this.#waiting !== waiting) {
        return
      }
      yield step
    }
  }
}

/** The update in a message that says what the document has; null when it says something else. */
function firstState(message: Uint8Array): Uint8Array | null {
  const decoder = decoding.createDecoder(message)
  decoding.readVarString(decoder)
  const isState = decoding.readVarUint(decoder) === SYNC_MESSAGE && decoding.readVarUint(decoder) === SYNC_STEP_2
  return isState ? decoding.readVarUint8Array(decoder) : null
}

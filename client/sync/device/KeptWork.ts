import { isGestureRange, type GestureRange } from '#collab/protocol/gestures.ts'
import type { Intent } from '../IntentLog.ts'
import { isNotSavedCell, type NotSavedCell } from '../NotSaved.ts'
import { holdTab, whenTabIsClosed } from './tabLock.ts'
import type { SheetDevice } from './SheetDevice.ts'

/** Writes in one document that were not acknowledged, and which clocks of it belong to which gesture. */
export interface OpenWrites {
  document: string
  intents: readonly Intent[]
  gestures: readonly GestureRange[]
}

/** What a tab has in hand and the server does not have. */
export interface Work {
  open: OpenWrites[]
  /** Writes whose document is gone. */
  stranded: readonly Intent[]
  /** Values that the server did not take and the person has not decided about. */
  notSaved: readonly NotSavedCell[]
}

const PREFIX = 'work:'

const NOTHING: Work = { open: [], stranded: [], notSaved: [] }

/** The work of a tab on this device, so that it outlives the tab. Whoever has the sheet open then goes on with it. */
export class KeptWork {
  readonly #device: SheetDevice
  readonly #name: string
  readonly #closing = new AbortController()
  readonly #letGo: () => void
  #mine = NOTHING
  #isKept = false

  constructor(device: SheetDevice) {
    const tab = crypto.getRandomValues(new Uint32Array(3)).join('-') // randomUUID needs a secure context
    this.#device = device
    this.#name = `${PREFIX}${tab}`
    this.#letGo = holdTab(tab)
  }

  /** Takes over the work of tabs that are closed. Tells of that of tabs which are open when they are closed one day. */
  async adopt(onLater: (work: Work) => void): Promise<Work> {
    const { storage } = this.#device
    const names = await this.#device.read(() => storage.names(PREFIX), [])
    let found = NOTHING
    let isLater = false
    for (const name of names) {
      await whenTabIsClosed(name.slice(PREFIX.length), this.#closing.signal, async () => {
        const work = readWork(await this.#device.read(() => storage.get(name), null))
        await this.keep(joined(this.#mine, work)) // under our name before theirs goes
        await this.#device.write(`remove ${name}`, () => storage.remove(name))
        if (isLater) {
          onLater(work)
        } else {
          found = joined(found, work)
        }
      })
    }
    isLater = true
    return found
  }

  /** Nothing in hand leaves nothing behind. */
  async keep(work: Work): Promise<void> {
    const { storage } = this.#device
    const isEmpty = work.stranded.length + work.notSaved.length === 0 && work.open.every((one) => !one.intents.length)
    this.#mine = work
    if (!isEmpty || this.#isKept) {
      this.#isKept = !isEmpty
      await this.#device.write(this.#name, () => (isEmpty ? storage.remove(this.#name) : storage.put(this.#name, work)))
    }
  }

  /** The tab closes: whoever has the sheet open takes over. */
  release(): void {
    this.#closing.abort()
    this.#letGo()
  }
}

const joined = (one: Work, other: Work): Work => ({
  open: [...one.open, ...other.open],
  stranded: [...one.stranded, ...other.stranded],
  notSaved: [...one.notSaved, ...other.notSaved],
})

/** What of it can be read; it may have been written by another version of the page. */
export function readWork(kept: unknown): Work {
  const { open, stranded, notSaved } = isRecord(kept) ? kept : {}
  return {
    open: listOf(open).flatMap((one) =>
      isRecord(one) && typeof one['document'] === 'string'
        ? [
            {
              document: one['document'],
              intents: listOf(one['intents']).filter(isIntent),
              gestures: listOf(one['gestures']).filter(isGestureRange),
            },
          ]
        : [],
    ),
    stranded: listOf(stranded).filter(isIntent),
    notSaved: listOf(notSaved).filter(isNotSavedCell),
  }
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const isIntent = (value: unknown): value is Intent =>
  isRecord(value) &&
  typeof value['row'] === 'string' &&
  typeof value['ordinal'] === 'number' &&
  'value' in value &&
  'before' in value

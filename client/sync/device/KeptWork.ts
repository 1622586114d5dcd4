import { isGestureRange, type GestureRange } from '#collab/protocol/gestures.ts'
import type { Intent } from '../IntentLog.ts'
import { isNotSavedCell, type NotSavedCell } from '../NotSaved.ts'
import { packIntents, unpackIntents } from './packIntents.ts'
import { holdTab, whenTabIsClosed } from './tabLock.ts'
import type { SheetDevice } from './SheetDevice.ts'

/** Writes in one document that were not acknowledged, and which clocks of it belong to which gesture. */
export interface OpenWrites {
  document: string
  /** As they were written together. */
  batches: readonly (readonly Intent[])[]
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

/** How often what is open is kept: seldom while that is much. */
export const keepMs = (edits: number): number => Math.min(3000, 150 + edits / 20)

const PREFIX = 'work:'

const NOTHING: Work = { open: [], stranded: [], notSaved: [] }

/** The work of a tab on this device, so that it outlives the tab. Whoever has the sheet open then goes on with it. */
export class KeptWork {
  readonly #device: SheetDevice
  readonly #name: string
  readonly #closing = new AbortController()
  readonly #letGo: () => void
  #mine = NOTHING
  /** Taken over, and not yet in the hands of the session. */
  #unclaimed = NOTHING
  #isKept = false

  constructor(device: SheetDevice) {
    const tab = crypto.getRandomValues(new Uint32Array(3)).join('-') // randomUUID needs a secure context
    this.#device = device
    this.#name = `${PREFIX}${tab}`
    this.#letGo = holdTab(tab)
  }

  /** Takes over the work of tabs that are closed. Says so of those that are open now, when they are closed. */
  async adopt(onLater: () => void): Promise<void> {
    const { storage } = this.#device
    const names = await this.#device.read(() => storage.names(PREFIX), [])
    let isLater = false
    for (const name of names) {
      await whenTabIsClosed(name.slice(PREFIX.length), this.#closing.signal, async () => {
        const work = readWork(await this.#device.read(() => storage.get(name), null))
        this.#unclaimed = joined(this.#unclaimed, work)
        await this.keep(this.#mine) // under our name before theirs goes
        await this.#device.write(`remove ${name}`, () => storage.remove(name))
        if (isLater) {
          onLater()
        }
      })
    }
    isLater = true
  }

  /** Gives what was taken over and is open in a document; the caller keeps it from now on. */
  claimOpen(document: string): OpenWrites[] {
    const { open, ...rest } = this.#unclaimed
    this.#unclaimed = { ...rest, open: open.filter((one) => one.document !== document) }
    return open.filter((one) => one.document === document)
  }

  /** The same of everything else that was taken over, but for what is open in these documents. */
  claimRest(documents: ReadonlySet<string>): Work {
    const { open, ...rest } = this.#unclaimed
    this.#unclaimed = { ...NOTHING, open: open.filter((one) => documents.has(one.document)) }
    return { ...rest, open: open.filter((one) => !documents.has(one.document)) }
  }

  /** Makes ready what would hold the page up if it were kept at once. */
  *prepare(open: readonly OpenWrites[]): Generator<void> {
    for (const batch of open.flatMap(({ batches }) => batches)) {
      packIntents(batch)
      yield
    }
  }

  /** Nothing in hand leaves nothing behind. */
  async keep(mine: Work): Promise<void> {
    const { storage } = this.#device
    const work = joined(mine, this.#unclaimed)
    const isEmpty =
      work.stranded.length + work.notSaved.length === 0 &&
      work.open.every(({ batches }) => batches.every((batch) => batch.length === 0))
    this.#mine = mine
    if (!isEmpty || this.#isKept) {
      this.#isKept = !isEmpty
      await this.#device.write(this.#name, () =>
        isEmpty ? storage.remove(this.#name) : storage.put(this.#name, keptWork(work)),
      )
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

const keptWork = ({ open, ...rest }: Work): unknown => ({
  ...rest,
  open: open.map(({ document, batches, gestures }) => ({ document, batches: batches.map(packIntents), gestures })),
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
              batches: [one['intents'], ...listOf(one['batches'])].flatMap((kept) => {
                const batch = unpackIntents(kept).filter(isIntent)
                return batch.length === 0 ? [] : [batch]
              }),
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

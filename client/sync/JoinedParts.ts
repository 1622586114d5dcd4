import type { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { joinColumns, type JoinedSheet, type SheetColumns } from '#collab/schema/JoinedColumns.ts'
import type { DescribedPart } from './describedParts.ts'
import type { Intent } from './IntentLog.ts'
import type { LiveSheet } from './LiveSheet.ts'
import type { SaveFacts } from './saveStatus.ts'
import type { SheetPart } from './SheetPart.ts'

/** Where a field is read and written. */
interface Holder {
  part: SheetPart
  /** The document of the part that has the field: the one it reads now, or one before. */
  live: LiveSheet
}

/** In steps of some milliseconds. */
export type Preparing = (next: SheetColumns) => Generator<void>

const NOTHING: ReadonlySet<number> = new Set()

/** The parts of one sheet, the common one first, and which of them holds what. */
export class JoinedParts implements Iterable<SheetPart> {
  #common: SheetPart
  #sides: readonly SheetPart[]
  /** Parts that the sheet goes on without, as long as a field of theirs is not yet where it is now. */
  #left: readonly SheetPart[] = []
  #holders: ReadonlyMap<number, Holder> = new Map()
  #joined: JoinedSheet | null = null
  #columns: SheetColumns
  #writable: ReadonlySet<number> = new Set()
  #epoch = -1

  constructor(common: SheetPart, sides: readonly SheetPart[]) {
    this.#common = common
    this.#sides = sides
    this.#columns = common.live.store
    this.join()
  }

  [Symbol.iterator](): Iterator<SheetPart> {
    return [this.#common, ...this.#sides].values()
  }

  /** The next document of a part. Where it is the whole sheet, what reads it is made ready too. */
  prepare(next: ColumnStore, whole: Preparing | null): Generator<void> {
    const isWhole = this.#sides.length + this.#left.length === 0
    return isWhole && whole !== null ? whole(next) : next.prepare(next.ordinals)
  }

  get columns(): SheetColumns {
    return this.#columns
  }

  /** Goes up when `columns` are others. */
  get epoch(): number {
    return this.#epoch
  }

  /** The part in which a field is read and written now. */
  holderOf(ordinal: number): SheetPart | undefined {
    return this.#holders.get(ordinal)?.part
  }

  /** The document in which a field is read and written now. */
  documentOf(ordinal: number): LiveSheet | undefined {
    return this.#holders.get(ordinal)?.live
  }

  /** The part in which the server says that a field is. */
  describedFor(ordinal: number): SheetPart | undefined {
    return [...this].find((part) => part.fields.has(ordinal))
  }

  mayWrite(ordinal: number): boolean {
    return this.describedFor(ordinal)?.mayWrite(ordinal) === true
  }

  /** What may be written. The same set as long as it has the same members, because the grid builds its columns from it. */
  writable(): ReadonlySet<number> {
    const writable = [...this].flatMap((part) => [...part.fields].filter((ordinal) => part.mayWrite(ordinal)))
    if (writable.length !== this.#writable.size || !writable.every((ordinal) => this.#writable.has(ordinal))) {
      this.#writable = new Set(writable)
    }
    return this.#writable
  }

  /** Fields of parts that are still on their way. */
  late(): ReadonlySet<number> {
    const late = [...this].filter((part) => !part.ready && !part.forbidden)
    return late.length === 0 ? NOTHING : new Set(late.flatMap((part) => [...part.fields]))
  }

  /** Writes are open in the part that they went to. Gives those that went to a document which is not sent to any more. */
  wrote(intents: readonly Intent[]): Intent[] {
    const byDocument = Map.groupBy(intents, ({ ordinal }) => this.documentOf(ordinal))
    for (const part of this) {
      part.wrote(byDocument.get(part.live) ?? [])
      byDocument.delete(part.live)
    }
    return [...byDocument.values()].flat()
  }

  /** Every part has its rows; when one is late, the common part is enough. */
  ready(isPatient: boolean): boolean {
    return this.#common.ready && (!isPatient || this.#sides.every((part) => part.ready || part.forbidden))
  }

  /** The state of the whole: the worst of all parts. */
  facts(): Omit<SaveFacts, 'refused' | 'editing' | 'kept'> {
    const parts = [...this]
    const connections = new Set(parts.filter((part) => !part.forbidden).map((part) => part.connection))
    return {
      locked: this.#common.locked,
      canWrite: parts.some((part) => part.writable.size > 0),
      connection: connections.has('offline') ? 'offline' : connections.has('connecting') ? 'connecting' : 'online',
      pending: parts.reduce((sum, part) => sum + part.log.pending, 0),
      settled: parts.every((part) => part.log.settled),
    }
  }

  /**
   * Goes by a new description: opens parts that are new, leaves those that are gone, keeps the others. Gives the writes
   * that parts which are gone did not get to the server. Call `join` afterwards.
   */
  follow(
    described: readonly [DescribedPart, ...DescribedPart[]],
    locked: boolean,
    open: (part: DescribedPart) => SheetPart,
  ): Intent[] {
    const before = [...this]
    const now = described.map((description) => {
      const known = before.find(({ name }) => name === description.name)
      known?.follow(description, locked)
      return known ?? open(description)
    })
    const gone = before.filter((part) => !now.includes(part))
    this.#sides = now.slice(1)
    this.#left = [...this.#left, ...gone]
    return gone.flatMap((part) => part.leave())
  }

  /** The sheet is not for this person any more. */
  forbid(): void {
    for (const part of this) {
      part.forbid()
    }
  }

  /** Whether `join` would read a field from another document. */
  isOutdated(): boolean {
    return [...this.#findHolders()].some(([ordinal, { live }]) => this.documentOf(ordinal) !== live)
  }

  /** Reads every field from where it is now. */
  join(): void {
    this.#holders = this.#findHolders()
    this.#joined?.release()
    const common = this.#common.live
    const fields = Map.groupBy(this.#holders.keys(), (ordinal) => this.documentOf(ordinal)!)
    this.#joined = joinColumns(
      common.store,
      [...fields].flatMap(([live, ordinals]) =>
        live === common ? [] : [{ store: live.store, ordinals: new Set(ordinals) }],
      ),
    )
    this.#columns = this.#joined.columns
    this.#epoch++
    const needed = new Set([...this.#holders.values()].map(({ part }) => part))
    this.#left.filter((part) => !needed.has(part)).forEach((part) => part.destroy())
    this.#left = this.#left.filter((part) => needed.has(part))
    for (const part of [...this, ...this.#left]) {
      part.letGo(new Set(fields.keys()))
    }
  }

  destroy(): void {
    this.#joined?.release()
    for (const part of [...this, ...this.#left]) {
      part.destroy()
    }
  }

  /** The part that is said to hold a field; but the document that held it until then, while only that has its values. */
  #findHolders(): Map<number, Holder> {
    const known = [...this, ...this.#left]
    const holders = new Map<number, Holder>()
    for (const part of this) {
      for (const ordinal of part.fields) {
        const before = this.#holders.get(ordinal)
        const isHeld = before !== undefined && known.includes(before.part)
        holders.set(ordinal, isHeld && !part.current ? before : { part, live: part.live })
      }
    }
    return holders
  }
}

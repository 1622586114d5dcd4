import type { CellWrite } from '#collab/binding/cellWrites.ts'
import type { EditedSheet } from '#collab/binding/PartsWriter.ts'
import { SheetEditing } from '#collab/binding/SheetEditing.ts'
import type { Gesture } from '#collab/protocol/gestures.ts'
import { inSlices } from '#collab/schema/inSlices.ts'
import type { SheetColumns } from '#collab/schema/JoinedColumns.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import { describedParts, type DescribedPart } from './describedParts.ts'
import { Description } from './Description.ts'
import { keepMs, KeptWork } from './device/KeptWork.ts'
import type { Intent } from './IntentLog.ts'
import { JoinedParts, type Preparing } from './JoinedParts.ts'
import { NotSaved, type NotSavedCell, type NotSavedReason } from './NotSaved.ts'
import { Presence, type Peer } from './Presence.ts'
import { Retry } from './Retry.ts'
import type { SessionOptions } from './SessionOptions.ts'
import { saveStatus, type SaveStatus } from './saveStatus.ts'
import { SheetPart } from './SheetPart.ts'
import { StrandedWrites } from './StrandedWrites.ts'

/** What may be done in the sheet, and what was refused. Another object only when something of it is other. */
export interface SheetAccess {
  /** The rows are there: from the server or from this device. */
  ready: boolean
  notSaved: readonly NotSavedCell[]
  /** Ordinals that may be written now; 0 and 1 = rows may be added and removed. Empty when read-only. */
  writable: ReadonlySet<number>
  /** Fields that are not there yet. */
  late: ReadonlySet<number>
  locked: boolean
  /** Goes up when the columns are others than before (new generation, parts came or went): read `columns` anew. */
  epoch: number
}

/** What the page shows of the session. A new object with every edit and every answer to one. */
export interface SessionView extends SheetAccess {
  status: SaveStatus
  /** What was typed and the server does not have: refused values, too. */
  unsavedEdits: number
  /** What is typed is kept on this device too. False: the browser refuses or is full, and only the server has it. */
  kept: boolean
}

/** After this, a sheet is shown although one of its parts is still on its way. */
const PART_GRACE_MS = 3000

/** One open sheet: its parts as one, what of it is safe, and who else is there. Framework-free. */
export class SheetSession {
  readonly editing: SheetEditing
  readonly presence: Presence
  /** Makes what reads the columns ready for those that come next, in steps. */
  beforeMove: Preparing | null = null
  readonly #options: SessionOptions
  readonly #listeners = new Set<() => void>()
  readonly #conflictListeners = new Set<() => void>()
  readonly #peerListeners = new Set<() => void>()
  readonly #notSaved = new NotSaved()
  readonly #stranded = new StrandedWrites()
  readonly #retry = new Retry()
  readonly #parts: JoinedParts
  readonly #description: Description
  readonly #work: KeptWork
  /** What closed tabs left is known. */
  readonly #adopted: Promise<void>
  #isPatient = true
  #peers: readonly Peer[] = []
  #isEditorOpen = false
  #keeping: ReturnType<typeof setTimeout> | null = null
  #destroyed = false
  #meanings: ReadonlyMap<number, string>
  #view: SessionView
  #access: SheetAccess

  constructor(options: SessionOptions) {
    this.#options = options
    this.#description = new Description(options.description, {
      ask: options.describe,
      onAnswer: (description) => this.#described(description),
    })
    this.#meanings = this.#meaningsNow()
    this.#work = new KeptWork(options.device)
    this.#adopted = this.#work.adopt(() => this.#takeOver(new Set()))
    const [common, ...sides] = describedParts(options.description)
    this.#parts = new JoinedParts(
      this.#open(common),
      sides.map((part) => this.#open(part)),
    )
    this.editing = new SheetEditing(this.#edited())
    this.editing.onWrite((writes, gesture) => this.#wrote(writes, gesture))
    this.presence = new Presence(() => this.#parts)
    this.#view = this.#look()
    this.#access = this.#view
    this.#retry.later(PART_GRACE_MS, () => {
      this.#isPatient = false
      this.#changed()
    })
    options.device.onChange(() => this.#changed())
    void this.#restore()
  }

  get columns(): SheetColumns {
    return this.#parts.columns
  }

  get description(): SheetReply {
    return this.#description.current
  }

  view = (): SessionView => this.#view

  access = (): SheetAccess => this.#access

  /** Everybody else who is here. The same array until somebody comes, goes or chooses another cell. */
  peers = (): readonly Peer[] => this.#peers

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  onPeers = (listener: () => void): (() => void) => {
    this.#peerListeners.add(listener)
    return () => this.#peerListeners.delete(listener)
  }

  /** Told when values of this person and of others met in cells. */
  onConflicts(listener: () => void): () => void {
    this.#conflictListeners.add(listener)
    return () => this.#conflictListeners.delete(listener)
  }

  setEditorOpen(open: boolean): void {
    this.#isEditorOpen = open
    this.#changed()
  }

  /** Writes refused values again, as far as they may be written now, and takes them off the list. */
  reapply(cells: readonly NotSavedCell[]): void {
    const allowed = cells.filter((cell) => this.#view.writable.has(cell.ordinal))
    this.discard(allowed)
    this.editing.apply({ writes: allowed.map(({ row, ordinal, value }) => ({ row, ordinal, value })) })
  }

  /** Gives refused values up. This device forgets them at once: a reload must not bring them back. */
  discard(cells: readonly NotSavedCell[]): void {
    this.#notSaved.remove(cells)
    this.#changed()
    void this.keep()
  }

  destroy(): void {
    if (this.#destroyed) {
      return
    }
    this.editing.finish()
    this.#destroyed = true
    this.presence.stop()
    this.#retry.stop()
    this.#description.stop()
    const kept = this.keep()
    this.#parts.destroy()
    this.#listeners.clear()
    this.#peerListeners.clear()
    void kept.then(() => {
      this.#work.release()
      this.#options.device.close()
    })
  }

  #open(described: DescribedPart): SheetPart {
    const { device, socket, getToken } = this.#options
    const part: SheetPart = new SheetPart(described, this.description.locked, {
      device,
      leftOpen: async (document) => {
        await this.#adopted
        return this.#work.claimOpen(document)
      },
      socket,
      getToken,
      events: {
        onChange: () => this.#changed(),
        prepare: (next) => this.#parts.prepare(next, this.beforeMove),
        onReplaced: () => this.#rejoin(),
        onStranded: (intents) => {
          this.#stranded.add(intents)
          this.#rewriteStranded()
        },
        onLost: (intents, reason) => this.#lost(part, intents, reason),
        onOutdated: () => this.#description.outdated(),
        onConflicts: () => this.#conflictListeners.forEach((listener) => listener()),
        onSynced: () => {
          this.#follow()
          this.presence.announce(part)
          this.#rewriteStranded()
        },
        onPeers: () => this.#lookAround(),
      },
    })
    return part
  }

  // --- the parts as one sheet ---

  #edited(): EditedSheet {
    return {
      columns: this.#parts.columns,
      partOf: (ordinal) => this.#parts.documentOf(ordinal)?.sheet ?? null,
      mayWrite: (ordinal) => this.#parts.mayWrite(ordinal),
    }
  }

  /** A part reads another document, or other parts hold the fields. */
  #rejoin(): void {
    this.#parts.join()
    this.editing.moveTo(this.#edited())
    this.#lookAround()
  }

  #lookAround(): void {
    this.#peers = this.presence.peers()
    this.#peerListeners.forEach((listener) => listener())
  }

  /** Fields may be read from where they are described, as soon as that part is current. */
  #follow(): void {
    if (this.#parts.isOutdated()) {
      this.#rejoin()
    }
  }

  #wrote(writes: readonly CellWrite[], gesture: Gesture): void {
    const intents = writes.map((write): Intent => ({
      before: null,
      ...write,
      gesture,
      meaning: this.#meaningOf(write.ordinal),
    }))
    this.#stranded.add(this.#parts.wrote(intents))
    this.#changed()
  }

  /** What was done in fields that mean something else by now is not undone: it would bring numbers of another unit back. */
  #forgetOtherMeanings(): void {
    const before = this.#meanings
    this.#meanings = this.#meaningsNow()
    const others = [...before].filter(([ordinal, meaning]) => (this.#meanings.get(ordinal) ?? meaning) !== meaning)
    if (others.length > 0) {
      this.editing.forget(new Set(others.map(([ordinal]) => ordinal)))
    }
  }

  #meaningsNow(): Map<number, string> {
    return new Map(this.description.table.fields.map(({ ordinal, type, unit }) => [ordinal, `${type} ${unit ?? ''}`]))
  }

  #meaningOf(ordinal: number): string | undefined {
    return this.#meanings.get(ordinal)
  }

  // --- what the server did not take ---

  #lost(part: SheetPart, intents: readonly Intent[], reason: NotSavedReason): void {
    if (reason === 'unknown-field') {
      // The field may be in another part by now.
      this.#stranded.add(intents, part)
      this.#description.outdated()
    } else {
      this.#notSaved.addIntents(intents, reason)
    }
  }

  #rewriteStranded(): void {
    if (!this.#description.isKnown) {
      return // where their fields are
    }
    const { writes, lost } = this.#stranded.take(
      (ordinal) => this.#parts.describedFor(ordinal),
      (ordinal) => this.#meaningOf(ordinal),
    )
    for (const { intents, reason } of lost) {
      this.#notSaved.addIntents(intents, reason)
    }
    this.editing.rewrite(writes)
    for (const { live } of this.#parts) {
      live.flush() // others have waited for it
    }
  }

  // --- what the server says of the sheet ---

  #described(description: SheetReply | null): void {
    if (description === null) {
      this.#parts.forbid()
    } else {
      const gone = this.#parts.follow(describedParts(description), description.locked, (part) => this.#open(part))
      this.#stranded.add(gone)
      this.#rejoin()
      this.#forgetOtherMeanings()
      this.#rewriteStranded()
    }
    this.#changed()
  }

  // --- on this device ---

  /** Goes on with what closed tabs left, but not with what is open in these documents: their parts ask for that. */
  #takeOver(documents: ReadonlySet<string>): void {
    if (!this.#destroyed) {
      const { open, stranded, notSaved } = this.#work.claimRest(documents)
      this.#notSaved.restore(notSaved)
      this.#stranded.add([...open.flatMap(({ batches }) => batches.flat()), ...stranded])
      this.#rewriteStranded()
      this.#changed()
    }
  }

  /** Erases documents that are not of this sheet any more, or not for this person, once their open writes are known. */
  async #restore(): Promise<void> {
    const documents = new Set(describedParts(this.description).map(({ document }) => document))
    await this.#adopted
    this.#takeOver(documents)
    const { device } = this.#options
    await device.write('other documents', () => device.storage.keepOnly(documents))
  }

  /** Very many writes are made ready first, a batch at a time: the page goes on meanwhile. */
  async #keepSoon(): Promise<void> {
    await inSlices(this.#work.prepare([...this.#parts].map((part) => part.open)))
    return this.#destroyed ? undefined : this.keep()
  }

  /** Keeps what would be lost with this tab: writes that are still open, and values that wait for a decision. */
  keep(): Promise<void> {
    if (this.#keeping !== null) {
      clearTimeout(this.#keeping)
      this.#keeping = null
    }
    return this.#work.keep({
      open: [...this.#parts].map((part) => part.open),
      stranded: this.#stranded.intents(),
      notSaved: this.#notSaved.cells,
    })
  }

  // --- what the page sees ---

  #look(): SessionView {
    const facts = this.#parts.facts()
    const { kept } = this.#options.device
    const pending = facts.pending + this.#stranded.size
    const status = saveStatus({
      ...facts,
      pending,
      refused: this.#notSaved.cells.length,
      editing: this.#isEditorOpen,
      kept,
    })
    return {
      ready: this.#parts.ready(this.#isPatient),
      status,
      unsavedEdits: pending + this.#notSaved.cells.length,
      notSaved: this.#notSaved.cells,
      writable: this.#parts.writable(),
      late: this.#parts.late(),
      locked: facts.locked,
      kept,
      epoch: this.#parts.epoch,
    }
  }

  #changed(): void {
    if (this.#destroyed) {
      return
    }
    this.#view = this.#look()
    this.#access = isSameAccess(this.#access, this.#view) ? this.#access : this.#view
    this.#isPatient &&= !this.#view.ready // a part that comes later does not hide what is shown
    this.#keeping ??= setTimeout(() => void this.#keepSoon(), keepMs(this.#view.unsavedEdits))
    for (const listener of this.#listeners) {
      listener()
    }
  }
}

const isSameAccess = (a: SheetAccess, b: SheetAccess): boolean =>
  a.ready === b.ready &&
  a.notSaved === b.notSaved &&
  a.writable === b.writable &&
  a.late === b.late &&
  a.locked === b.locked &&
  a.epoch === b.epoch

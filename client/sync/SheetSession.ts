import type { HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import type { CellWrite } from '#collab/binding/cellWrites.ts'
import { SheetEditing } from '#collab/binding/SheetEditing.ts'
import { isCloseReason } from '#collab/protocol/closeReasons.ts'
import { parseStateless, type RefusedMessage } from '#collab/protocol/stateless.ts'
import type { ColumnStore } from '#collab/schema/ColumnStore.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import { isSameValue } from '#shared/cells/cellValue.ts'
import { assertNever } from '#shared/result/assertNever.ts'
import { closeResponse } from './closeResponse.ts'
import { IntentLog, type Intent } from './IntentLog.ts'
import { keepOnDevice, keptOnDevice, type Owner } from './keptOnDevice.ts'
import { LiveDocument } from './LiveDocument.ts'
import { NotSaved, readNotSaved, type NotSavedCell } from './NotSaved.ts'
import { Presence, type Peer } from './Presence.ts'
import { Retry } from './Retry.ts'
import { saveStatus, type SaveStatus } from './saveStatus.ts'
import { documentOf, writableOrdinals } from './sheetPart.ts'

/** What the page shows of the session. A new object whenever something changed. */
export interface SessionView {
  /** The rows are there: from the server or from this device. */
  ready: boolean
  status: SaveStatus
  /** Something typed would be lost if the tab were closed now. */
  unsaved: boolean
  notSaved: readonly NotSavedCell[]
  /** Ordinals that may be written now; 0 and 1 = rows may be added and removed. Empty when read-only. */
  writable: ReadonlySet<number>
  locked: boolean
  peers: readonly Peer[]
  /** Goes up when the document was replaced (new generation, fresh start): bind the grid anew. */
  epoch: number
}

export interface SessionOptions {
  description: SheetReply
  owner: Owner
  socket: HocuspocusProviderWebsocket
  getToken: () => Promise<string>
  /** Asks the server for the sheet again. Null: it may not be opened any more. Throws when there is no answer. */
  describe: () => Promise<SheetReply | null>
}

/** Until this long after opening, "not connected yet" is not called offline. */
const CONNECT_GRACE_MS = 4000
const KEEP_MS = 150

/** One open sheet: its document, what of it is safe, and who else is there. Framework-free. */
export class SheetSession {
  readonly editing: SheetEditing
  readonly presence: Presence
  readonly #options: SessionOptions
  readonly #listeners = new Set<() => void>()
  readonly #log = new IntentLog()
  readonly #notSaved = new NotSaved()
  readonly #retry = new Retry()
  #live: LiveDocument
  #next: LiveDocument | null = null
  #description: SheetReply
  #writable: ReadonlySet<number>
  #locked: boolean
  #forbidden = false
  #ready = false
  #connection: 'connecting' | 'online' | 'offline' = 'connecting'
  #peers: Peer[] = []
  #epoch = 0
  #isEditorOpen = false
  #keeping: ReturnType<typeof setTimeout> | null = null
  #kept = this.#notSaved.cells
  #destroyed = false
  #view: SessionView

  constructor(options: SessionOptions) {
    this.#options = options
    this.#description = options.description
    this.#locked = options.description.locked
    this.#writable = writableOrdinals(options.description)
    this.#live = this.#open(documentOf(options.description))
    this.editing = new SheetEditing(this.#live.sheet, this.#live.store)
    this.editing.onWrite((writes) => this.#wrote(writes))
    this.presence = new Presence(() => this.#live)
    this.#view = this.#look()
    this.#retry.later(CONNECT_GRACE_MS, () => {
      if (this.#connection === 'connecting') {
        this.#connection = 'offline'
        this.#changed()
      }
    })
    void this.#restoreNotSaved()
  }

  get store(): ColumnStore {
    return this.#live.store
  }

  get description(): SheetReply {
    return this.#description
  }

  view = (): SessionView => this.#view

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
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

  /** Gives refused values up. */
  discard(cells: readonly NotSavedCell[]): void {
    this.#notSaved.remove(cells)
    this.#changed()
  }

  destroy(): void {
    this.#destroyed = true
    this.presence.stop()
    this.#retry.stop()
    if (this.#keeping !== null) {
      clearTimeout(this.#keeping)
      this.#keep()
    }
    this.#next?.destroy()
    this.#live.destroy()
    this.#listeners.clear()
  }

  #open(name: string): LiveDocument {
    const mine = (work: () => void) => (): void => {
      if (!this.#destroyed && this.#live === document) {
        work()
        this.#changed()
      }
    }
    const document: LiveDocument = new LiveDocument(
      name,
      this.#options.owner,
      this.#options.socket,
      this.#options.getToken,
      {
        onLocal: (intents) =>
          mine(() => {
            this.#log.add(intents)
            this.#ready ||= this.#live.store.rowIds.length > 0
          })(),
        onSynced: () => {
          if (this.#next === document) {
            this.#move()
          }
          mine(() => {
            this.#ready = true
            this.#connection = 'online'
            this.#retry.succeeded()
            this.presence.announce()
          })()
        },
        onSent: mine(() => this.#log.sent()),
        onAnswered: (accepted) => mine(() => this.#answered(accepted))(),
        onClosed: (reason) => {
          if (this.#next === document && isCloseReason(reason)) {
            this.#retry.again(() => void document.reconnect())
          }
          mine(() => this.#closed(reason))()
        },
        onStateless: (payload) => mine(() => this.#told(payload))(),
        onPeers: mine(() => {
          this.#peers = this.presence.peers()
        }),
      },
    )
    return document
  }

  #wrote(writes: readonly CellWrite[]): void {
    this.#log.add(writes.map(({ row, ordinal, value, before }) => ({ row, ordinal, value, before: before ?? null })))
    this.#changed()
  }

  #answered(accepted: boolean): void {
    const settled = this.#log.answered()
    if (!accepted) {
      this.#notSaved.addIntents(settled, 'not-taken')
    }
  }

  #closed(reason: string): void {
    this.#log.disconnected()
    this.#connection = this.#ready || this.#retry.attempts > 0 ? 'offline' : this.#connection
    const response = closeResponse(reason)
    switch (response) {
      case 'wait':
        this.#connection = this.#connection === 'connecting' ? 'connecting' : 'offline'
        return
      case 'authenticate':
      case 'retry':
        this.#retry.again(() => void this.#live.reconnect())
        return
      case 'describe':
        this.#retry.again(() => void this.#describe())
        return
      case 'freeze-locked':
        this.#locked = true
        this.#notSaved.addIntents(this.#log.takeAll(), 'locked')
        this.#startFresh()
        return
      case 'freeze-forbidden':
        this.#forbid()
        return
      case 'start-fresh':
        this.#notSaved.addIntents(this.#log.takeAll(), 'not-taken')
        this.#startFresh()
        return
      default:
        assertNever(response)
    }
  }

  #told(payload: string): void {
    const message = parseStateless(payload)
    switch (message?.type) {
      case 'refused':
        this.#refused(message)
        return
      case 'rights':
        this.#locked = message.locked
        this.#writable = new Set(message.writable)
        return
      case 'generation':
        this.#announced(message.name)
        return
      case 'conflicts':
      case undefined:
        return
      default:
        assertNever(message)
    }
  }

  #refused(message: RefusedMessage): void {
    const cells = message.cells.flatMap(({ row, ordinal, reason }): NotSavedCell[] => {
      const value = this.#log.lastValue(row, ordinal)
      return value === undefined ? [] : [{ row, ordinal, value, reason }]
    })
    this.#notSaved.add(cells)
  }

  /** The server goes on in another document: load it beside this one and carry the open writes over. */
  #announced(name: string): void {
    if (name === this.#live.name || name === this.#next?.name) {
      return
    }
    this.#live.silence()
    this.#log.disconnected()
    this.#next?.destroy()
    this.#next = this.#open(name)
  }

  #move(): void {
    if (this.#next === null) {
      return
    }
    const open = this.#log.takeAll()
    this.#replace(this.#next)
    this.#next = null
    const writes: CellWrite[] = []
    const overtaken: Intent[] = []
    for (const intent of open) {
      const now = this.#live.sheet.value(intent.row, intent.ordinal)
      if (isSameValue(now, intent.before)) {
        writes.push(intent)
      } else if (!isSameValue(now, intent.value)) {
        overtaken.push(intent)
      }
    }
    this.#notSaved.addIntents(overtaken, 'changed-meanwhile')
    this.editing.apply({ writes })
  }

  /** The sheet is not for this person any more: what is shown stays, and nothing of it is sent. */
  #forbid(): void {
    this.#forbidden = true
    this.#notSaved.addIntents(this.#log.takeAll(), 'no-permission')
    this.#live.silence()
    // Otherwise they would be sent, unasked, if the sheet may be opened again one day.
    void this.#live.copy.erase()
  }

  /** The document as the server has it, instead of ours, which holds something that it refuses. Ours is shown until then. */
  #startFresh(): void {
    const { name, copy } = this.#live
    this.#live.silence()
    this.#log.disconnected()
    void copy.erase().then(() => {
      if (!this.#destroyed) {
        this.#next?.destroy()
        this.#next = this.#open(name)
      }
    })
  }

  #replace(next: LiveDocument): void {
    const old = this.#live
    this.#live = next
    this.editing.moveTo(next.sheet, next.store)
    this.#epoch++
    old.destroy()
  }

  async #describe(): Promise<void> {
    try {
      const description = await this.#options.describe()
      if (description === null) {
        this.#forbid()
        this.#changed()
        return
      }
      this.#description = description
      this.#locked = this.#description.locked
      this.#writable = writableOrdinals(this.#description)
      const name = documentOf(this.#description)
      if (name === this.#live.name) {
        await this.#live.reconnect()
      } else {
        this.#announced(name)
      }
    } catch {
      // Out of reach: the edits stay on this device meanwhile.
      this.#retry.again(() => void this.#describe())
    }
    this.#changed()
  }

  async #restoreNotSaved(): Promise<void> {
    const kept = readNotSaved(await keptOnDevice(this.#options.owner, 'not-saved', this.#key))
    if (kept.length > 0 && !this.#destroyed) {
      this.#notSaved.restore(kept)
      this.#changed()
    }
  }

  #look(): SessionView {
    const writable = this.#locked || this.#forbidden ? new Set<number>() : this.#writable
    const { pending, settled } = this.#log
    const status = saveStatus({
      refused: this.#notSaved.cells.length,
      locked: this.#locked,
      canWrite: writable.size > 0,
      connection: this.#connection,
      pending,
      settled,
      editing: this.#isEditorOpen,
    })
    return {
      ready: this.#ready,
      status,
      unsaved: pending > 0 || this.#notSaved.cells.length > 0,
      notSaved: this.#notSaved.cells,
      writable,
      locked: this.#locked,
      peers: this.#peers,
      epoch: this.#epoch,
    }
  }

  #changed(): void {
    if (this.#destroyed) {
      return
    }
    this.#view = this.#look()
    this.#keeping ??= setTimeout(() => this.#keep(), KEEP_MS)
    for (const listener of this.#listeners) {
      listener()
    }
  }

  get #key(): string {
    return `${this.#description.table_id}:${this.#description.cycle_id}`
  }

  /** What would be lost with this tab: writes that are still open, and values that wait for a decision. */
  #keep(): void {
    this.#keeping = null
    void this.#live.copy.keepIntents(this.#log.intents())
    if (this.#kept !== this.#notSaved.cells) {
      this.#kept = this.#notSaved.cells
      void keepOnDevice(this.#options.owner, 'not-saved', this.#key, this.#kept)
    }
  }
}

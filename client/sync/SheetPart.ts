import { takenBack } from '#collab/binding/takenBack.ts'
import { isCloseReason } from '#collab/protocol/closeReasons.ts'
import { laterOf } from '#collab/protocol/documentName.ts'
import type { GenerationMessage } from '#collab/protocol/generations.ts'
import type { GestureRange } from '#collab/protocol/gestures.ts'
import { parseStateless, type RefusedMessage } from '#collab/protocol/stateless.ts'
import { inSlices } from '#collab/schema/inSlices.ts'
import { assertNever } from '#shared/result/assertNever.ts'
import { closeResponse } from './closeResponse.ts'
import type { DescribedPart } from './describedParts.ts'
import type { OpenWrites } from './device/KeptWork.ts'
import { IntentLog, type Intent } from './IntentLog.ts'
import { LiveSheet } from './LiveSheet.ts'
import { NextGeneration, type Beginning } from './NextGeneration.ts'
import type { PartOptions } from './PartOptions.ts'
import { Retry } from './Retry.ts'
import { splitLeftOpen } from './splitLeftOpen.ts'

/** Until this long after opening, "not connected yet" is not called offline. */
const CONNECT_GRACE_MS = 4000

const NOTHING: ReadonlySet<number> = new Set()

/**
 * One part of a sheet on its way through connections and generations: which document it is in now, what the server has
 * acknowledged of it, and what may be written. What happens to one part does not concern the others.
 */
export class SheetPart {
  readonly name: string
  readonly #options: PartOptions
  readonly #log = new IntentLog()
  readonly #retry = new Retry()
  readonly #generation = new NextGeneration(() => ({ sheet: this.#live.sheet, unsent: this.#log.intents() }))
  #described: DescribedPart
  #locked: boolean
  #live: LiveSheet
  #next: LiveSheet | null = null
  /** Were read before that. A field may have gone to another part, which is still on its way. */
  readonly #former: LiveSheet[] = []
  /** The document that takes the place of the one that is read, from when it was announced. */
  #coming: string | null = null
  #forbidden = false
  #ready = false
  #connection: 'connecting' | 'online' | 'offline' = 'connecting'
  #ended = false

  constructor(described: DescribedPart, locked: boolean, options: PartOptions) {
    this.name = described.name
    this.#options = options
    this.#described = described
    this.#locked = locked
    this.#live = this.#open(described.document)
    this.#retry.later(CONNECT_GRACE_MS, () => {
      if (this.#connection === 'connecting') {
        this.#connection = 'offline'
        this.#options.events.onChange()
      }
    })
  }

  /** The document that is read and written. */
  get live(): LiveSheet {
    return this.#live
  }

  /** Its rows are there: from the server or from this device. */
  get ready(): boolean {
    return this.#ready
  }

  /** What is read is what the server has, as far as this client was told. */
  get current(): boolean {
    return this.#connection === 'online' && this.#live.name === this.#described.document
  }

  get connection(): 'connecting' | 'online' | 'offline' {
    return this.#connection
  }

  get locked(): boolean {
    return this.#locked
  }

  /** The server does not let us in: what is shown stays, and nothing of it is sent. */
  get forbidden(): boolean {
    return this.#forbidden
  }

  get fields(): ReadonlySet<number> {
    return this.#described.holds
  }

  get log(): Pick<IntentLog, 'pending' | 'settled'> {
    return this.#log
  }

  /** What the server has not acknowledged. */
  get open(): OpenWrites {
    return { document: this.#live.name, batches: this.#log.batches(), gestures: this.#live.gestures() }
  }

  /** What may be written, as far as rights and locks go. */
  get writable(): ReadonlySet<number> {
    return this.#locked || this.#forbidden ? NOTHING : this.#described.writable
  }

  mayWrite(ordinal: number): boolean {
    return this.#ready && this.fields.has(ordinal) && this.writable.has(ordinal)
  }

  /** Cells were written here: they are open until the server acknowledges them. */
  wrote(intents: readonly Intent[]): void {
    this.#log.add(intents)
  }

  /** The sheet was described anew. */
  follow(described: DescribedPart, locked: boolean): void {
    // it may have been asked for before the sheet went on
    const document = laterOf(described.document, this.#coming ?? this.#live.name)
    this.#described = { ...described, document }
    this.#locked = locked
    if (this.#next?.name === document) {
      void this.#next.reconnect()
    } else if (this.#live.name !== document) {
      this.#announced(document)
    } else if (this.#forbidden) {
      this.#startFresh()
    } else {
      void this.#live.reconnect()
    }
  }

  /** This person may not open it any more: what is shown stays, nothing is sent, and this device forgets it. */
  forbid(): void {
    this.#forbidden = true
    this.#options.events.onLost(this.#log.takeAll(), 'no-permission')
    this.#live.silence()
    // Otherwise they would be sent, unasked, if the sheet may be opened again one day.
    void this.#live.copy.erase()
  }

  /**
   * The sheet goes on without this part: it is not sent to, this device forgets it, and it can be read until it is
   * destroyed. Gives what the server does not have.
   */
  leave(): Intent[] {
    const open = this.#log.takeAll()
    this.#ended = true
    this.#retry.stop()
    this.#generation.discard()
    this.#live.silence()
    void this.#live.copy.erase()
    void this.#next?.copy.erase()
    return open
  }

  destroy(): void {
    this.#ended = true
    this.#retry.stop()
    this.#generation.discard()
    this.#next?.destroy()
    this.letGo(new Set())
    this.#live.destroy()
  }

  /** Documents that it read before are let go, except those. */
  letGo(needed: ReadonlySet<LiveSheet>): void {
    const former = this.#former.splice(0)
    former.forEach((one) => (needed.has(one) ? this.#former.push(one) : one.destroy()))
  }

  #open(name: string, beginning: Beginning | null = null): LiveSheet {
    const { events, leftOpen: _leftOpen, ...options } = this.#options
    const mine =
      <A extends unknown[]>(work: (...args: A) => void) =>
      (...args: A): void => {
        if (!this.#ended && this.#live === document) {
          work(...args)
          events.onChange()
        }
      }
    const document: LiveSheet = new LiveSheet({
      ...options,
      content: beginning?.content,
      name,
      events: {
        onSynced: () => {
          if (this.#next === document) {
            void this.#goOnIn(document)
          }
          mine(() => this.#synced())()
        },
        onSent: mine(() => this.#log.sent()),
        onAnswered: mine((accepted, ranges) => this.#answered(accepted, ranges)),
        onClosed: (reason) => {
          if (this.#next === document && isCloseReason(reason)) {
            this.#retry.again(() => events.onOutdated())
          }
          mine(() => this.#closed(reason))()
        },
        onStateless: (payload) => {
          if (!this.#ended && (this.#live === document || this.#next === document)) {
            this.#told(payload)
            events.onChange()
          }
        },
        onPeers: () => this.#live === document && !this.#ended && events.onPeers(),
      },
    })
    void this.#start(document, beginning)
    return document
  }

  /** First what this device has, then the server. */
  async #start(document: LiveSheet, beginning: Beginning | null): Promise<void> {
    const isKept = await document.copy.load()
    if (beginning !== null) {
      void document.copy.keepBeginning(beginning.seed)
      if (beginning.tail !== null) {
        document.put(beginning.tail)
      }
    }
    const open = await this.#options.leftOpen(document.name)
    if (this.#ended) {
      return
    }
    if (this.#live === document) {
      this.#ready ||= isKept
      if (!this.#options.socket.shouldConnect && this.#connection === 'connecting') {
        this.#connection = 'offline' // the browser says so
      }
      const { here, missing } = splitLeftOpen(open, document.sheet)
      this.#log.addUnsure(here)
      document.addGestures(open.flatMap(({ gestures }) => gestures))
      this.#options.events.onStranded(missing)
      this.#options.events.onChange()
    }
    void document.connect()
  }

  #synced(): void {
    this.#ready = true
    void this.#live.copy.markLoaded()
    this.#forbidden = false
    this.#connection = 'online'
    this.#retry.succeeded()
    this.#options.events.onSynced()
  }

  #answered(accepted: boolean, ranges: readonly GestureRange[]): void {
    const settled = this.#log.answered()
    const unheard = accepted ? takenBack(this.#live.sheet, this.#log.unsure(settled), ranges) : []
    this.#options.events.onLost(accepted ? [] : settled, 'not-taken')
    this.#options.events.onLost(unheard, 'unheard')
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
        return this.#retry.again(() => void this.#live.reconnect())
      case 'describe':
        return this.#retry.again(() => this.#options.events.onOutdated())
      case 'freeze-locked':
        this.#locked = true
        this.#options.events.onLost(this.#log.takeAll(), 'locked')
        return this.#startFresh()
      case 'freeze':
        return this.forbid()
      case 'freeze-and-describe':
        this.forbid()
        return this.#retry.again(() => this.#options.events.onOutdated())
      case 'reload':
        return this.#startFresh()
      case 'start-fresh':
        this.#options.events.onLost(this.#log.takeAll(), 'not-taken')
        return this.#startFresh()
      default:
        assertNever(response)
    }
  }

  #told(payload: string): void {
    const message = parseStateless(payload)
    switch (message?.type) {
      case 'refused':
        return this.#refused(message)
      case 'rights':
        this.#locked = message.locked
        this.#described = { ...this.#described, writable: new Set(message.writable) }
        return
      case 'folding':
        return this.#generation.prepare(message)
      case 'generation':
        return this.#seal(message)
      case 'describe':
        return this.#options.events.onOutdated()
      case 'conflicts':
        return this.#options.events.onConflicts()
      case 'hash':
        if (this.#connection === 'online' && this.#next === null && this.#log.pending === 0) {
          void this.#live.compare(message.hash) // what is on its way cannot be compared
        }
        return
      case undefined:
        return
      default:
        assertNever(message)
    }
  }

  #refused({ cells }: RefusedMessage): void {
    for (const { row, ordinal, reason } of cells) {
      const intent = this.#log.refused(row, ordinal)
      if (intent !== undefined) {
        this.#options.events.onLost([intent], reason)
      }
    }
  }

  #seal(message: GenerationMessage): void {
    if (message.fold !== undefined) {
      this.#announced(message.name, () => this.#generation.begin(message))
    } else if (message.name !== this.#live.name && message.name !== this.#coming) {
      this.#live.silence()
      this.#log.disconnected()
      this.#options.events.onOutdated() // a field may have come or gone
    }
  }

  /** The server goes on in another document: load it beside this one and carry the open writes over. */
  #announced(name: string, begin: (() => Promise<Beginning | null>) | null = null): void {
    if (name === this.#live.name || name === this.#coming) {
      return
    }
    this.#described = { ...this.#described, document: name }
    this.#live.silence()
    this.#log.disconnected()
    this.#next?.destroy()
    this.#next = null
    this.#coming = name
    if (begin === null) {
      this.#next = this.#open(name)
    } else {
      void this.#openMade(name, begin())
    }
  }

  async #openMade(name: string, making: Promise<Beginning | null>): Promise<void> {
    const beginning = await making
    if (this.#ended || this.#coming !== name || this.#next !== null) {
      beginning?.content.destroy()
      return
    }
    this.#next = this.#open(name, beginning)
  }

  /** With a large sheet the page should not wait for its columns in the moment of the change. */
  async #goOnIn(next: LiveSheet): Promise<void> {
    const { events } = this.#options
    await inSlices(events.prepare(next.store), 'waited-for')
    if (this.#ended || this.#next !== next || !next.synced) {
      return
    }
    const [old, open] = [this.#live, this.#log.takeAll()]
    this.#log.follow(next.unanswered)
    this.#live = next
    this.#next = null
    this.#coming = null
    this.#former.push(old)
    events.onReplaced()
    if (old.name !== next.name) {
      void old.copy.erase()
    }
    old.copy.close()
    events.onStranded(open)
    this.#synced()
    events.onChange()
  }

  /** The document as the server has it, instead of ours, which holds something that it refuses. Ours is shown until then. */
  #startFresh(): void {
    const { name, copy } = this.#live
    this.#live.silence()
    this.#log.disconnected()
    void copy.erase().then(() => {
      if (!this.#ended) {
        this.#next?.destroy()
        this.#coming = name
        this.#next = this.#open(name)
      }
    })
  }
}

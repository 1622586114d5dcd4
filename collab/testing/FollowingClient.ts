/** A client that goes on where a part goes on: what was not acknowledged is written again if what it replaced still stands. */
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import * as Y from 'yjs'
import { gesturesMessages, newGestureId } from '#collab/protocol/gestures.ts'
import { parseStateless, type StatelessMessage } from '#collab/protocol/stateless.ts'
import { newAuthorClient } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { isSameValue, type CellValue } from '#shared/cells/cellValue.ts'
import type { ChangeKind } from '#shared/cells/changeKinds.ts'

/** One cell that was written here. */
export interface Written {
  row: string
  ordinal: number
  value: CellValue
  before: CellValue
}

export interface FollowingClientOptions {
  url: string
  name: string
  token: string
  /** Where the part goes on, for somebody who was away when that was told. */
  locate: () => Promise<string>
  /** How long edits are gathered, in milliseconds; false: not at all. */
  flushDelay?: number | false
  onAcknowledged?: (written: Written) => void
  /** Hears of the content of each document that the server gave. */
  onServed?: (sheet: Sheet) => void
}

const [SYNC, SYNC_STATUS] = [0, 8]
/** The server would take it, but cannot now: the document is opened again. */
const PASSING = new Set(['journal-unavailable', 'load-failed', 'too-busy'])
const AGAIN_MS = 100
const SYNC_STEP_1 = 0

export class FollowingClient {
  readonly messages: StatelessMessage[] = []
  /** Reasons of everything that was closed or refused. */
  readonly closes: string[] = []
  /** What was not written again, because somebody else had been quicker. */
  readonly overtaken: Written[] = []
  moves = 0
  /** Every byte that came in, as Latin-1. */
  received = ''
  readonly #options: FollowingClientOptions
  readonly #socket: HocuspocusProviderWebsocket
  #live: Live
  #next: Live | null = null
  #open: { written: Written; message: number | null }[] = []

  constructor(options: FollowingClientOptions) {
    this.#options = options
    this.#socket = new HocuspocusProviderWebsocket({ url: options.url, delay: 50, minDelay: 20, maxDelay: 200 })
    this.#live = this.#start(options.name)
  }

  get sheet(): Sheet {
    return this.#live.sheet
  }

  get name(): string {
    return this.#live.name
  }

  get isReady(): boolean {
    return this.#next === null && this.#live.provider.synced
  }

  /** Everything that was written here is acknowledged or given up. */
  get isSaved(): boolean {
    return this.isReady && this.#open.length === 0
  }

  set(row: string, ordinal: number, value: CellValue): void {
    this.#open.push({ written: { row, ordinal, value, before: this.sheet.value(row, ordinal) }, message: null })
    this.sheet.set(row, ordinal, value)
  }

  write(
    rows: readonly string[],
    ordinals: readonly number[],
    valueAt: (row: number, column: number) => CellValue,
  ): void {
    rows.forEach((row, r) =>
      ordinals.forEach((ordinal, c) => {
        const written = { row, ordinal, value: valueAt(r, c), before: this.sheet.value(row, ordinal) }
        this.#open.push({ written, message: null })
      }),
    )
    this.sheet.write(rows, ordinals, valueAt)
  }

  /** The next `clocks` changes are one gesture, in however many updates they travel. */
  announceGesture(kind: ChangeKind, clocks: number): void {
    const { doc, provider } = this.#live
    const from = Y.getState(doc.store, doc.clientID)
    const range = { client: doc.clientID, from, to: from + clocks, kind, id: newGestureId() }
    gesturesMessages([range]).forEach((message) => provider.sendStateless(JSON.stringify(message)))
  }

  destroy(): void {
    this.#next?.end()
    this.#live.end()
    this.#socket.destroy()
  }

  #start(name: string): Live {
    const { token, flushDelay = 5 } = this.#options
    const live: Live = new Live(
      { name, socket: this.#socket, token, flushDelay },
      {
        onSynced: () => {
          this.#options.onServed?.(live.sheet)
          if (this.#next === live) {
            this.#move(live)
          }
        },
        onSent: () => {
          if (this.#live === live) {
            this.#open.forEach((one) => (one.message ??= live.sent))
          }
        },
        onAnswered: () => {
          if (this.#live === live) {
            this.#answered(live.answered)
          }
        },
        onReceived: (bytes) => {
          this.received += bytes
        },
        onStateless: (message) => {
          this.messages.push(message)
          if (message.type === 'generation') {
            this.#follow(message.name)
          }
        },
        onClosed: (reason) => {
          this.closes.push(reason)
          this.#open.forEach((one) => (one.message = null))
          if (reason === 'stale-generation' && (this.#next ?? this.#live) === live) {
            void this.#options.locate().then((next) => this.#follow(next))
          } else if (PASSING.has(reason)) {
            setTimeout(() => live.openAgain(), AGAIN_MS)
          }
        },
      },
    )
    return live
  }

  #answered(message: number): void {
    const settled = this.#open.filter((one) => one.message !== null && one.message <= message)
    this.#open = this.#open.filter((one) => one.message === null || one.message > message)
    settled.forEach(({ written }) => this.#options.onAcknowledged?.(written))
  }

  #follow(name: string): void {
    if (generationOf(name) > generationOf((this.#next ?? this.#live).name)) {
      this.#next?.end()
      this.#live.silence()
      this.#next = this.#start(name)
    }
  }

  #move(next: Live): void {
    this.#live.end()
    this.#live = next
    this.#next = null
    this.moves++
    const perCell = Map.groupBy(this.#open.splice(0), ({ written: { row, ordinal } }) => `${row}:${ordinal}`)
    for (const writes of perCell.values()) {
      const { row, ordinal, value } = writes.at(-1)!.written
      const now = this.sheet.value(row, ordinal)
      if (writes.some(({ written: { before } }) => isSameValue(now, before)) && !isSameValue(now, value)) {
        this.set(row, ordinal, value)
      } else if (!isSameValue(now, value)) {
        this.overtaken.push(writes.at(-1)!.written)
      }
    }
  }
}

const generationOf = (name: string): number => Number(name.split('@')[1])

interface LiveEvents {
  onSynced(): void
  onSent(): void
  onAnswered(): void
  onReceived(bytes: string): void
  onStateless(message: StatelessMessage): void
  onClosed(reason: string): void
}

/** One generation on the wire, with its messages counted as the server counts them. */
class Live {
  readonly name: string
  readonly doc = new Y.Doc()
  readonly sheet: Sheet
  readonly provider: HocuspocusProvider
  sent = 0
  answered = 0
  #isSending = false
  #isSilent = false

  constructor(
    {
      name,
      socket,
      token,
      flushDelay,
    }: { name: string; socket: HocuspocusProviderWebsocket; token: string; flushDelay: number | false },
    events: LiveEvents,
  ) {
    this.name = name
    this.doc.clientID = newAuthorClient()
    this.sheet = new Sheet(this.doc)
    const count = (): void => {
      this.sent++
      events.onSent()
    }
    this.provider = new HocuspocusProvider({
      websocketProvider: socket,
      name,
      document: this.doc,
      token,
      flushDelay,
      awareness: null,
      onSynced: () => events.onSynced(),
      onStateless: ({ payload }) => {
        const message = parseStateless(payload)
        if (message !== null) {
          events.onStateless(message)
        }
      },
      onOutgoingMessage: ({ message }) => {
        if (message.description?.startsWith('A document update') === true) {
          count()
        }
      },
      onMessage: ({ event, message }) => {
        events.onReceived(Buffer.from(event.data as ArrayBuffer).toString('latin1'))
        message.readVarString()
        const type = message.readVarUint()
        if (type === SYNC_STATUS) {
          this.answered++
          events.onAnswered()
        } else if (type === SYNC && message.readVarUint() === SYNC_STEP_1) {
          count() // what the server lacks is sent at once
          this.#startSending()
        }
      },
      onClose: ({ event }) => this.#lost(event.reason, events),
      onAuthenticationFailed: ({ reason }) => this.#lost(reason, events),
    })
    this.doc.off('update', this.provider.boundDocumentUpdateHandler)
    this.provider.attach()
  }

  openAgain(): void {
    if (!this.#isSilent) {
      void this.provider.sendToken().then(() => this.provider.startSync())
    }
  }

  silence(): void {
    if (!this.#isSilent) {
      this.#isSilent = true
      this.#stopSending()
      this.provider.destroy()
    }
  }

  end(): void {
    this.silence()
    this.sheet.destroy()
    this.doc.destroy()
  }

  #lost(reason: string, events: LiveEvents): void {
    this.#stopSending()
    this.sent = 0
    this.answered = 0
    if (!this.#isSilent) {
      events.onClosed(reason)
    }
  }

  #startSending(): void {
    if (!this.#isSending) {
      this.#isSending = true
      this.doc.on('update', this.provider.boundDocumentUpdateHandler)
    }
  }

  #stopSending(): void {
    this.#isSending = false
    this.doc.off('update', this.provider.boundDocumentUpdateHandler)
  }
}

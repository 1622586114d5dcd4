import type { HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import type * as Y from 'yjs'
import { isCloseReason, type CloseReason } from '#collab/protocol/closeReasons.ts'
import { parseStateless } from '#collab/protocol/stateless.ts'
import { ORDER } from '#collab/schema/layout.ts'
import { assertNever } from '#shared/result/assertNever.ts'
import { closeResponse } from '../closeResponse.ts'
import type { SheetDevice } from '../device/SheetDevice.ts'
import { LiveDocument, type DocumentContent } from '../LiveDocument.ts'
import { newAuthorDoc } from '../newAuthorDoc.ts'
import { Retry } from '../Retry.ts'

/** What the panel shows of a note. */
export interface NoteView {
  /** `gone`: there is no such row for this person (any more). */
  state: 'loading' | 'open' | 'gone'
  connection: 'connecting' | 'online' | 'offline'
  mayWrite: boolean
  locked: boolean
  /** The server has every word. */
  saved: boolean
  /** This device keeps what is written. */
  kept: boolean
  /** Why the server does not take what was written here; null: it does. */
  refused: CloseReason | null
}

export interface NoteSessionOptions {
  name: string
  device: SheetDevice
  socket: HocuspocusProviderWebsocket
  getToken: () => Promise<string>
  /** Whether somebody wrote words here, in an earlier tab, that the server may not have. */
  hasUnsent: boolean
  /** What is thought of the right to write until the server says it. */
  mayWrite: boolean
}

/** Until this long after opening, "not connected yet" is not called offline. */
const CONNECT_GRACE_MS = 4000

/**
 * One note on its way through connections: what this device has of it, what the server has acknowledged, and whether it may
 * be written. Nothing that was written is dropped but by `discard`.
 */
export class NoteSession {
  readonly #options: NoteSessionOptions
  readonly #retry = new Retry()
  readonly #listeners = new Set<() => void>()
  #live: LiveDocument
  #view: NoteView
  /** How often something was written here, and how much of that went out and was acknowledged. */
  readonly #writes: { made: number; sent: number; acknowledged: number }
  #isReadable = false
  #isEnded = false

  constructor(options: NoteSessionOptions) {
    this.#options = options
    const made = options.hasUnsent ? 1 : 0
    this.#writes = { made, sent: 0, acknowledged: 0 }
    this.#view = {
      state: 'loading',
      connection: 'connecting',
      mayWrite: options.mayWrite,
      locked: false,
      saved: made === 0,
      kept: options.device.kept,
      refused: null,
    }
    options.device.onChange(() => this.#set({ kept: options.device.kept }))
    this.#live = this.#open()
    this.#retry.later(CONNECT_GRACE_MS, () => {
      if (this.#view.connection === 'connecting') {
        this.#set({ connection: 'offline' })
      }
    })
  }

  get name(): string {
    return this.#options.name
  }

  get doc(): Y.Doc {
    return this.#live.doc
  }

  get awareness(): LiveDocument['awareness'] {
    return this.#live.awareness
  }

  view = (): NoteView => this.#view

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Gives up what the server does not take: the note as the server has it takes its place, with another document. */
  discard(): void {
    const old = this.#live
    old.silence()
    void old.copy.erase().then(() => {
      if (!this.#isEnded) {
        old.destroy()
        Object.assign(this.#writes, { made: 0, sent: 0, acknowledged: 0 })
        this.#isReadable = false
        this.#set({ state: 'loading', connection: 'connecting', saved: true, refused: null })
        this.#live = this.#open()
        this.#tell()
      }
    })
  }

  destroy(): void {
    this.#isEnded = true
    this.#retry.stop()
    this.#listeners.clear()
    this.#live.destroy()
  }

  #open(): LiveDocument {
    const doc = newAuthorDoc()
    const content: DocumentContent = { doc, destroy: () => doc.destroy() }
    const { name, device, socket, getToken } = this.#options
    const mine =
      <A extends unknown[]>(work: (...args: A) => void) =>
      (...args: A): void => {
        if (!this.#isEnded && this.#live === live) {
          work(...args)
        }
      }
    const live: LiveDocument = new LiveDocument({
      name,
      device,
      socket,
      getToken,
      content,
      events: {
        onSynced: mine(() => this.#synced()),
        onSent: mine(() => {
          this.#writes.sent = this.#writes.made
        }),
        onAnswered: mine((accepted) => accepted && this.#answered()),
        onClosed: mine((reason) => this.#closed(reason)),
        onStateless: mine((payload) => this.#told(payload)),
        onPeers: () => {}, // the editor listens itself
      },
    })
    void this.#start(live)
    return live
  }

  /** First what this device has, then the server. */
  async #start(live: LiveDocument): Promise<void> {
    const isKept = await live.copy.load()
    if (this.#isEnded || this.#live !== live) {
      return
    }
    live.doc.on('update', (_: Uint8Array, _origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
      if (transaction.local) {
        this.#writes.made++
        this.#set({ saved: false })
      }
    })
    if (isKept) {
      this.#isReadable = true
      this.#set({ state: 'open' })
    }
    if (!this.#options.socket.shouldConnect) {
      this.#set({ connection: 'offline' }) // the browser says so
    }
    void live.connect()
  }

  #synced(): void {
    void this.#live.copy.markLoaded()
    this.#isReadable = true
    this.#retry.succeeded()
    this.#live.awareness.setLocalStateField('cell', null) // here, wherever in the text
    this.#set({ state: 'open', connection: 'online' })
  }

  #answered(): void {
    if (this.#live.unanswered === 0) {
      this.#writes.acknowledged = this.#writes.sent
      this.#set({ saved: this.#writes.acknowledged === this.#writes.made })
    }
  }

  #told(payload: string): void {
    const message = parseStateless(payload)
    if (message?.type === 'rights') {
      this.#set({ mayWrite: !message.locked && message.writable.includes(ORDER), locked: message.locked })
    }
  }

  #closed(reason: string): void {
    const response = closeResponse(reason)
    switch (response) {
      case 'wait':
        return this.#set({ connection: this.#view.connection === 'connecting' ? 'connecting' : 'offline' })
      case 'authenticate':
      case 'retry':
      case 'describe':
      case 'reload':
        this.#set({ connection: this.#isReadable || this.#retry.attempts > 0 ? 'offline' : this.#view.connection })
        return this.#retry.again(() => void this.#live.reconnect())
      case 'freeze-locked':
        this.#set({ locked: true })
        return this.#refuse(reason)
      case 'freeze-and-describe':
        return reason === 'not-found' ? this.#forget() : this.#refuse(reason)
      case 'freeze':
      case 'start-fresh':
        return this.#refuse(reason)
      default:
        return assertNever(response)
    }
  }

  /** What is here stays to be read and copied, and is not sent again. */
  #refuse(reason: string): void {
    this.#live.silence()
    this.#set({ mayWrite: false, refused: !this.#view.saved && isCloseReason(reason) ? reason : null })
  }

  /** Whoever may not read it any more has nothing of it on this device either, but words of their own. */
  #forget(): void {
    if (this.#view.saved) {
      this.#live.silence()
      void this.#live.copy.erase()
      return this.#set({ state: 'gone', mayWrite: false })
    }
    this.#refuse('not-found')
  }

  #set(change: Partial<NoteView>): void {
    const view = { ...this.#view, ...change }
    const before = new Map(Object.entries(this.#view))
    const isNews = Object.entries(view).some(([key, value]) => before.get(key) !== value)
    if (isNews && !this.#isEnded) {
      this.#view = view
      this.#tell()
    }
  }

  #tell(): void {
    this.#listeners.forEach((listener) => listener())
  }
}

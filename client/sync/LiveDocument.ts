import type { HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import * as Y from 'yjs'
import { gestureRange } from '#collab/binding/GestureOrigin.ts'
import { isOutdone } from '#collab/binding/isOutdone.ts'
import { isCloseReason } from '#collab/protocol/closeReasons.ts'
import { gesturesMessages, type GestureRange } from '#collab/protocol/gestures.ts'
import { applyBaseFirst, isLargeFor } from './baseFirst.ts'
import { LocalCopy } from './device/LocalCopy.ts'
import type { SheetDevice } from './device/SheetDevice.ts'
import { leave, whenLeft } from './leaving.ts'
import { PatientProvider } from './PatientProvider.ts'
import { Unacknowledged } from './Unacknowledged.ts'

/** What happens on the wire, for the session. */
export interface LiveDocumentEvents {
  /** The server's content is in the document. */
  onSynced(): void
  /** A message that will be acknowledged went out. */
  onSent(): void
  /** The next message was acknowledged (or refused whole). `ranges`: which clocks that settles. */
  onAnswered(accepted: boolean, ranges: readonly GestureRange[]): void
  /** The document was closed or refused by the server, or the socket was lost. */
  onClosed(reason: string): void
  onStateless(payload: string): void
  onPeers(): void
}

/** A document in the memory of this page, with what reads it. */
export interface DocumentContent {
  readonly doc: Y.Doc
  destroy(): void
}

export interface LiveDocumentOptions<Content extends DocumentContent> {
  name: string
  device: SheetDevice
  socket: HocuspocusProviderWebsocket
  getToken: () => Promise<string>
  events: LiveDocumentEvents
  content: Content
}

/** Edits within this time travel as one message; 20 to 50 keeps typing prompt and the server calm. */
const FLUSH_DELAY_MS = 30

const SYNC_MESSAGE = 0
const SYNC_STATUS_MESSAGE = 8
const SYNC_STEP_1 = 0
/** Origin of what was made here and the server has already. */
const BEGINNING = 'beginning'
const DOCUMENT_UPDATE = 'A document update'

/** A document on this device and on the wire. Tells what happened and decides nothing. */
export class LiveDocument<Content extends DocumentContent = DocumentContent> {
  readonly name: string
  readonly copy: LocalCopy
  readonly content: Content
  readonly #socket: HocuspocusProviderWebsocket
  readonly #provider: PatientProvider
  readonly #events: LiveDocumentEvents
  readonly #gestures = new Unacknowledged<GestureRange>()
  #sending = false
  #silent = false
  /** The connection ended, and the document was not opened again. */
  #shut = false
  /** The server closed or refused it on a socket that goes on. */
  #refused = false
  #closed = false

  constructor({ name, device, socket, getToken, events, content }: LiveDocumentOptions<Content>) {
    this.name = name
    this.#events = events
    this.#socket = socket
    this.content = content
    this.copy = new LocalCopy(device, name, this.doc)
    this.#provider = new PatientProvider(
      {
        websocketProvider: socket,
        name,
        document: this.doc,
        token: getToken,
        flushDelay: FLUSH_DELAY_MS,
        onSynced: () => events.onSynced(),
        onStateless: ({ payload }) => events.onStateless(payload),
        onOutgoingMessage: ({ message }) => {
          if (message.description?.startsWith(DOCUMENT_UPDATE) === true) {
            this.#announceSending()
          }
        },
        onMessage: ({ message }) => this.#read(message),
        // Any other reason is a token that could not be fetched.
        onAuthenticationFailed: ({ reason }) => this.#lost(isCloseReason(reason) ? reason : 'unauthenticated'),
        onClose: ({ event }) => this.#lost(event.reason),
        onAwarenessChange: () => events.onPeers(),
      },
      (update) => (isLargeFor(this.doc, update) ? this.#begin(update) : null),
    )
    // Until the server has asked for what we have, its answer carries every edit; a message sent earlier would be
    // queued before authentication and counted twice.
    this.doc.off('update', this.#provider.boundDocumentUpdateHandler)
    socket.on('open', this.#forgetQueue)
    this.doc.gcFilter = (item) => !(isOutdone(item) && this.#isUnsent(item))
    this.doc.on('afterTransaction', (transaction: Y.Transaction) => {
      const range = gestureRange(transaction)
      if (range !== null) {
        this.#gestures.add([range])
      }
    })
  }

  /**
   * What the socket took while it was closing belongs to the old connection. It would be sent on the new one, uncounted, and
   * its acknowledgement taken for that of our answer, which has everything anyway.
   */
  readonly #forgetQueue = (): void => {
    Object.assign(this.#socket, { messageQueue: [] })
  }

  get doc(): Y.Doc {
    return this.content.doc
  }

  /** Which of the clocks that the server has not acknowledged belong to which gesture. */
  gestures(): GestureRange[] {
    return this.#gestures.items()
  }

  /** The same, of an earlier tab whose changes are in this document. */
  addGestures(ranges: readonly GestureRange[]): void {
    this.#gestures.add(ranges)
  }

  /** Messages that went out and were not answered. */
  get unanswered(): number {
    return this.#gestures.unanswered
  }

  /** Puts in what the server has too, so that it sends only the rest. */
  put(update: Uint8Array): void {
    if (!this.#closed) {
      Y.applyUpdate(this.doc, update, BEGINNING)
    }
  }

  /** Begins to talk to the server. Once only, when the local copy is in the document. */
  async connect(): Promise<void> {
    await whenLeft(this.#socket, this.name)
    if (!this.#closed && !this.#silent) {
      this.#provider.attach()
    }
  }

  /** Says something beside the document; nothing any more once it is silent. */
  say(message: object): void {
    if (!this.#silent) {
      this.#provider.sendStateless(JSON.stringify(message))
    }
  }

  /** Sends what waits for more to travel with it. */
  flush(): void {
    this.#provider.flushPendingUpdates()
  }

  get synced(): boolean {
    return this.#provider.isSynced
  }

  get awareness(): NonNullable<PatientProvider['awareness']> {
    const { awareness } = this.#provider
    if (awareness === null) {
      throw new Error('presence is always on')
    }
    return awareness
  }

  /** After the server closed the document on an open socket: proves who we are again and asks for what changed. */
  async reconnect(): Promise<void> {
    if (this.#refused && !this.#closed && !this.#silent) {
      this.#refused = false
      await this.#provider.sendToken()
      this.#provider.startSync()
    }
  }

  /** Stops talking to the server, for good; the document stays readable. */
  silence(): void {
    this.#stopSending()
    // Once only: the socket knows documents by name, and by then another one may go by this name.
    if (!this.#silent) {
      this.#silent = true
      this.#socket.off('open', this.#forgetQueue)
      if (this.#shut || this.#socket.webSocket?.readyState !== WebSocket.OPEN) {
        // The provider would say goodbye, at once or with the next connection, and the server would take that for the next
        // document of this name.
        this.#socket.configuration.providerMap.delete(this.#provider.effectiveName)
      } else if (this.#socket.configuration.providerMap.get(this.#provider.effectiveName) === this.#provider) {
        leave(this.#socket, this.name)
      }
      this.#provider.destroy()
    }
  }

  destroy(): void {
    this.#closed = true
    this.silence()
    this.copy.close()
    this.content.destroy()
  }

  /** The local copy keeps it as one: a document that is half there would be taken for whole by the next tab. */
  *#begin(update: Uint8Array): Generator<void> {
    this.copy.awaitWhole()
    yield* applyBaseFirst(this.doc, update, this.#provider)
    void this.copy.keepBeginning(update)
  }

  #isUnsent({ id }: Y.Item): boolean {
    const ranges = this.#gestures.items()
    return ranges.some(({ client, from, to }) => client === id.client && from <= id.clock && id.clock < to)
  }

  #read(message: { readVarString(): string; readVarUint(): number }): void {
    message.readVarString()
    const type = message.readVarUint()
    if (type === SYNC_STATUS_MESSAGE) {
      const settled = this.#gestures.answered()
      this.#events.onAnswered(message.readVarUint() === 1, settled)
    } else if (type === SYNC_MESSAGE && message.readVarUint() === SYNC_STEP_1) {
      this.#shut = false
      // The provider answers at once with all that the server lacks; from here on edits are sent as they happen.
      this.#announceSending()
      this.#startSending()
    }
  }

  /** A message with changes is about to go out: the server is told first what they belong to. */
  #announceSending(): void {
    const ranges = this.#gestures.sent()
    // One typed edit is what the server takes everything for of which it was told nothing.
    if (ranges.length > 1 || ranges[0]?.kind !== 'typed') {
      for (const message of gesturesMessages(ranges)) {
        this.#provider.sendStateless(JSON.stringify(message))
      }
    }
    this.#events.onSent()
  }

  #lost(reason: string): void {
    this.#gestures.disconnected()
    this.#shut = true
    this.#refused = isCloseReason(reason)
    this.#stopSending()
    this.#events.onClosed(reason)
  }

  #startSending(): void {
    if (!this.#sending) {
      this.#sending = true
      this.doc.on('update', this.#provider.boundDocumentUpdateHandler)
    }
  }

  #stopSending(): void {
    this.#sending = false
    this.doc.off('update', this.#provider.boundDocumentUpdateHandler)
  }
}

/**
 * One WebSocket in front of Hocuspocus: only whole frames pass, a flood waits in the kernel instead of in our memory, a
 * document that was closed takes nothing more until it is opened again, and nobody stays without signing in.
 */
import type { Hocuspocus } from '@hocuspocus/server'
import type { WebSocket } from 'ws'
import type { CloseReason } from '#collab/protocol/closeReasons.ts'
import { parseFrame, type Frame } from './frame.ts'
import type { LiveMetrics } from './LiveMetrics.ts'

export interface SocketLimits {
  /** Until the first document is open, in milliseconds. */
  signInMs: number
  documents: number
  /** Documents that were refused within a minute: each costs a few queries. */
  refusedDocuments: number
  /** Sockets of this server on which nobody has signed in yet: above this, there is less time for it. */
  strangers: number
  crowdedSignInMs: number
  awarenessBytes: number
  /** Messages and bytes received but not yet handled; above these the socket is not read. */
  messagesInFlight: number
  bytesInFlight: number
}

export const SOCKET_LIMITS: SocketLimits = {
  signInMs: 10_000,
  documents: 64,
  refusedDocuments: 100,
  strangers: 1000,
  crowdedSignInMs: 1000,
  awarenessBytes: 4096,
  messagesInFlight: 256,
  bytesInFlight: 16 << 20,
}

export type ClientConnection = ReturnType<Hocuspocus['handleConnection']>

const POLICY_VIOLATION = 1008
const RESTART = 1012
/** State of a WebSocket. */
const OPEN = 1
const MINUTE_MS = 60_000
/** So long the other side may take to close, too. */
const GOODBYE_MS = 3000

export class LiveSocket {
  readonly #socket: WebSocket
  readonly #limits: SocketLimits
  readonly #metrics: Pick<LiveMetrics, 'refused'>
  readonly #openedAt = performance.now()
  readonly #documents = new Set<string>()
  readonly #closed = new Set<string>()
  /** Signed in to, or about to be. */
  readonly #entered = new Set<string>()
  /** The client left the document, and what it has sent for it since; handled when it is closed. */
  readonly #left = new Map<string, Uint8Array[]>()
  readonly #inFlight = new Map<string, { messages: number; bytes: number }>()
  /** Since when, and how many. */
  #refused = { since: 0, documents: 0 }
  #signIn: NodeJS.Timeout | null
  #target: ClientConnection | null = null

  constructor(socket: WebSocket, limits: SocketLimits, metrics: Pick<LiveMetrics, 'refused'>) {
    this.#socket = socket
    this.#limits = limits
    this.#metrics = metrics
    this.#signIn = setTimeout(() => this.close('unauthenticated'), limits.signInMs)
    socket.on('message', (data: Buffer) => this.#receive(data))
    socket.on('close', (code, reason) => {
      this.#clearSignIn()
      this.#target?.handleClose({ code, reason: reason.toString() })
    })
    socket.on('error', () => {}) // a close always follows
  }

  /** Hocuspocus' side of the socket. */
  attach(target: ClientConnection): void {
    this.#target = target
  }

  /** Milliseconds since it was opened. */
  get age(): number {
    return performance.now() - this.#openedAt
  }

  /** A document was asked for, and not yet refused or opened. */
  get isSigningIn(): boolean {
    return this.#entered.size > 0
  }

  /** A document is open: somebody is known here. */
  handleOpened(): void {
    this.#clearSignIn()
  }

  /** A document was closed or refused: what still arrives for it is dropped until the client opens it again. */
  handleDocumentClosed(address: string): void {
    this.#closed.add(address)
    this.#entered.delete(address)
    this.#documents.delete(address)
    this.#inFlight.delete(address)
    this.#flow()
    const since = this.#left.get(address) ?? []
    this.#left.delete(address)
    if (since.length > 0) {
      setImmediate(() => since.forEach((frame) => this.#receive(frame)))
    }
  }

  /** Whoever tries one document after the other is let go. */
  handleDocumentRefused(address: string): void {
    const now = performance.now()
    if (now - this.#refused.since > MINUTE_MS) {
      this.#refused = { since: now, documents: 0 }
    }
    this.#refused.documents++
    if (this.#refused.documents > this.#limits.refusedDocuments) {
      this.close('too-many-documents')
    }
    this.handleDocumentClosed(address)
  }

  /** One message of that document was handled. */
  handleDone(address: string, bytes: number): void {
    const flight = this.#inFlight.get(address)
    if (flight !== undefined) {
      flight.messages--
      flight.bytes -= bytes
      this.#flow()
    }
  }

  /** Takes no more messages; what is in flight goes on. */
  pause(): void {
    this.#socket.pause()
  }

  close(reason: CloseReason): void {
    if (this.#socket.readyState !== OPEN) {
      return
    }
    if (reason !== 'stopping') {
      this.#metrics.refused(reason, 1)
    }
    this.#clearSignIn()
    this.#socket.close(reason === 'stopping' ? RESTART : POLICY_VIOLATION, reason)
    setTimeout(() => this.#socket.terminate(), GOODBYE_MS).unref()
  }

  terminate(): void {
    this.#socket.terminate()
  }

  #receive(data: Uint8Array): void {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.length)
    const frame = parseFrame(bytes)
    if (frame === null) {
      this.close('malformed')
    } else if (frame.type === 'awareness' && frame.bytes > this.#limits.awarenessBytes) {
      this.close('presence-too-large')
    } else if (this.#waitsFor(frame, bytes)) {
      return
    } else if (this.#admits(frame)) {
      this.#count(frame)
      this.#target?.handleMessage(bytes)
    }
  }

  /**
   * Somebody who leaves a document and comes back at once: Hocuspocus would hand the new sign-in to the connection that is
   * being closed, and nothing of the document would ever be answered.
   */
  #waitsFor({ address, type }: Frame, bytes: Uint8Array): boolean {
    const since = this.#left.get(address)
    if (since !== undefined) {
      since.push(bytes)
      if (since.length > this.#limits.messagesInFlight) {
        this.close('too-busy')
      }
      return true
    }
    if (type === 'close' && this.#entered.has(address)) {
      this.#left.set(address, [])
    }
    return false
  }

  #admits({ address, type }: Frame): boolean {
    if (type === 'auth') {
      this.#closed.delete(address)
      this.#entered.add(address)
    }
    if (this.#closed.has(address)) {
      return false
    }
    this.#documents.add(address)
    if (this.#documents.size > this.#limits.documents) {
      this.close('too-many-documents')
      return false
    }
    return true
  }

  #count({ address, type, bytes }: Frame): void {
    if (type === 'auth') {
      return
    }
    const flight = this.#inFlight.get(address) ?? { messages: 0, bytes: 0 }
    flight.messages++
    flight.bytes += bytes
    this.#inFlight.set(address, flight)
    this.#flow()
  }

  #flow(): void {
    let [messages, bytes] = [0, 0]
    for (const flight of this.#inFlight.values()) {
      messages += flight.messages
      bytes += flight.bytes
    }
    const { messagesInFlight, bytesInFlight } = this.#limits
    if (messages > messagesInFlight || bytes > bytesInFlight) {
      this.#socket.pause()
    } else if (this.#socket.isPaused && messages <= messagesInFlight / 2 && bytes <= bytesInFlight / 2) {
      this.#socket.resume()
    }
  }

  #clearSignIn(): void {
    if (this.#signIn !== null) {
      clearTimeout(this.#signIn)
      this.#signIn = null
    }
  }
}

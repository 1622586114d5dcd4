/** The sockets of this server. When there are many on which nobody has signed in, the oldest of them are let go. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { CloseReason } from '#collab/protocol/closeReasons.ts'
import type { LiveMetrics } from './LiveMetrics.ts'
import { LiveSocket, SOCKET_LIMITS, type ClientConnection, type SocketLimits } from './LiveSocket.ts'
import { createSocketServer } from './socketServer.ts'

export interface LiveSocketsOptions {
  /** Hands a socket to Hocuspocus. */
  connect(webSocket: WebSocket, request: Request): ClientConnection
  limits: Partial<SocketLimits>
  metrics: LiveMetrics
}

export class LiveSockets {
  readonly #connect: LiveSocketsOptions['connect']
  readonly #limits: SocketLimits
  readonly #metrics: LiveMetrics
  readonly #server = createSocketServer()
  readonly #sockets = new Set<LiveSocket>()
  readonly #byRequest = new WeakMap<Request, LiveSocket>()
  /** Oldest first. */
  readonly #strangers = new Set<LiveSocket>()

  constructor({ connect, limits, metrics }: LiveSocketsOptions) {
    this.#connect = connect
    this.#limits = { ...SOCKET_LIMITS, ...limits }
    this.#metrics = metrics
  }

  get size(): number {
    return this.#sockets.size
  }

  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#open(webSocket, request.url ?? '/'))
  }

  /** The socket that a request of Hocuspocus came by. */
  of(request: Request): LiveSocket | undefined {
    return this.#byRequest.get(request)
  }

  /** Somebody is known on that socket. */
  handleOpened(live: LiveSocket): void {
    live.handleOpened()
    this.#strangers.delete(live)
  }

  pause(): void {
    this.#sockets.forEach((live) => live.pause())
  }

  /** Says goodbye on every socket; no more are accepted. */
  close(reason: CloseReason): void {
    this.#sockets.forEach((live) => live.close(reason))
    this.#server.close()
  }

  /** Ends sockets whose other side does not answer. */
  terminate(): void {
    this.#sockets.forEach((live) => live.terminate())
  }

  #open(webSocket: WebSocket, url: string): void {
    const live = new LiveSocket(webSocket, this.#limits, this.#metrics)
    const request = new Request(`http://localhost${url}`)
    this.#byRequest.set(request, live)
    this.#sockets.add(live)
    this.#strangers.add(live)
    webSocket.on('close', () => {
      this.#sockets.delete(live)
      this.#strangers.delete(live)
    })
    live.attach(this.#connect(webSocket, request))
    this.#letStrangersGo()
  }

  /** Whoever means to sign in does so at once. Those whose sign-in is under way wait for us, and not we for them. */
  #letStrangersGo(): void {
    const { strangers, crowdedSignInMs } = this.#limits
    for (const oldest of this.#strangers) {
      if (this.#strangers.size <= strangers || oldest.age < crowdedSignInMs) {
        return
      }
      if (!oldest.isSigningIn) {
        this.#strangers.delete(oldest)
        oldest.close('too-many-sockets')
      }
    }
  }
}

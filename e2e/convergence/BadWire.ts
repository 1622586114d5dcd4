import * as decoding from 'lib0/decoding'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import { FRAME } from '#collab/testing/RawSocket.ts'

/** Probabilities per frame, and times in milliseconds. */
const CUT = 0.001
/** Frames behind this one are lost with the connection. */
const CUT_IN_BURST = 0.004
const SLOW = 0.3
const SLOW_MS = 25
const HELD = 0.1
const HELD_MS = 200

/**
 * A wire between browsers and a server that is as bad as wires are: frames are late, acknowledgements later, and the
 * connection is lost at any moment with everything that is on it. What arrives, arrives in order.
 */
export class BadWire {
  readonly #sockets: WebSocketServer
  readonly #target: string
  readonly #next: () => number
  /** Connections that were lost. */
  cuts = 0
  /** Acknowledgements that were held. */
  held = 0
  #isBad = true

  /** `next` decides: numbers in [0, 1). */
  static async start(target: string, next: () => number): Promise<BadWire> {
    const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
    await once(sockets, 'listening')
    return new BadWire(sockets, target, next)
  }

  private constructor(sockets: WebSocketServer, target: string, next: () => number) {
    this.#sockets = sockets
    this.#target = target
    this.#next = next
    sockets.on('connection', (browser) => this.#join(browser))
  }

  get url(): string {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on TCP
    return `ws://127.0.0.1:${(this.#sockets.address() as AddressInfo).port}/collab`
  }

  /** From now on it is a good one. */
  mend(): void {
    this.#isBad = false
  }

  stop(): void {
    this.#sockets.clients.forEach((browser) => browser.terminate())
    this.#sockets.close()
  }

  #join(browser: WebSocket): void {
    const server = new WebSocket(this.#target, { perMessageDeflate: false })
    const opened = new Promise<void>((resolve) => server.once('open', resolve))
    const lose = (): void => {
      this.cuts++
      browser.terminate()
      server.terminate()
    }
    this.#lead(browser, server, opened, lose)
    this.#lead(server, browser, Promise.resolve(), lose)
  }

  #lead(from: WebSocket, to: WebSocket, ready: Promise<void>, lose: () => void): void {
    let waiting = 0
    let last = ready
    from.on('message', (data: Buffer) => {
      waiting++
      last = last.then(async () => {
        await this.#delay(data)
        if (this.#isBad && this.#next() < (waiting > 1 ? CUT_IN_BURST : CUT)) {
          lose()
        }
        waiting--
        if (to.readyState === WebSocket.OPEN) {
          to.send(data, { binary: true })
        }
      })
    })
    from.on('error', () => {}) // a close always follows
    from.on('close', (code, reason) => {
      void last.then(() => (code === NO_STATUS || code === ABNORMAL ? to.terminate() : to.close(code, reason)))
    })
  }

  async #delay(data: Buffer): Promise<void> {
    if (this.#isBad && typeOf(data) === FRAME.syncStatus && this.#next() < HELD) {
      this.held++
      await wait(this.#next() * HELD_MS)
    } else if (this.#isBad && this.#next() < SLOW) {
      await wait(this.#next() * SLOW_MS)
    }
  }
}

const NO_STATUS = 1005
const ABNORMAL = 1006

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

function typeOf(frame: Buffer): number {
  const decoder = decoding.createDecoder(frame)
  decoding.readVarString(decoder) // the document
  return decoding.readVarUint(decoder)
}

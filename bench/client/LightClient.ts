/**
 * A client that costs little: raw frames on a socket, no document of its own unless given one, acknowledgements counted
 * in order. Speaks to bare Hocuspocus and to our server alike, so that both are measured by the same ruler.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import WebSocket from 'ws'
import * as Y from 'yjs'

const SYNC = 0
const AWARENESS = 1
const AUTH = 2
const SYNC_REPLY = 4
const CLOSE = 7
const SYNC_STATUS = 8

export class LightClient {
  readonly socket: WebSocket
  readonly ready: Promise<void>
  sentAt: number[] = []
  acked = 0
  ackMs: number[] = []
  received = 0
  closed: string | null = null
  onUpdate: ((update: Uint8Array) => void) | null = null
  onAck: ((index: number) => void) | null = null
  readonly #name: string
  readonly #doc: Y.Doc | null
  #synced: () => void = () => {}
  #handshakeAcks = 0

  constructor(options: { url: string; name: string; token: string; doc?: Y.Doc; stateVector?: Uint8Array }) {
    this.#name = options.name
    this.#doc = options.doc ?? null
    this.ready = new Promise((resolve) => {
      this.#synced = resolve
    })
    this.socket = new WebSocket(options.url, { perMessageDeflate: false })
    this.socket.on('error', () => {})
    this.socket.on('open', () => {
      this.socket.send(
        this.#frame((body) => {
          encoding.writeVarUint(body, AUTH)
          encoding.writeVarUint(body, 0)
          encoding.writeVarString(body, options.token)
          encoding.writeVarString(body, '4.7.0')
        }),
      )
      const known = this.#doc === null ? (options.stateVector ?? Uint8Array.of(0)) : Y.encodeStateVector(this.#doc)
      this.socket.send(
        this.#frame((body) => {
          encoding.writeVarUint(body, SYNC)
          encoding.writeVarUint(body, 0)
          encoding.writeVarUint8Array(body, known)
        }),
      )
    })
    this.socket.on('message', (data: Buffer) => this.#receive(data))
  }

  #frame(write: (body: encoding.Encoder) => void): Uint8Array {
    const body = encoding.createEncoder()
    encoding.writeVarString(body, this.#name)
    write(body)
    return encoding.toUint8Array(body)
  }

  encode(update: Uint8Array): Uint8Array {
    return this.#frame((body) => {
      encoding.writeVarUint(body, SYNC)
      encoding.writeVarUint(body, 2)
      encoding.writeVarUint8Array(body, update)
    })
  }

  sendFrame(frame: Uint8Array): void {
    this.sentAt.push(performance.now())
    this.socket.send(frame)
  }

  send(update: Uint8Array): void {
    this.sendFrame(this.encode(update))
  }

  /** Where this client is, as an update of its awareness. */
  announce(update: Uint8Array): void {
    this.socket.send(
      this.#frame((body) => {
        encoding.writeVarUint(body, AWARENESS)
        encoding.writeVarUint8Array(body, update)
      }),
    )
  }

  get inFlight(): number {
    return this.sentAt.length - this.acked
  }

  close(): void {
    this.socket.terminate()
  }

  #receive(data: Buffer): void {
    const decoder = decoding.createDecoder(new Uint8Array(data.buffer, data.byteOffset, data.length))
    decoding.readVarString(decoder)
    const type = decoding.readVarUint(decoder)
    if (type === SYNC_STATUS) {
      this.#acknowledged()
    } else if (type === SYNC || type === SYNC_REPLY) {
      this.#sync(decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder))
    } else if (type === CLOSE) {
      this.closed = decoding.readVarString(decoder)
    }
  }

  #acknowledged(): void {
    if (this.#handshakeAcks > 0) {
      this.#handshakeAcks--
      return
    }
    this.ackMs.push(performance.now() - this.sentAt[this.acked]!)
    const index = this.acked++
    this.onAck?.(index)
  }

  #sync(step: number, payload: Uint8Array): void {
    if (step === 0) {
      this.#answer(payload)
      return
    }
    this.received++
    if (this.#doc !== null) {
      Y.applyUpdate(this.#doc, payload, 'net')
    }
    if (step === 1) {
      this.#synced()
    }
    this.onUpdate?.(payload)
  }

  /** As a provider does: what the server lacks. */
  #answer(stateVector: Uint8Array): void {
    const doc = this.#doc
    if (doc === null) {
      return
    }
    this.#handshakeAcks++
    this.socket.send(
      this.#frame((body) => {
        encoding.writeVarUint(body, SYNC)
        encoding.writeVarUint(body, 1)
        encoding.writeVarUint8Array(body, Y.encodeStateAsUpdate(doc, stateVector))
      }),
    )
  }
}

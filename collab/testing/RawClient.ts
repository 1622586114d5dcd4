/** A client of raw frames: counts acknowledgements one by one, in order, which no provider tells. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import WebSocket from 'ws'
import * as Y from 'yjs'
import { parseStateless, type StatelessMessage } from '#collab/protocol/stateless.ts'

const SYNC = 0
const AUTH = 2
const SYNC_REPLY = 4
const STATELESS = 5
const CLOSE = 7
const SYNC_STATUS = 8
const [STEP_1, STEP_2, UPDATE] = [0, 1, 2]

export class RawClient {
  /** Resolves when everything has arrived that the server had, and what it lacked was taken. */
  readonly ready: Promise<void>
  /** Reasons of closed documents. */
  readonly closes: string[] = []
  readonly messages: StatelessMessage[] = []
  readonly #socket: WebSocket
  readonly #name: string
  readonly #doc: Y.Doc
  readonly #waiting: (() => void)[] = []
  #isSynced = false
  #resolveReady: () => void = () => {}
  #rejectReady: (error: Error) => void = () => {}

  constructor({ url, name, token, doc }: { url: string; name: string; token: string; doc: Y.Doc }) {
    this.#name = name
    this.#doc = doc
    this.ready = new Promise((resolve, reject) => {
      this.#resolveReady = resolve
      this.#rejectReady = reject
    })
    this.ready.catch(() => {}) // whoever waits hears of it
    this.#socket = new WebSocket(url, { perMessageDeflate: false })
    this.#socket.on('error', (error) => this.#rejectReady(error))
    this.#socket.on('close', () => this.#rejectReady(new Error('closed')))
    this.#socket.on('message', (data: Buffer) => this.#receive(data))
    this.#socket.on('open', () => {
      this.#write(AUTH, (body) => {
        encoding.writeVarUint(body, 0)
        encoding.writeVarString(body, token)
        encoding.writeVarString(body, '4.7.0')
      })
      this.#write(SYNC, (body) => {
        encoding.writeVarUint(body, STEP_1)
        encoding.writeVarUint8Array(body, Y.encodeStateVector(doc))
      })
    })
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN
  }

  get inFlight(): number {
    return this.#waiting.length
  }

  /** `onAcknowledged` runs when the server has acknowledged exactly this message. */
  send(update: Uint8Array, onAcknowledged: () => void): void {
    this.#waiting.push(onAcknowledged)
    this.#write(SYNC, (body) => {
      encoding.writeVarUint(body, UPDATE)
      encoding.writeVarUint8Array(body, update)
    })
  }

  close(): void {
    this.#socket.terminate()
  }

  #write(type: number, write: (body: encoding.Encoder) => void): void {
    const body = encoding.createEncoder()
    encoding.writeVarString(body, this.#name)
    encoding.writeVarUint(body, type)
    write(body)
    this.#socket.send(encoding.toUint8Array(body))
  }

  #receive(data: Buffer): void {
    const decoder = decoding.createDecoder(new Uint8Array(data.buffer, data.byteOffset, data.length))
    decoding.readVarString(decoder)
    const type = decoding.readVarUint(decoder)
    if (type === SYNC_STATUS && decoding.readVarUint(decoder) === 1) {
      this.#waiting.shift()?.()
    } else if (type === CLOSE) {
      this.closes.push(decoding.readVarString(decoder))
    } else if (type === STATELESS) {
      this.messages.push(...[parseStateless(decoding.readVarString(decoder))].filter((message) => message !== null))
    } else if (type === SYNC || type === SYNC_REPLY) {
      this.#sync(decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder))
    }
  }

  #sync(step: number, payload: Uint8Array): void {
    if (step === STEP_1) {
      this.#waiting.push(() => this.#becomeReady(true)) // the answer is acknowledged like an edit
      this.#write(SYNC, (body) => {
        encoding.writeVarUint(body, STEP_2)
        encoding.writeVarUint8Array(body, Y.encodeStateAsUpdate(this.#doc, payload))
      })
      return
    }
    Y.applyUpdate(this.#doc, payload, 'net')
    if (step === STEP_2) {
      this.#isSynced = true
      this.#becomeReady(false)
    }
  }

  #hasAnswered = false
  #becomeReady(hasAnswered: boolean): void {
    this.#hasAnswered ||= hasAnswered
    if (this.#hasAnswered && this.#isSynced) {
      this.#resolveReady()
    }
  }
}

/** A socket that sends whatever a test wants, frame by frame, and keeps everything that comes back. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import WebSocket from 'ws'
import * as Y from 'yjs'

/** Message types of Hocuspocus 4 by their number on the wire. */
export const FRAME = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  syncReply: 4,
  stateless: 5,
  broadcastStateless: 6,
  close: 7,
  syncStatus: 8,
} as const

export const STEP = { one: 0, two: 1, update: 2 } as const

export interface ReceivedFrame {
  address: string
  type: number
  bytes: Uint8Array
}

export class RawSocket {
  readonly socket: WebSocket
  readonly frames: ReceivedFrame[] = []
  /** Code and reason once it is closed. */
  closed: { code: number; reason: string } | null = null
  /** Documents that were refused or closed, each with its reason. */
  readonly refused: { address: string; reason: string }[] = []
  readonly opened: Promise<void>

  constructor(url: string) {
    this.socket = new WebSocket(url, { perMessageDeflate: false })
    this.opened = new Promise((resolve, reject) => {
      this.socket.once('open', resolve)
      this.socket.once('error', reject)
    })
    this.opened.catch(() => {}) // whoever waits hears of it
    this.socket.on('error', () => {})
    this.socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() }
    })
    this.socket.on('message', (data: Buffer) => this.#receive(data))
  }

  /** Everything that came in, as Latin-1. */
  get received(): string {
    return this.frames.map(({ bytes }) => Buffer.from(bytes).toString('latin1')).join('')
  }

  /** What was received is not kept any more: whoever asks ten thousand times gets as many documents. */
  forget(): void {
    this.frames.length = 0
  }

  framesOf(address: string): ReceivedFrame[] {
    return this.frames.filter((frame) => frame.address === address)
  }

  /** How many of its messages the server has acknowledged. */
  acknowledged(address: string): number {
    return this.framesOf(address).filter(({ type }) => type === FRAME.syncStatus).length
  }

  send(bytes: Uint8Array | string): void {
    this.socket.send(bytes)
  }

  frame(address: string, type: number, write: (body: encoding.Encoder) => void = () => {}): void {
    this.send(frameOf(address, type, write))
  }

  auth(address: string, token: string): void {
    this.frame(address, FRAME.auth, (body) => {
      encoding.writeVarUint(body, 0)
      encoding.writeVarString(body, token)
      encoding.writeVarString(body, '4.7.0')
    })
  }

  /** Asks for everything. */
  ask(address: string): void {
    this.frame(address, FRAME.sync, (body) => {
      encoding.writeVarUint(body, STEP.one)
      encoding.writeVarUint8Array(body, Y.encodeStateVector(new Y.Doc()))
    })
  }

  update(address: string, update: Uint8Array, step: number = STEP.update): void {
    this.frame(address, FRAME.sync, (body) => {
      encoding.writeVarUint(body, step)
      encoding.writeVarUint8Array(body, update)
    })
  }

  stateless(address: string, payload: string, type: number = FRAME.stateless): void {
    this.frame(address, type, (body) => encoding.writeVarString(body, payload))
  }

  close(): void {
    this.socket.terminate()
  }

  #receive(data: Buffer): void {
    const bytes = new Uint8Array(data)
    const decoder = decoding.createDecoder(bytes)
    const address = decoding.readVarString(decoder)
    const type = decoding.readVarUint(decoder)
    this.frames.push({ address, type, bytes })
    if (type === FRAME.close) {
      this.refused.push({ address, reason: decoding.readVarString(decoder) })
    } else if (type === FRAME.auth && decoding.readVarUint(decoder) === 1) {
      this.refused.push({ address, reason: decoding.readVarString(decoder) })
    }
  }
}

export function frameOf(address: string, type: number, write: (body: encoding.Encoder) => void = () => {}): Uint8Array {
  const body = encoding.createEncoder()
  encoding.writeVarString(body, address)
  encoding.writeVarUint(body, type)
  write(body)
  return encoding.toUint8Array(body)
}

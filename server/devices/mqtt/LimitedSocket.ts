import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { PacketMeter, type PacketLimits } from './PacketMeter.ts'

/** A connection that is cut before a packet that is larger than allowed is in memory: the broker itself has no such limit. */
export class LimitedSocket extends Duplex {
  readonly #socket: Socket
  readonly #meter: PacketMeter

  constructor(socket: Socket, limits: PacketLimits) {
    super()
    this.#socket = socket
    this.#meter = new PacketMeter(limits)
    socket.on('data', (chunk: Buffer) => {
      if (!this.#meter.take(chunk)) {
        this.destroy()
      } else if (!this.push(chunk)) {
        socket.pause()
      }
    })
    socket.on('end', () => this.push(null))
    socket.on('error', (error) => this.destroy(error))
    socket.on('close', () => this.destroy())
  }

  override _read(): void {
    this.#socket.resume()
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, encoding, done)
  }

  override _final(done: () => void): void {
    this.#socket.end(done)
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }
}

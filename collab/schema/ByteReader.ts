import { MalformedBytes } from './MalformedBytes.ts'

/** Reads bytes that a stranger may have written: never past the end, never more than announced. Throws MalformedBytes. */
export class ByteReader {
  readonly bytes: Uint8Array
  readonly end: number
  position: number

  constructor(bytes: Uint8Array, position = 0, end: number = bytes.length) {
    this.bytes = bytes
    this.position = position
    this.end = end
  }

  byte(): number {
    const byte = this.position < this.end ? this.bytes[this.position] : undefined
    if (byte === undefined) {
      throw new MalformedBytes('unexpected end')
    }
    this.position++
    return byte
  }

  varUint(): number {
    let value = 0
    let scale = 1
    for (let i = 0; i < 7; i++) {
      const byte = this.byte()
      value += (byte & 127) * scale
      if (byte < 128) {
        return value
      }
      scale *= 128
    }
    throw new MalformedBytes('number too long')
  }

  /** A view, not a copy. */
  take(length: number): Uint8Array {
    if (length > this.end - this.position) {
      throw new MalformedBytes('unexpected end')
    }
    const view = this.bytes.subarray(this.position, this.position + length)
    this.position += length
    return view
  }

  /** A fresh buffer, so that it is aligned for typed arrays. */
  copy(length: number): ArrayBuffer {
    return new Uint8Array(this.take(length)).buffer
  }
}

type TypedArray = Float64Array | Int32Array | Uint8Array | Uint16Array | Uint32Array

/** A growing byte buffer. */
export class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer>
  #length = 0

  constructor(capacity = 4096) {
    this.#bytes = new Uint8Array(capacity)
  }

  byte(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#length++] = value
  }

  /** Seven bits a byte, lowest first; up to 2^49. */
  varUint(value: number): void {
    this.#reserve(8)
    let rest = value
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest % 128) | 128
      rest = Math.floor(rest / 128)
    }
    this.#bytes[this.#length++] = rest
  }

  raw(chunk: Uint8Array): void {
    this.#reserve(chunk.length)
    this.#bytes.set(chunk, this.#length)
    this.#length += chunk.length
  }

  /** The memory of a typed array as it is (all our platforms are little-endian). */
  typed(array: TypedArray): void {
    this.raw(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
  }

  /** Length and bytes of another writer. */
  append(other: ByteWriter): void {
    this.varUint(other.#length)
    this.raw(other.#bytes.subarray(0, other.#length))
  }

  /** Begins again in the memory that it has. */
  clear(): void {
    this.#length = 0
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length)
  }

  #reserve(extra: number): void {
    if (this.#length + extra <= this.#bytes.length) {
      return
    }
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + extra))
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
  }
}

/**
 * How large the packets of one MQTT connection say that they are, read from their fixed headers (MQTT 3.1.1, OASIS 2014,
 * section 2.2): the length stands in front, so a packet that is too large is known before it has come.
 */
export interface PacketLimits {
  /** Of the first packet, by which a client says who it is; in bytes. */
  firstBytes: number
  /** Of every other one; in bytes. */
  packetBytes: number
}

/** A length has four bytes at most. */
const MOST_DIGITS = 4

export class PacketMeter {
  readonly #limits: PacketLimits
  #isFirst = true
  /** Of the packet that is being passed: bytes that are still to come. */
  #remaining = 0
  /** Of a header that has begun: null before its first byte. */
  #header: { digits: number; length: number } | null = null

  constructor(limits: PacketLimits) {
    this.#limits = limits
  }

  /** False as soon as a packet is too large, or its length is none. */
  take(chunk: Uint8Array): boolean {
    let at = 0
    while (at < chunk.length) {
      if (this.#remaining > 0) {
        const passed = Math.min(this.#remaining, chunk.length - at)
        this.#remaining -= passed
        at += passed
      } else if (this.#header === null) {
        this.#header = { digits: 0, length: 0 } // the kind of the packet
        at++
      } else if (!this.#takeLength(this.#header, chunk[at++]!)) {
        return false
      }
    }
    return true
  }

  #takeLength(header: { digits: number; length: number }, byte: number): boolean {
    header.length += (byte & 0x7f) * 0x80 ** header.digits++
    const isLast = byte < 0x80
    if (isLast) {
      this.#remaining = header.length
      this.#header = null
    }
    const limit = this.#isFirst ? this.#limits.firstBytes : this.#limits.packetBytes
    this.#isFirst &&= !isLast
    return header.length <= limit && (isLast || header.digits < MOST_DIGITS)
  }
}

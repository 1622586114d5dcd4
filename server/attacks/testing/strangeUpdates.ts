/** Updates that the encoder of Yjs could have written, put together at random down to the byte. Every choice comes from `next`. */
import * as encoding from 'lib0/encoding'
import { cellKey } from '#collab/schema/layout.ts'

const NUMBERS = [0, 1, 2, 3, 7, 63, 127, 128, 1000, 2 ** 20, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1]
const TEXTS = ['', 'x', '\0', '💩', '__proto__', 'null', '{', '{"a":[1]}', 'undefined', '1e999', 'x'.repeat(3000)]
const VALUES: unknown[] = [
  null,
  undefined,
  true,
  -0,
  NaN,
  Infinity,
  5e-324,
  10n,
  'text',
  [],
  [[[]]],
  {},
  { a: { b: 1 } },
]
const ROOTS = [...Array.from({ length: 20 }, () => 'c'), 'p', 'b', 'x', '', '__proto__']
const STRANGE_KEYS = ['', '__proto__', 'constructor', ':2', 'r:', 'r:02', 'r 1:2', 'r:zzzzz', 'x'.repeat(500)]

/** `clients`: who may be claimed as author or neighbour; `rows`: whose cells are aimed at. */
export interface Aim {
  own: number
  clients: readonly number[]
  rows: readonly string[]
}

export class StrangeUpdates {
  readonly #next: () => number
  readonly #aim: Aim

  constructor(next: () => number, aim: Aim) {
    this.#next = next
    this.#aim = aim
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#next() * list.length)]!
  }

  /** One update of a few structs, or of a chain in which each is behind the one before. */
  update(clock: number): Uint8Array {
    const out = encoding.createEncoder()
    const isChain = this.#is(0.1)
    const clients = isChain ? 1 : this.pick([0, 1, 1, 1, 1, 2])
    encoding.writeVarUint(out, this.#is(0.02) ? this.#number() : clients)
    for (let n = 0; n < clients; n++) {
      this.#client(out, clock, isChain ? 1 + Math.floor(this.#next() * 500) : 1 + Math.floor(this.#next() * 4), isChain)
    }
    this.#deletes(out)
    return encoding.toUint8Array(out)
  }

  #is(chance: number): boolean {
    return this.#next() < chance
  }

  #number(): number {
    return this.pick(NUMBERS)
  }

  #client(out: encoding.Encoder, clock: number, structs: number, isChain: boolean): void {
    const client = this.#is(0.8) ? this.#aim.own : this.pick(this.#aim.clients)
    const start = this.#is(0.9) ? clock : this.#number()
    encoding.writeVarUint(out, this.#is(0.02) ? this.#number() : structs)
    encoding.writeVarUint(out, client)
    encoding.writeVarUint(out, start)
    for (let n = 0; n < structs; n++) {
      this.#struct(out, isChain && n > 0 ? { client, clock: start + n - 1 } : null)
    }
  }

  #struct(out: encoding.Encoder, before: { client: number; clock: number } | null): void {
    const ref = before !== null || this.#is(0.85) ? 8 : Math.floor(this.#next() * (this.#is(0.8) ? 11 : 32))
    const hasOrigin = before !== null || this.#is(0.15)
    const hasRight = before === null && this.#is(0.1)
    const hasKey = this.#is(0.96)
    encoding.writeUint8(out, ref | (hasOrigin ? 0x80 : 0) | (hasRight ? 0x40 : 0) | (hasKey ? 0x20 : 0))
    if (ref === 0 || ref === 10) {
      encoding.writeVarUint(out, this.#number())
      return
    }
    if (hasOrigin) {
      this.#id(out, before)
    }
    if (hasRight) {
      this.#id(out, null)
    }
    if (!hasOrigin && !hasRight) {
      this.#parent(out, hasKey)
    }
    this.#content(out, before === null ? ref : 8)
  }

  #id(out: encoding.Encoder, id: { client: number; clock: number } | null): void {
    encoding.writeVarUint(out, id?.client ?? this.pick([this.#aim.own, ...this.#aim.clients]))
    encoding.writeVarUint(out, id?.clock ?? this.#number())
  }

  #parent(out: encoding.Encoder, hasKey: boolean): void {
    if (this.#is(0.9)) {
      encoding.writeVarUint(out, 1)
      encoding.writeVarString(out, this.pick(ROOTS))
    } else {
      encoding.writeVarUint(out, this.#is(0.9) ? 0 : this.#number())
      this.#id(out, null)
    }
    if (hasKey) {
      const isCell = this.#is(0.93)
      const cell = cellKey(this.pick(this.#aim.rows), Math.floor(this.#next() * 10))
      encoding.writeVarString(out, isCell ? cell : this.pick(STRANGE_KEYS))
    }
  }

  #content(out: encoding.Encoder, ref: number): void {
    const length = this.#is(0.98) ? 1 : this.#number()
    switch (ref) {
      case 1: // deleted
        encoding.writeVarUint(out, this.#number())
        break
      case 2: // JSON
        encoding.writeVarUint(out, length)
        encoding.writeVarString(out, this.pick(TEXTS))
        break
      case 3: // binary
        encoding.writeVarUint8Array(
          out,
          Uint8Array.from({ length: 20 }, () => this.#next() * 256),
        )
        break
      case 4: // string
      case 5: // embed
        encoding.writeVarString(out, this.pick(TEXTS))
        break
      case 6: // format
        encoding.writeVarString(out, this.pick(TEXTS))
        encoding.writeVarString(out, this.pick(TEXTS))
        break
      case 7: // type
        encoding.writeVarUint(out, this.#is(0.8) ? Math.floor(this.#next() * 8) : this.#number())
        encoding.writeVarString(out, this.pick(TEXTS))
        break
      case 8: // any
        encoding.writeVarUint(out, length)
        this.#any(out)
        break
      case 9: // document
        encoding.writeVarString(out, this.pick(TEXTS))
        this.#any(out)
        break
      default:
        encoding.writeVarUint(out, this.#number())
    }
  }

  #any(out: encoding.Encoder): void {
    if (this.#is(0.01)) {
      // Arrays of one, each in the one before.
      const depth = this.pick([10, 1000, 20_000])
      encoding.writeUint8Array(
        out,
        Uint8Array.from({ length: 2 * depth }, (_, i) => (i % 2 === 0 ? 117 : 1)),
      )
    }
    encoding.writeAny(out, this.pick(this.#is(0.9) ? ['text', 5, null, true, ['o1']] : VALUES) as never)
  }

  #deletes(out: encoding.Encoder): void {
    const clients = this.#is(0.8) ? [] : [this.pick(this.#aim.clients)]
    encoding.writeVarUint(out, this.#is(0.02) ? this.#number() : clients.length)
    for (const client of clients) {
      encoding.writeVarUint(out, client)
      encoding.writeVarUint(out, 1)
      encoding.writeVarUint(out, this.#number())
      encoding.writeVarUint(out, this.#number())
    }
  }
}

import { hash } from 'node:crypto'

/** Where several rows have a key. */
export const SEVERAL = Symbol('several rows')

const SEVERAL_AT = -1

/**
 * Ids of rows by what they are known by, for sheets of a million rows: keys are kept as 52 bits of their SHA-1, which two of a
 * million share once in ten thousand sheets. Whoever finds a row by it looks at its values before they believe it.
 */
export class KnownKeys {
  readonly #places = new Map<number, number>()
  readonly #ids: string[] = []

  add(key: string, id: string): void {
    const short = shortened(key)
    if (this.#places.has(short)) {
      this.#places.set(short, SEVERAL_AT)
      return
    }
    this.#places.set(short, this.#ids.length)
    this.#ids.push(id)
  }

  /** Undefined: no row has it. */
  get(key: string): string | typeof SEVERAL | undefined {
    const place = this.#places.get(shortened(key))
    return place === SEVERAL_AT ? SEVERAL : place === undefined ? undefined : this.#ids[place]
  }
}

/** Keys that were there, in the same few bytes. */
export class SeenKeys {
  readonly #seen = new Set<number>()

  /** Whether it was there before. */
  add(key: string): boolean {
    const short = shortened(key)
    const isTwice = this.#seen.has(short)
    this.#seen.add(short)
    return isTwice
  }
}

function shortened(key: string): number {
  const digest = hash('sha1', key, 'buffer')
  return digest.readUIntBE(0, 6) * 16 + (digest[6]! & 15)
}

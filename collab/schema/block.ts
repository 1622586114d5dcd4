/**
 * The one binary format of a rectangle of cells: a block of the base layer, and a bulk write (patch).
 *
 *   byte  version (1)
 *   texts row ids
 *   uint  number of columns, then per column: uint ordinal, uint byte length, body
 *   body  byte mask of the parts that occur (1 number, 2 text, 4 boolean, 8 option list), then the parts
 *
 * A column nearly always has one part; text in a number column adds a second one, so nothing typed is ever lost.
 * Columns are decoded when first asked for, into typed arrays. `encodeBlock.ts` writes it.
 */
import { ByteReader } from './ByteReader.ts'
import { readColumn, type Column } from './Column.ts'
import { MalformedBytes } from './MalformedBytes.ts'
import { readTexts } from './texts.ts'

export const FORMAT_VERSION = 1

/** The most rows that one block may have. Positions in a block are packed with its number into one double. */
export const MAX_BLOCK_ROWS = 1_000_000

export class Block {
  readonly rows: string[]
  readonly ordinals: number[] = []
  readonly #bytes: Uint8Array
  readonly #bodies = new Map<number, { start: number; end: number }>()
  readonly #decoded = new Map<number, Column>()
  #index: Map<string, number> | null = null

  /** Reads the row ids and where the columns are. Throws MalformedBytes. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    const reader = new ByteReader(bytes)
    if (reader.byte() !== FORMAT_VERSION) {
      throw new MalformedBytes('unknown version')
    }
    this.rows = readTexts(reader, MAX_BLOCK_ROWS)
    const columns = reader.varUint()
    for (let i = 0; i < columns; i++) {
      const ordinal = reader.varUint()
      const length = reader.varUint()
      const start = reader.position
      reader.take(length)
      if (this.#bodies.has(ordinal)) {
        throw new MalformedBytes('column twice')
      }
      this.#bodies.set(ordinal, { start, end: start + length })
      this.ordinals.push(ordinal)
    }
    if (reader.position !== reader.end) {
      throw new MalformedBytes('trailing bytes')
    }
  }

  /** The same block without what was decoded of it: for those who read it once. */
  fresh(): Block {
    return new Block(this.#bytes)
  }

  has(ordinal: number): boolean {
    return this.#bodies.has(ordinal)
  }

  /** Undefined when the block has no such column. Throws MalformedBytes. */
  column(ordinal: number): Column | undefined {
    const known = this.#decoded.get(ordinal)
    const body = this.#bodies.get(ordinal)
    if (known !== undefined || body === undefined) {
      return known
    }
    const column = readColumn(ordinal, new ByteReader(this.#bytes, body.start, body.end), this.rows.length)
    this.#decoded.set(ordinal, column)
    return column
  }

  /** Position of a row, or -1. */
  find(row: string): number {
    this.#index ??= new Map(this.rows.map((id, position) => [id, position]))
    return this.#index.get(row) ?? -1
  }

  /** Decodes everything now, so that a bad column is found by the gate and not by a reader later. Throws MalformedBytes. */
  check(): void {
    for (const ordinal of this.ordinals) {
      this.column(ordinal)
    }
    if (new Set(this.rows).size !== this.rows.length) {
      throw new MalformedBytes('row twice')
    }
  }
}

const decoded = new WeakMap<Uint8Array, Block>()

/** Decoded once per byte array, however many readers there are. Throws MalformedBytes. */
export function blockOf(bytes: Uint8Array): Block {
  const known = decoded.get(bytes)
  if (known !== undefined) {
    return known
  }
  const block = new Block(bytes)
  decoded.set(bytes, block)
  return block
}

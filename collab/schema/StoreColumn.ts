import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Column } from './Column.ts'

export const KIND_EMPTY = 0
export const KIND_NUMBER = 1
export const KIND_TEXT = 2
export const KIND_BOOLEAN = 3
export const KIND_LIST = 4

/**
 * One field of the column store, by slot. The arrays are replaced when the sheet outgrows them, and exist only for the
 * kinds of value that occur (or are asked for): a column of numbers is a Float64Array and a byte per row.
 */
export class StoreColumn {
  kinds: Uint8Array
  /** Every text that was ever in this column, in the order of its first use. */
  readonly dictionary: string[] = []
  readonly #codes = new Map<string, number>()
  #numbers: Float64Array | null = null
  #index: Uint32Array | null = null
  /** Booleans as 0 and 1, lists as positions in `#lists`. */
  #others: Uint32Array | null = null
  readonly #lists: string[][] = []

  constructor(capacity: number) {
    this.kinds = new Uint8Array(capacity)
  }

  /** NaN = no number in this slot. */
  get numbers(): Float64Array {
    this.#numbers ??= new Float64Array(this.kinds.length).fill(NaN)
    return this.#numbers
  }

  /** 0 = no text in this slot, else `dictionary[index - 1]`. */
  get index(): Uint32Array {
    this.#index ??= new Uint32Array(this.kinds.length)
    return this.#index
  }

  grow(capacity: number): void {
    if (capacity <= this.kinds.length) {
      return
    }
    const { kinds } = this
    this.kinds = new Uint8Array(capacity)
    this.kinds.set(kinds)
    if (this.#numbers !== null) {
      const numbers = new Float64Array(capacity).fill(NaN)
      numbers.set(this.#numbers)
      this.#numbers = numbers
    }
    this.#index = grown(this.#index, capacity)
    this.#others = grown(this.#others, capacity)
  }

  get(slot: number): CellValue {
    switch (this.kinds[slot]) {
      case KIND_NUMBER:
        return this.#numbers![slot]!
      case KIND_TEXT:
        return this.dictionary[this.#index![slot]! - 1]!
      case KIND_BOOLEAN:
        return this.#others![slot] === 1
      case KIND_LIST:
        return this.#lists[this.#others![slot]!]!
      default:
        return null
    }
  }

  set(slot: number, value: CellValue): void {
    this.#clear(slot)
    if (typeof value === 'number') {
      this.numbers[slot] = value
      this.kinds[slot] = KIND_NUMBER
    } else if (typeof value === 'string') {
      this.index[slot] = this.#code(value)
      this.kinds[slot] = KIND_TEXT
    } else if (typeof value === 'boolean') {
      this.#otherCodes()[slot] = value ? 1 : 0
      this.kinds[slot] = KIND_BOOLEAN
    } else if (Array.isArray(value)) {
      this.#otherCodes()[slot] = this.#lists.push(value) - 1
      this.kinds[slot] = KIND_LIST
    }
  }

  /** Copies a column of a block whose rows have the slots from `start` on, none of them written yet. */
  loadRun(column: Column, start: number, rows: number): void {
    if (column.texts === null && column.booleans === null && column.lists === null) {
      if (column.numbers !== null) {
        this.numbers.set(column.numbers, start)
        for (let row = 0; row < rows; row++) {
          this.kinds[start + row] = Number.isNaN(column.numbers[row]!) ? KIND_EMPTY : KIND_NUMBER
        }
      }
      return
    }
    if (column.numbers === null && column.booleans === null && column.lists === null) {
      const { dictionary, index } = column.texts!
      const codes = dictionary.map((text) => this.#code(text))
      const target = this.index
      for (let row = 0; row < rows; row++) {
        const code = index[row]!
        if (code !== 0) {
          target[start + row] = codes[code - 1]!
          this.kinds[start + row] = KIND_TEXT
        }
      }
      return
    }
    for (let row = 0; row < rows; row++) {
      this.set(start + row, column.get(row))
    }
  }

  /** Copies a column of a block; `slots` says where its rows are. */
  load(column: Column, slots: Uint32Array): void {
    for (let row = 0; row < slots.length; row++) {
      this.set(slots[row]!, column.get(row))
    }
  }

  #clear(slot: number): void {
    switch (this.kinds[slot]) {
      case KIND_NUMBER:
        this.#numbers![slot] = NaN
        break
      case KIND_TEXT:
        this.#index![slot] = 0
        break
      default:
    }
    this.kinds[slot] = KIND_EMPTY
  }

  #otherCodes(): Uint32Array {
    this.#others ??= new Uint32Array(this.kinds.length)
    return this.#others
  }

  #code(text: string): number {
    let code = this.#codes.get(text)
    if (code === undefined) {
      code = this.dictionary.push(text)
      this.#codes.set(text, code)
    }
    return code
  }
}

function grown(codes: Uint32Array | null, capacity: number): Uint32Array | null {
  if (codes === null) {
    return null
  }
  const larger = new Uint32Array(capacity)
  larger.set(codes)
  return larger
}

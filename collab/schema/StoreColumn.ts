import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Column } from './Column.ts'

export const KIND_EMPTY = 0
export const KIND_NUMBER = 1
export const KIND_TEXT = 2
export const KIND_BOOLEAN = 3
export const KIND_LIST = 4

/** One field of the column store, by slot. The arrays are replaced when the sheet outgrows them. */
export class StoreColumn {
  kinds: Uint8Array
  /** NaN = no number in this slot. */
  numbers: Float64Array
  /** 0 = no text in this slot, else `dictionary[index - 1]`. */
  index: Uint32Array
  /** Every text that was ever in this column, in the order of its first use. */
  readonly dictionary: string[] = []
  readonly #codes = new Map<string, number>()
  /** Booleans and lists are rare, so they are kept apart. */
  readonly #others = new Map<number, boolean | string[]>()

  constructor(capacity: number) {
    this.kinds = new Uint8Array(capacity)
    this.numbers = new Float64Array(capacity).fill(NaN)
    this.index = new Uint32Array(capacity)
  }

  grow(capacity: number): void {
    if (capacity <= this.kinds.length) {
      return
    }
    const { kinds, numbers, index } = this
    this.kinds = new Uint8Array(capacity)
    this.kinds.set(kinds)
    this.numbers = new Float64Array(capacity).fill(NaN)
    this.numbers.set(numbers)
    this.index = new Uint32Array(capacity)
    this.index.set(index)
  }

  get(slot: number): CellValue {
    switch (this.kinds[slot]) {
      case KIND_NUMBER:
        return this.numbers[slot]!
      case KIND_TEXT:
        return this.dictionary[this.index[slot]! - 1]!
      case KIND_BOOLEAN:
      case KIND_LIST:
        return this.#others.get(slot) ?? null
      default:
        return null
    }
  }

  set(slot: number, value: CellValue): void {
    const kind = kindOf(value)
    const was = this.kinds[slot]
    if (was === KIND_BOOLEAN || was === KIND_LIST) {
      this.#others.delete(slot)
    }
    this.kinds[slot] = kind
    this.numbers[slot] = typeof value === 'number' ? value : NaN
    this.index[slot] = typeof value === 'string' ? this.#code(value) : 0
    if (typeof value === 'boolean' || Array.isArray(value)) {
      this.#others.set(slot, value)
    }
  }

  /** Copies a column of a block; `slots` says where its rows are. */
  load(column: Column, slots: Uint32Array): void {
    const { texts } = column
    if (column.booleans !== null || column.lists !== null) {
      for (let row = 0; row < slots.length; row++) {
        this.set(slots[row]!, column.get(row))
      }
      return
    }
    const codes = texts === null ? null : texts.dictionary.map((text) => this.#code(text))
    for (let row = 0; row < slots.length; row++) {
      const slot = slots[row]!
      const number = column.numbers?.[row] ?? NaN
      const code = codes === null ? 0 : texts!.index[row]!
      if (this.kinds[slot]! > KIND_TEXT) {
        this.#others.delete(slot)
      }
      const isNumber = !Number.isNaN(number)
      this.numbers[slot] = number
      this.index[slot] = isNumber || code === 0 ? 0 : codes![code - 1]!
      this.kinds[slot] = isNumber ? KIND_NUMBER : code === 0 ? KIND_EMPTY : KIND_TEXT
    }
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

function kindOf(value: CellValue): number {
  switch (typeof value) {
    case 'number':
      return KIND_NUMBER
    case 'string':
      return KIND_TEXT
    case 'boolean':
      return KIND_BOOLEAN
    default:
      return value === null || value === undefined ? KIND_EMPTY : KIND_LIST
  }
}

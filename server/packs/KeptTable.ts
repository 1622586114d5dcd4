import type { EnteredColumns, GatheredResult } from '../emissions/EnteredColumns.ts'
import { columnsOf } from '../runs/computeRows.ts'
import type { RowRecord } from '../runs/packRecords.ts'

const FIRST_CAPACITY = 4096

/**
 * All rows of a table whose rows are read together, as columns that grow block by block: a fraction of what they take as
 * records, so that a table of a million rows can be kept.
 */
export class KeptTable implements EnteredColumns {
  /** The first file of its rows. */
  readonly file: string
  readonly rowIds: string[] = []
  readonly #gathered: RowRecord['gathered'][] = []
  readonly #columns: ReadonlyMap<number, KeptColumn>

  /** `ordinals`: of all its fields. */
  constructor(file: string, ordinals: readonly number[]) {
    this.file = file
    this.#columns = new Map(ordinals.map((ordinal) => [ordinal, new KeptColumn()]))
  }

  add(rows: readonly RowRecord[]): void {
    const block = columnsOf(rows)
    for (const [ordinal, column] of this.#columns) {
      column.add(this.rowIds.length, block, ordinal)
    }
    for (const { id, gathered } of rows) {
      this.rowIds.push(id)
      this.#gathered.push(gathered)
    }
  }

  /** What is kept beside a row. */
  gatheredAt(slot: number): RowRecord['gathered'] {
    return this.#gathered[slot] ?? null
  }

  gathered(slot: number, ordinal: number): GatheredResult | undefined {
    return this.#gathered[slot]?.[String(ordinal)]
  }

  numbers(ordinal: number): Float64Array {
    return this.#column(ordinal).numbers.subarray(0, this.rowIds.length)
  }

  kinds(ordinal: number): Uint8Array {
    return this.#column(ordinal).kinds.subarray(0, this.rowIds.length)
  }

  codes(ordinal: number): { dictionary: readonly string[]; index: Uint32Array } {
    const { dictionary, index } = this.#column(ordinal)
    return { dictionary, index: index.subarray(0, this.rowIds.length) }
  }

  #column(ordinal: number): KeptColumn {
    const column = this.#columns.get(ordinal)
    if (column === undefined) {
      throw new RangeError(`the table has no field ${ordinal}`)
    }
    return column
  }
}

class KeptColumn {
  numbers = new Float64Array(FIRST_CAPACITY)
  kinds = new Uint8Array(FIRST_CAPACITY)
  index = new Uint32Array(FIRST_CAPACITY)
  readonly dictionary: string[] = []
  readonly #codes = new Map<string, number>()

  /** Behind `length` rows. */
  add(length: number, block: EnteredColumns, ordinal: number): void {
    const [numbers, kinds, { dictionary, index }] = [block.numbers(ordinal), block.kinds(ordinal), block.codes(ordinal)]
    this.#grow(length + numbers.length)
    this.numbers.set(numbers, length)
    this.kinds.set(kinds, length)
    const codes = dictionary.map((text) => this.#codeOf(text))
    this.index.set(
      index.map((code) => (code === 0 ? 0 : codes[code - 1]!)),
      length,
    )
  }

  #codeOf(text: string): number {
    const known = this.#codes.get(text)
    if (known !== undefined) {
      return known
    }
    this.dictionary.push(text)
    this.#codes.set(text, this.dictionary.length)
    return this.dictionary.length
  }

  #grow(needed: number): void {
    if (needed > this.numbers.length) {
      const capacity = Math.max(needed, this.numbers.length * 2)
      const [numbers, kinds, index] = [this.numbers, this.kinds, this.index]
      this.numbers = new Float64Array(capacity)
      this.kinds = new Uint8Array(capacity)
      this.index = new Uint32Array(capacity)
      this.numbers.set(numbers)
      this.kinds.set(kinds)
      this.index.set(index)
    }
  }
}

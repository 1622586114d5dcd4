/**
 * A short name for what a part says: equal wherever the values are equal, whatever edits, layers, blocks and order of
 * arrival led there. Every cell that is not empty adds its own number, so no order is needed and nothing is sorted.
 *
 * It finds replicas that differ by a fault. It is no signature: whoever wants to can make two contents with one hash.
 */
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Block } from './block.ts'
import type { Column } from './Column.ts'
import { splitCellKey } from './layout.ts'
import type { Sheet } from './Sheet.ts'

/** Cells of one step: some milliseconds. */
const CELLS_PER_STEP = 20_000

/** 16 hexadecimal digits. Complexity: all cells. */
export function contentHash(sheet: Sheet): string {
  const steps = hashInSteps(sheet)
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) {
      return value
    }
  }
}

/** The same in steps of some milliseconds. What is hashed is the sheet as it is at the first step; it may change meanwhile. */
export function* hashInSteps(sheet: Sheet): Generator<void, string> {
  const patches = sheet.patches().toReversed()
  const base = [...sheet.base()]
  const sum = new CellSum()
  sheet.layers.cells.forEach((value, key) => {
    const { row, ordinal } = splitCellKey(key)
    sum.cover(row, ordinal)
    sum.add(hashOfText(row), ordinal, hashOfValue(value))
  })
  yield
  for (const block of patches) {
    yield* sum.addBlock(block, true)
  }
  for (const block of base) {
    yield* sum.addBlock(block, false)
  }
  return sum.digits()
}

/** Two independent halves of 32 bits. */
type Hash = readonly [number, number]

class CellSum {
  #first = 0
  #second = 0
  /** By row: fields of which a layer above has spoken. */
  readonly #covered = new Map<string, Set<number>>()

  cover(row: string, ordinal: number): void {
    const covered = this.#covered.get(row)
    if (covered === undefined) {
      this.#covered.set(row, new Set([ordinal]))
    } else {
      covered.add(ordinal)
    }
  }

  add(row: Hash, ordinal: number, value: Hash | null): void {
    if (value !== null) {
      this.#first = (this.#first + mix(row[0] ^ Math.imul(ordinal + 1, 0x9e3779b1), value[0])) | 0
      this.#second = (this.#second + mix(row[1] + Math.imul(ordinal + 1, 0x85ebca77), value[1])) | 0
    }
  }

  /** Cells of which no layer above has spoken. `covers`: there are layers beneath. */
  *addBlock(block: Block, covers: boolean): Generator<void, void> {
    const rows = block.rows.map(hashOfText)
    const above = block.rows.map((row) => this.#covered.get(row))
    const isSpoken = (position: number, ordinal: number): boolean => above[position]?.has(ordinal) === true
    let left = CELLS_PER_STEP
    const undecoded = block.fresh()
    for (const ordinal of block.ordinals) {
      const read = readerOf(undecoded.column(ordinal)!)
      for (let position = 0; position < rows.length; position++) {
        if (!isSpoken(position, ordinal)) {
          this.add(rows[position]!, ordinal, read(position))
        }
        if (--left === 0) {
          yield
          left = CELLS_PER_STEP
        }
      }
    }
    if (covers) {
      for (const row of block.rows) {
        block.ordinals.forEach((ordinal) => this.cover(row, ordinal))
      }
    }
    yield
  }

  digits(): string {
    return [this.#first, this.#second].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('')
  }
}

/** Each text and list of a column is hashed once. */
function readerOf(column: Column): (position: number) => Hash | null {
  const { numbers, texts, lists } = column
  const ofTexts = texts?.dictionary.map(hashOfValue)
  const ofLists = lists?.dictionary.map(hashOfValue)
  return (position) => {
    const number = numbers === null ? Number.NaN : numbers[position]!
    if (!Number.isNaN(number)) {
      return hashOfNumber(number)
    }
    const text = texts?.index[position] ?? 0
    if (text !== 0) {
      return ofTexts![text - 1]!
    }
    const list = lists?.index[position] ?? 0
    return list === 0 ? hashOfValue(column.get(position)) : ofLists![list - 1]!
  }
}

/** Null: the cell is empty. */
function hashOfValue(value: CellValue): Hash | null {
  switch (typeof value) {
    case 'number':
      return hashOfNumber(value)
    case 'string':
      return tagged(1, hashOfText(value))
    case 'boolean':
      return tagged(2, [value ? 1 : 0, value ? 1 : 0])
    default:
      return value === null ? null : tagged(3, hashOfList(value))
  }
}

const doubles = new Float64Array(1)
const halves = new Uint32Array(doubles.buffer)

/** By its bits: 0 and -0 differ. */
function hashOfNumber(number: number): Hash {
  doubles[0] = number
  return [mix(halves[0]!, halves[1]!), mix(halves[1]! ^ 0x2545f491, halves[0]!)]
}

function hashOfList(list: readonly string[]): Hash {
  let [first, second] = [list.length, list.length]
  for (const item of list) {
    const hash = hashOfText(item)
    first = mix(first, hash[0])
    second = mix(second, hash[1])
  }
  return [first, second]
}

function hashOfText(text: string): Hash {
  let [first, second] = [0x9dc5811c ^ text.length, 0x41c6ce57 ^ text.length]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    first = Math.imul(first ^ code, 0x9e3779b1)
    second = Math.imul(second ^ code, 0x5f356495)
    first ^= first >>> 15
    second ^= second >>> 13
  }
  return [mix(first, second), mix(second, first)]
}

const tagged = (tag: number, [first, second]: Hash): Hash => [mix(first, tag), mix(second, tag)]

/** The finish of MurmurHash3, over two words. */
function mix(a: number, b: number): number {
  let h = (a ^ Math.imul(b, 0xcc9e2d51)) | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13) ^ b, 0xc2b2ae35)
  return h ^ (h >>> 16)
}

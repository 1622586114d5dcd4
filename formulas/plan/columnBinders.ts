import type { Step } from '#formulas/check/Step.ts'
import { evaluateStep } from '#formulas/evaluate/evaluateStep.ts'
import { RowReader } from '#formulas/evaluate/RowReader.ts'
import type { ColumnSource } from './Plan.ts'

/** Fills a register with the block's values of a column. */
export type Loader = (registers: Float64Array[], position: number, rows: number) => void
/** Makes a loader for the columns of one run. */
export type Binder = (columns: ColumnSource, slots: Uint32Array | null) => Loader

/** Numbers of a column, NaN for cells of another kind. Whole columns of numbers are read in place, without a copy. */
export function numbersOf(key: string, kind: 1 | 3): (register: number) => Binder {
  return (register) => (columns, slots) => {
    const numbers = columns.numbers(key)
    const kinds = columns.kinds(key)
    if (slots === null && kind === 1 && !hasBoolean(kinds)) {
      return (registers, position, rows) => {
        registers[register] = numbers.subarray(position, position + rows)
      }
    }
    return (registers, position, rows) => {
      const out = registers[register]!
      for (let i = 0; i < rows; i++) {
        const slot = slots === null ? position + i : slots[position + i]!
        out[i] = kinds[slot] === kind ? numbers[slot]! : Number.NaN
      }
    }
  }
}

/** One number per text of the dictionary, found once per run; a row then costs one array access. */
export function lookupOf(key: string, values: ReadonlyMap<string, number>, register: number): Binder {
  return (columns, slots) => {
    const { dictionary, index } = columns.codes(key)
    const table = new Float64Array(dictionary.length + 1).fill(Number.NaN)
    for (let code = 0; code < dictionary.length; code++) {
      table[code + 1] = values.get(dictionary[code]!) ?? Number.NaN
    }
    return coded(table, index, slots, register)
  }
}

function coded(table: Float64Array, index: Uint32Array, slots: Uint32Array | null, register: number): Loader {
  if (slots === null) {
    return (registers, position, rows) => {
      const out = registers[register]!
      const codes = index.subarray(position, position + rows)
      const known = codes.length
      for (let i = 0; i < known; i++) {
        out[i] = table[codes[i]!]!
      }
      out.fill(Number.NaN, known, rows)
    }
  }
  return (registers, position, rows) => {
    const out = registers[register]!
    for (let i = 0; i < rows; i++) {
      out[i] = table[index[slots[position + i]!]!]!
    }
  }
}

/** A field against a text is a table of 1 and 0 by dictionary code; anything else goes row by row. */
export function textComparison(step: Extract<Step, { op: 'sameText' | 'before' }>, register: number): Binder {
  const field = step.left.op === 'textField' ? step.left : step.right
  const text = step.left.op === 'text' ? step.left : step.right
  return (columns, slots) => {
    if (step.op === 'sameText' && field.op === 'textField' && text.op === 'text') {
      const { dictionary, index } = columns.codes(field.key)
      const table = new Float64Array(dictionary.length + 1).fill(Number.NaN)
      for (let code = 0; code < dictionary.length; code++) {
        table[code + 1] = dictionary[code] === text.value ? 1 : 0
      }
      return coded(table, index, slots, register)
    }
    const reader = new RowReader(columns)
    return (registers, position, rows) => {
      for (let i = 0; i < rows; i++) {
        reader.slot = slots === null ? position + i : slots[position + i]!
        const result = evaluateStep(step, reader)
        registers[register]![i] = typeof result === 'number' ? result : Number.NaN
      }
    }
  }
}

/**
 * Whether a column has a boolean cell, whose 1 or 0 must not pass as a number. Kinds go from 0 to 4, so 3 is the only
 * one with both low bits; four cells are looked at together.
 */
function hasBoolean(kinds: Uint8Array): boolean {
  if (kinds.byteOffset % 4 !== 0) {
    return kinds.includes(3)
  }
  const words = new Uint32Array(kinds.buffer, kinds.byteOffset, kinds.length >> 2)
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if ((word & (word >>> 1) & 0x01010101) !== 0) {
      return true
    }
  }
  return kinds.includes(3, words.length * 4)
}

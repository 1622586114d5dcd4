import type { Lookup, Step } from '#formulas/check/Step.ts'
import { evaluateStep } from '#formulas/evaluate/evaluateStep.ts'
import { RowReader } from '#formulas/evaluate/RowReader.ts'
import type { ColumnSource } from './Plan.ts'
import { leavesOf } from './stepParts.ts'

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
export function lookupOf(key: string, values: Lookup<number>, register: number): Binder {
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

/**
 * A number made of texts. When one text field is all that it reads it is computed once per text of the dictionary, unless
 * that has more texts than there are rows; anything else goes row by row.
 */
export function overTexts(step: Step, register: number): Binder {
  const key = onlyTextField(step)
  return (columns, slots) => {
    if (key !== null) {
      const { dictionary, index } = columns.codes(key)
      if (dictionary.length <= (slots ?? index).length) {
        return coded(tableOf(step, dictionary), index, slots, register)
      }
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

/** Results by dictionary code, NaN for "no text" and where there is none. */
function tableOf(step: Step, dictionary: readonly string[]): Float64Array {
  const table = new Float64Array(dictionary.length + 1).fill(Number.NaN)
  const index = Uint32Array.from(dictionary, (_, code) => code + 1)
  const reader = new RowReader({
    numbers: () => table,
    kinds: () => new Uint8Array(0),
    codes: () => ({ dictionary, index }),
  })
  for (let code = 0; code < dictionary.length; code++) {
    reader.slot = code
    const result = evaluateStep(step, reader)
    table[code + 1] = typeof result === 'number' ? result : Number.NaN
  }
  return table
}

/** The field, when a step reads a single one, and as text. */
function onlyTextField(step: Step): string | null {
  const leaves = leavesOf(step).filter((leaf) => leaf.op !== 'text' && leaf.op !== 'constant')
  const first = leaves[0]
  return first?.op === 'textField' && leaves.every((leaf) => leaf.op === 'textField' && leaf.key === first.key)
    ? first.key
    : null
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

/** One access to the rows that belong to each row, found once per run; a value without keys is the same in all rows. */
export function gatheredOf(step: Extract<Step, { op: 'gathered' }>, register: number): Binder {
  return (columns, slots) => {
    const reader = new RowReader(columns)
    const valueAt = (slot: number): number => {
      reader.slot = slot
      const value = evaluateStep(step, reader)
      return typeof value === 'number' ? value : Number.NaN
    }
    const constant = step.gather.keys.length === 0 ? valueAt(0) : null
    return (registers, position, rows) => {
      const out = registers[register]!
      if (constant !== null) {
        out.fill(constant, 0, rows)
        return
      }
      for (let i = 0; i < rows; i++) {
        out[i] = valueAt(slots === null ? position + i : slots[position + i]!)
      }
    }
  }
}

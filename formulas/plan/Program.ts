import { assertNever } from '#shared/result/assertNever.ts'
import type { Step } from '#formulas/check/Step.ts'
import { evaluateStep } from '#formulas/evaluate/evaluateStep.ts'
import { RowReader } from '#formulas/evaluate/RowReader.ts'
import { roundTo } from '#formulas/functions/round.ts'
import { BINARY_KERNELS, ifKernel, type Kernel, mapKernel, scaleKernel } from './kernels.ts'
import type { ColumnSource } from './Plan.ts'

/** Rows per block: the registers of a usual formula stay in the processor's first cache. */
const BLOCK = 1024

/** Fills a register with the block's values of a column. */
type Loader = (registers: Float64Array[], position: number, rows: number) => void
/** Makes a loader for the columns of one run. */
type Binder = (columns: ColumnSource, slots: Uint32Array | null) => Loader

/** A step laid out as kernels over registers. Holds no data of a run, so one program serves many. */
export class Program {
  readonly #kernels: Kernel[] = []
  readonly #binders: Binder[] = []
  readonly #constants: [register: number, value: number][] = []
  readonly #inputs = new Map<string, number>()
  readonly #result: number
  /** Whether the result register is a kernel's own, so that it may be the result column itself. */
  readonly #writesResult: boolean
  #registers = 0

  constructor(step: Step) {
    this.#result = this.#lay(step)
    this.#writesResult = this.#kernels.length > 0
  }

  /** Computes rows 0 to n-1, or the slots listed, into `out`; not finite where there is no result. */
  run(columns: ColumnSource, rows: number | Uint32Array, out: Float64Array): void {
    const slots = typeof rows === 'number' ? null : rows
    const loaders = this.#binders.map((bind) => bind(columns, slots))
    const registers: Float64Array[] = Array.from({ length: this.#registers }, () => new Float64Array(BLOCK))
    for (const [register, value] of this.#constants) {
      registers[register]!.fill(value)
    }
    for (let position = 0; position < out.length; position += BLOCK) {
      const count = Math.min(BLOCK, out.length - position)
      for (const load of loaders) {
        load(registers, position, count)
      }
      if (this.#writesResult) {
        registers[this.#result] = out.subarray(position, position + count)
      }
      for (const kernel of this.#kernels) {
        kernel(registers, count)
      }
      if (!this.#writesResult) {
        out.set(registers[this.#result]!.subarray(0, count), position)
      }
    }
  }

  #lay(step: Step): number {
    switch (step.op) {
      case 'constant':
        return this.#constant(step.value)
      case 'number':
      case 'boolean':
        return this.#input(`${step.op} ${step.key}`, numbersOf(step.key, step.op === 'number' ? 1 : 3))
      case 'lookup':
        return this.#bound((register) => lookupOf(step.key, step.values, register))
      case 'sameText':
        return this.#bound((register) => textComparison(step, register))
      case 'scale':
        return this.#unary(step.of, (out, of) => scaleKernel(out, of, step.multiply, step.divide))
      case 'negate':
        return this.#unary(step.of, (out, of) => mapKernel(out, of, (value) => -value))
      case 'not':
        return this.#unary(step.of, (out, of) => mapKernel(out, of, (value) => 1 - value))
      case 'abs':
        return this.#unary(step.of, (out, of) => mapKernel(out, of, Math.abs))
      case 'zero':
        return this.#unary(step.of, (out, of) => mapKernel(out, of, (value) => value - value))
      case 'round':
        return this.#unary(step.of, (out, of) => mapKernel(out, of, (value) => roundTo(value, step.digits)))
      case 'if': {
        const [condition, then, otherwise] = [
          this.#lay(step.condition),
          this.#lay(step.then),
          this.#lay(step.otherwise),
        ]
        return this.#kernel((out) => ifKernel(out, condition, then, otherwise))
      }
      case 'coalesce':
        // The first value, where there is one; `evaluateStep` decides the rest with the reason at hand.
        return this.#unary(step.left, (out, of) => scaleKernel(out, of, 1, 1))
      case 'text':
      case 'textField':
        // Only inside text comparisons, which read them by row.
        return this.#constant(Number.NaN)
      case 'add':
      case 'subtract':
      case 'multiply':
      case 'divide':
      case 'power':
      case 'min':
      case 'max':
      case 'less':
      case 'lessOrEqual':
      case 'same':
      case 'different':
      case 'and':
      case 'or': {
        const [left, right] = [this.#lay(step.left), this.#lay(step.right)]
        return this.#kernel((out) => BINARY_KERNELS[step.op](out, left, right))
      }
      default:
        return assertNever(step)
    }
  }

  #unary(of: Step, make: (out: number, of: number) => Kernel): number {
    const register = this.#lay(of)
    return this.#kernel((out) => make(out, register))
  }

  #kernel(make: (out: number) => Kernel): number {
    const register = this.#registers++
    this.#kernels.push(make(register))
    return register
  }

  #constant(value: number): number {
    const register = this.#registers++
    this.#constants.push([register, value])
    return register
  }

  /** A column is loaded once, however often the formula reads it. */
  #input(name: string, bind: (register: number) => Binder): number {
    const known = this.#inputs.get(name)
    if (known !== undefined) {
      return known
    }
    const register = this.#bound(bind)
    this.#inputs.set(name, register)
    return register
  }

  #bound(bind: (register: number) => Binder): number {
    const register = this.#registers++
    this.#binders.push(bind(register))
    return register
  }
}

/** Numbers of a column; of cells of another kind NaN. Whole columns are read in place, without a copy. */
function numbersOf(key: string, kind: 1 | 3): (register: number) => Binder {
  return (register) => (columns, slots) => {
    const numbers = columns.numbers(key)
    const kinds = columns.kinds(key)
    const isPure = kind === 1 && !kinds.includes(3)
    if (slots === null && isPure) {
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
function lookupOf(key: string, values: ReadonlyMap<string, number>, register: number): Binder {
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
  return (registers, position, rows) => {
    const out = registers[register]!
    for (let i = 0; i < rows; i++) {
      out[i] = table[index[slots === null ? position + i : slots[position + i]!]!]!
    }
  }
}

/** A field against a text is a table of 1 and 0 by dictionary code; anything else goes row by row. */
function textComparison(step: Extract<Step, { op: 'sameText' }>, register: number): Binder {
  const field = step.left.op === 'textField' ? step.left : step.right
  const text = step.left.op === 'text' ? step.left : step.right
  return (columns, slots) => {
    if (field.op === 'textField' && text.op === 'text') {
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

import { assertNever } from '#shared/result/assertNever.ts'
import type { Step } from '#formulas/check/Step.ts'
import { roundTo } from '#formulas/functions/round.ts'
import { type Binder, gatheredOf, lookupOf, numbersOf, overTexts } from './columnBinders.ts'
import {
  BINARY_KERNELS,
  fromKernel,
  ifKernel,
  ifLessKernel,
  ifLessOrEqualKernel,
  type Kernel,
  mapKernel,
  productKernel,
  remainderKernel,
  scaleKernel,
  timesKernel,
} from './kernels.ts'
import type { ColumnSource } from './Plan.ts'

/** Rows per block: the registers of a usual formula stay in the processor's first cache. */
const BLOCK = 2048

/** Comparisons that an `if` takes into its own loop; a > b is b < a. */
const FUSED_COMPARISONS: ReadonlyMap<string, { make: typeof ifLessKernel; swapped: boolean }> = new Map([
  ['less', { make: ifLessKernel, swapped: false }],
  ['lessOrEqual', { make: ifLessOrEqualKernel, swapped: false }],
  ['more', { make: ifLessKernel, swapped: true }],
  ['moreOrEqual', { make: ifLessOrEqualKernel, swapped: true }],
])

/** A step laid out as kernels over registers. Between runs it holds nothing but scratch memory. */
export class Program {
  readonly #kernels: Kernel[] = []
  readonly #binders: Binder[] = []
  readonly #constants: [register: number, value: number][] = []
  readonly #inputs = new Map<string, number>()
  readonly #result: number
  /** Whether the result register is a kernel's own, so that it may be the result column itself. */
  readonly #writesResult: boolean
  #registers = 0
  /** Scratch arrays, made at the first run. A run never waits, so runs never overlap. */
  #blocks: Float64Array[] | null = null

  constructor(step: Step) {
    this.#result = this.#lay(step)
    this.#writesResult = this.#kernels.length > 0
  }

  /**
   * Computes rows 0 to n-1, or the slots listed, into `out`; not finite where there is no result. Each block of results
   * is handed to `settle` while it is still in the cache.
   */
  run(
    columns: ColumnSource,
    rows: number | Uint32Array,
    out: Float64Array,
    settle: (block: Float64Array, position: number) => void,
  ): void {
    const slots = typeof rows === 'number' ? null : rows
    const loaders = this.#binders.map((bind) => bind(columns, slots))
    this.#blocks ??= this.#newBlocks()
    const registers = [...this.#blocks]
    for (let position = 0; position < out.length; position += BLOCK) {
      const count = Math.min(BLOCK, out.length - position)
      const block = out.subarray(position, position + count)
      for (const load of loaders) {
        load(registers, position, count)
      }
      if (this.#writesResult) {
        registers[this.#result] = block
      }
      for (const kernel of this.#kernels) {
        kernel(registers, count)
      }
      if (!this.#writesResult) {
        block.set(registers[this.#result]!.subarray(0, count))
      }
      settle(block, position)
    }
  }

  #newBlocks(): Float64Array[] {
    const blocks: Float64Array[] = Array.from({ length: this.#registers }, () => new Float64Array(BLOCK))
    for (const [register, value] of this.#constants) {
      blocks[register]!.fill(value)
    }
    return blocks
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
      case 'before':
      case 'apply':
        return this.#bound((register) => overTexts(step, register))
      case 'gathered':
        return this.#bound((register) => gatheredOf(step, register))
      case 'scale':
        return this.#unary(step.of, (out, of) => scaleKernel(out, of, step.multiply, step.divide))
      case 'negate':
        return this.#unary(step.of, (out, of) => mapKernel(out, of, (value) => -value))
      case 'not':
        return this.#unary(step.of, (out, of) => mapKernel(out, of, (value) => 1 - value))
      case 'abs':
        return this.#unary(step.of, (out, of) => mapKernel(out, of, Math.abs))
      case 'present':
        return this.#unary(step.of, (out, of) => mapKernel(out, of, (value) => value - value + 1))
      case 'sqrt':
        return this.#unary(step.of, (out, of) => mapKernel(out, of, Math.sqrt))
      case 'exp':
        return this.#unary(step.of, (out, of) => mapKernel(out, of, (value) => value - value + Math.exp(value)))
      case 'ln':
        return this.#unary(step.of, (out, of) => mapKernel(out, of, Math.log))
      case 'zero':
        return this.#unary(step.of, (out, of) => mapKernel(out, of, (value) => value - value))
      case 'round':
        return this.#unary(step.of, (out, of) => mapKernel(out, of, (value) => roundTo(value, step.digits)))
      case 'if':
        return this.#choice(step)
      case 'coalesce':
        // The first value, where there is one; `evaluateStep` decides the rest with the reason at hand.
        return this.#unary(step.left, (out, of) => scaleKernel(out, of, 1, 1))
      case 'text':
      case 'textField':
        // Only inside text comparisons, which read them by row.
        return this.#constant(Number.NaN)
      case 'multiply':
        return this.#product(step.left, step.right)
      case 'subtract':
        if (step.left.op === 'constant') {
          const from = step.left.value
          return this.#unary(step.right, (out, of) => fromKernel(out, from, of))
        }
        return this.#binary(step.op, step.left, step.right)
      case 'add':
      case 'divide':
      case 'power':
      case 'min':
      case 'max':
      case 'less':
      case 'lessOrEqual':
      case 'more':
      case 'moreOrEqual':
      case 'same':
      case 'different':
      case 'and':
      case 'or':
        return this.#binary(step.op, step.left, step.right)
      default:
        return assertNever(step)
    }
  }

  #binary(op: keyof typeof BINARY_KERNELS, left: Step, right: Step): number {
    const [a, b] = [this.#lay(left), this.#lay(right)]
    return this.#kernel((out) => BINARY_KERNELS[op](out, a, b))
  }

  #product(left: Step, right: Step): number {
    if (right.op === 'constant') {
      return this.#unary(left, (out, of) => timesKernel(out, of, right.value))
    }
    if (left.op === 'multiply' && left.right.op !== 'constant') {
      const [a, b] = [this.#lay(left.left), this.#lay(left.right)]
      if (right.op === 'subtract' && right.left.op === 'constant') {
        const { value } = right.left
        return this.#unary(right.right, (out, of) => remainderKernel(out, a, b, value, of))
      }
      const c = this.#lay(right)
      return this.#kernel((out) => productKernel(out, a, b, c))
    }
    return this.#binary('multiply', left, right)
  }

  #choice(step: Extract<Step, { op: 'if' }>): number {
    const { condition } = step
    const fused = 'left' in condition ? FUSED_COMPARISONS.get(condition.op) : undefined
    if (fused && 'left' in condition) {
      const { make, swapped } = fused
      const [first, second] = [this.#lay(condition.left), this.#lay(condition.right)]
      const [left, right] = swapped ? [second, first] : [first, second]
      const [then, otherwise] = [this.#lay(step.whenTrue), this.#lay(step.whenFalse)]
      return this.#kernel((out) => make(out, left, right, then, otherwise))
    }
    const [chosen, then, otherwise] = [this.#lay(condition), this.#lay(step.whenTrue), this.#lay(step.whenFalse)]
    return this.#kernel((out) => ifKernel(out, chosen, then, otherwise))
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

import type { Gather } from './Gather.ts'
import type { FormulaError } from '#formulas/evaluate/formulaErrors.ts'
import type { EmissionComponent, SideComponent } from '#formulas/emissions/emissionComponents.ts'

/**
 * Kilograms of CO2e per component (for `biogenicCO2` kilograms of CO2) behind one number; their sum without biogenic is
 * the number. What is CO2e of another GWP set, or of a factor that lacks gases, stands there once more.
 */
export type ComponentShares = Readonly<Record<EmissionComponent, number> & Partial<Record<SideComponent, number>>>

/** What texts stand for. A text may get another value later, as with a factor that is still on its way. */
export type Lookup<T> = Pick<ReadonlyMap<string, T>, 'get'>

/** What has an order besides numbers. */
export type Time = 'date' | 'month'

export const UNARY_STEPS = ['negate', 'not', 'abs', 'zero', 'present', 'sqrt', 'exp', 'ln'] as const
export const BINARY_STEPS = [
  'add',
  'subtract',
  'multiply',
  'divide',
  'power',
  'min',
  'max',
  'less',
  'lessOrEqual',
  'more',
  'moreOrEqual',
  'same',
  'different',
  'and',
  'or',
] as const

/**
 * One operation of a checked formula. Units are settled: numbers of both sides of a step are in the same unit, and what
 * was a conversion is a `scale` by a constant. Booleans are 1 and 0.
 */
export type Step =
  | { op: 'constant'; value: number; component?: EmissionComponent }
  | { op: 'text'; value: string }
  | { op: 'number'; key: string }
  | { op: 'boolean'; key: string }
  | { op: 'textField'; key: string }
  /** What a text of the field stands for; `reason`: why one has no value, `no-factor` when it is not given. */
  | {
      op: 'lookup'
      key: string
      values: Lookup<number>
      components?: Lookup<ComponentShares>
      reason?: (text: string) => FormulaError
    }
  | { op: 'scale'; of: Step; multiply: number; divide: number }
  /**
   * `zero` is 0 where its operand has a result: it keeps the operand's errors. `present` is 1 where there is a result, 0
   * where the cell is empty, and keeps other errors.
   */
  | { op: (typeof UNARY_STEPS)[number]; of: Step }
  | { op: 'round'; of: Step; digits: number }
  | { op: (typeof BINARY_STEPS)[number]; left: Step; right: Step }
  | { op: 'sameText'; left: Step; right: Step }
  /** Whether the left date (or month) is before the right one; `orSame`: or the same. */
  | { op: 'before'; left: Step; right: Step; time: Time; orSame: boolean }
  /** A computation over values; an error in a part is the result, and null has its `reason`. */
  | {
      op: 'apply'
      parts: readonly Step[]
      compute: (values: readonly (number | string)[]) => number | string | null
      reason: FormulaError
    }
  | { op: 'if'; condition: Step; whenTrue: Step; whenFalse: Step }
  | { op: 'coalesce'; left: Step; right: Step }
  | { op: 'gathered'; gather: Gather }

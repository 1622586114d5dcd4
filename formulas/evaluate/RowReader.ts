import type { Gather } from '#formulas/check/Gather.ts'
import type { ColumnSource, Groups } from '#formulas/plan/Plan.ts'
import type { FormulaError, FormulaErrorCode } from './formulaErrors.ts'

/** An error on its way through a formula, told apart from numbers and texts by its shape. */
export interface CellError {
  readonly code: Exclude<FormulaErrorCode, 0>
}

const [NUMBER, TEXT, BOOLEAN] = [1, 2, 3]

export const isCellError = (value: number | string | CellError): value is CellError => typeof value === 'object'

export const cellError = (name: FormulaError): CellError => ERRORS[name]

/** The error of a code; null for 0. */
export const errorOf = (code: number): CellError | null =>
  code === 0 ? null : (Object.values(ERRORS).find((error) => error.code === code) ?? null)

const ERRORS = {
  missing: { code: 1 },
  'not-a-number': { code: 2 },
  'no-factor': { code: 3 },
  'division-by-zero': { code: 4 },
  circular: { code: 5 },
  'not-finite': { code: 6 },
  'wrong-type': { code: 7 },
  'no-such-date': { code: 8 },
  'too-long': { code: 9 },
  'wrong-unit': { code: 10 },
  'not-for-inventories': { code: 11 },
  'several-rows': { code: 12 },
  'no-root': { code: 13 },
  'outside-scopes': { code: 14 },
  'no-parameter': { code: 15 },
  'not-approved': { code: 16 },
} as const satisfies Record<FormulaError, CellError>

/** Reads the cells of one row after the other, with the reason where a cell has no value of the kind asked for. */
export class RowReader {
  slot = 0
  readonly #source: ColumnSource

  constructor(source: ColumnSource) {
    this.#source = source
  }

  number(key: string): number | CellError {
    const failed = this.#computedError(key)
    if (failed) {
      return failed
    }
    const kind = this.#source.kinds(key)[this.slot] ?? 0
    const value = this.#source.numbers(key)[this.slot] ?? Number.NaN
    if (kind === NUMBER && Number.isFinite(value)) {
      return value
    }
    return kind === 0 ? cellError('missing') : kind === NUMBER ? cellError('not-finite') : cellError('not-a-number')
  }

  boolean(key: string): number | CellError {
    const failed = this.#computedError(key)
    if (failed) {
      return failed
    }
    const kind = this.#source.kinds(key)[this.slot] ?? 0
    const value = this.#source.numbers(key)[this.slot]
    if (kind === BOOLEAN && (value === 0 || value === 1)) {
      return value
    }
    return kind === 0 ? cellError('missing') : cellError('wrong-type')
  }

  text(key: string): string | CellError {
    const failed = this.#computedError(key)
    if (failed) {
      return failed
    }
    const { dictionary, index } = this.#source.codes(key)
    const text = dictionary[(index[this.slot] ?? 0) - 1]
    if (text !== undefined) {
      return text
    }
    const kind = this.#source.kinds(key)[this.slot] ?? 0
    return kind === 0 || kind === TEXT ? cellError('missing') : cellError('wrong-type')
  }

  /** Undefined: the rows that are gathered are not known here. */
  groups(gather: Gather): Groups | undefined {
    return this.#source.table?.(gather.from)?.groups(gather)
  }

  #computedError(key: string): CellError | null {
    return errorOf(this.#source.errors?.(key)?.[this.slot] ?? 0)
  }
}

import type { FormulaContext } from '#formulas/FormulaContext.ts'
import type { Step } from './Step.ts'

/** What is made of the values of several rows. `lookup` takes the value of the one row that there is. */
export type GatherKind = 'sum' | 'avg' | 'min' | 'max' | 'count' | 'lookup'

/** Rows of the formula's own table and cycle. */
export const OWN_TABLE = ''
/** Rows of the same table in the cycle before. Any other place is the key of a table; none has a space in it. */
export const PREVIOUS_CYCLE = 'previous cycle'

/** The column that holds the ids of the rows. No field has such a key. */
export const ROW_ID = 'row id'

/**
 * One value out of many rows: of the rows at `from` that pass the filter and whose keys are those of the formula's row. A
 * row joins by its keys, so a column costs one pass over both sides, however many rows have the same keys.
 */
export interface Gather {
  kind: GatherKind
  /** `OWN_TABLE`, `PREVIOUS_CYCLE` or the key of another table. */
  from: string
  /** Over the gathered rows, as are `filter` and `there`. */
  value: Step
  type: 'number' | 'text' | 'boolean'
  /** Null: every row counts. */
  filter: Step | null
  keys: readonly GatherKey[]
}

/** Equal values on both sides make a row belong to another one. */
export interface GatherKey {
  type: 'number' | 'text' | 'boolean'
  there: Step
  /** Over the formula's row. */
  here: Step
}

/** Gathered rows cost one pass each over their table, so a formula has only so many of them. */
export const MAX_GATHERS = 10
/** And all formulas of a table together. */
export const MAX_TABLE_GATHERS = 60

/** The fields of the rows at a place, and what else formulas over them need. Undefined: there is no such place. */
export function contextAt(from: string, context: FormulaContext): FormulaContext | undefined {
  return from === OWN_TABLE || from === PREVIOUS_CYCLE ? context : context.tables?.get(from)
}

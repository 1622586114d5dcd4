import type { EmissionFactor } from '../emissions/emissionFactor.ts'
import type { FieldType } from './field.ts'

/** Fields whose cells point at something that lives elsewhere; the cell stores its id. */
export const POINTING_TYPES = ['person', 'reference', 'factor'] as const
export type PointingType = (typeof POINTING_TYPES)[number]

const POINTING: ReadonlySet<string> = new Set(POINTING_TYPES)

export const isPointing = (type: FieldType): type is PointingType => POINTING.has(type)

/**
 * What the value of such a cell is. `here`: the id of something that is there. `gone`: of something that was. `hidden`: the
 * reader may not know what it is called. `named`, `several`, `unknown`: a text that names one thing, more than one, none.
 */
export const TARGET_STATES = ['here', 'gone', 'hidden', 'named', 'several', 'unknown'] as const
export type TargetState = (typeof TARGET_STATES)[number]

/** What a value points at. */
export interface Target {
  state: TargetState
  /** Of `here`, `gone` and `named`. */
  id: string | null
  /** Null when it is not told. */
  label: string | null
  /** Of a factor, what formulas compute with; absent where they do not read the field. */
  factor?: EmissionFactor | undefined
}

/** What the cells of a field point at, as far as it is known here. */
export interface Targets {
  /** Undefined: it is not known yet. Whoever asks hears of it later. */
  get(value: string): Target | undefined
  /** Null: all of them are known. Otherwise resolves when they are, or after a while. */
  load(values: readonly string[]): Promise<void> | null
}

/** Two names that differ in case and spacing only are the same name. */
export const nameKey = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase()

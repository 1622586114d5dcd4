import type { Field } from '#shared/fields/field.ts'
import type { Pin } from './view/viewState.ts'

/** Where each field stands: the row's key and name first and frozen, then what is entered, what is computed, the result. */
export interface ColumnPlan {
  key: Field | null
  /** Tells in words what the key stands for; null when no text field follows the key. */
  name: Field | null
  entered: Field[]
  computed: Field[]
  result: Field | null
}

/** A text field counts as the row's key when it stands among the first ones; otherwise the first field does. */
const KEY_WITHIN = 3

export function planColumns(fields: readonly Field[]): ColumnPlan {
  const typed = fields.filter((field) => field.type !== 'formula')
  const key = typed.slice(0, KEY_WITHIN).find((field) => field.type === 'text') ?? typed[0] ?? null
  const next = key?.type === 'text' ? typed[typed.indexOf(key) + 1] : undefined
  const name = next?.type === 'text' ? next : null
  const result = fields.find((field) => field.type === 'formula' && field.role === 'emissions') ?? null
  return {
    key,
    name,
    entered: typed.filter((field) => field !== key && field !== name),
    computed: fields.filter((field) => field.type === 'formula' && field !== result),
    result,
  }
}

/** All columns in reading order. */
export function inReadingOrder({ key, name, entered, computed, result }: ColumnPlan): Field[] {
  return [key, name, ...entered, ...computed, result].flatMap((field) => field ?? [])
}

/** The side at which a column is frozen by itself. */
export function ownPin({ key, name, result }: ColumnPlan, of: string): Pin {
  return of === key?.key || of === name?.key ? 'start' : of === result?.key ? 'end' : 'none'
}

/** What a phone shows: the row's key, the first number that is entered, and the result. */
export function phoneColumns(plan: ColumnPlan): ReadonlySet<string> {
  const quantity = plan.entered.find((field) => field.type === 'number') ?? plan.entered[0]
  return new Set(
    [plan.key, quantity ?? null, plan.result ?? plan.computed[0] ?? null].flatMap((field) => field?.key ?? []),
  )
}

/** Decimals of a computed column, the same in all rows so that the points line up: about four significant digits. */
export function decimalsFor(largest: number): number {
  if (largest >= 100) {
    return 2
  }
  return largest >= 1 ? 3 : 4
}

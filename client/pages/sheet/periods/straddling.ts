/** Rows whose own period, such as that of a bill, begins before the cycle or ends after it. */
import { daysByMonth } from '#shared/cycles/daysByMonth.ts'
import type { Period } from '#shared/cycles/period.ts'
import type { Field } from '#shared/fields/field.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'

/** The columns that say when a bill begins and ends: the first two dates of a table that has months; null: it has none. */
export function periodFields(model: Pick<SheetModel, 'fields'>): readonly [Field, Field] | null {
  const [first, second] = model.fields.filter(({ type }) => type === 'date')
  const hasMonths = model.fields.some(({ role }) => role === 'month')
  return hasMonths && first !== undefined && second !== undefined ? [first, second] : null
}

/** A row whose period is partly in the cycle and partly not: its amount belongs to two cycles. */
export interface Straddling extends Period {
  row: string
  /** The column whose day lies outside; of both, the one where the period begins. */
  field: Field
  /** How many of its days are in the cycle, and all of them. Both ends count. */
  inside: number
  total: number
}

/** Null: the whole period is in the cycle, or none of it, or the row has none. */
export function straddlingOf(
  model: Pick<SheetModel, 'value'>,
  row: string,
  { fields, cycle }: { fields: readonly [Field, Field]; cycle: Period },
): Straddling | null {
  const [one, two] = fields.map(({ key }) => model.value(row, key))
  if (typeof one !== 'string' || typeof two !== 'string' || one === '' || two === '') {
    return null
  }
  const [startsOn, endsOn] = one < two ? [one, two] : [two, one]
  if (startsOn >= cycle.startsOn && endsOn <= cycle.endsOn) {
    return null
  }
  const { outside, total } = daysByMonth({ startsOn, endsOn }, cycle)
  const isEarly = startsOn < cycle.startsOn
  const field = isEarly === one < two ? fields[0] : fields[1]
  return outside > 0 && outside < total ? { row, field, startsOn, endsOn, inside: total - outside, total } : null
}

/** The rows of a sheet that straddle its cycle, at most so many. Complexity: the rows, where the table has two dates. */
export function straddlingRows(model: SheetModel, cycle: Period, most: number): Straddling[] {
  const fields = periodFields(model)
  const found: Straddling[] = []
  const { store } = model
  // every different day is looked at once
  const outside = (fields ?? []).map(({ ordinal }) => {
    const { dictionary, index } = store.codes(ordinal)
    return { index, days: dictionary.map((day) => day < cycle.startsOn || day > cycle.endsOn) }
  })
  for (const slot of outside.some(({ days }) => days.includes(true)) ? store.liveSlots() : []) {
    if (!outside.some(({ index, days }) => days[(index[slot] ?? 0) - 1] === true)) {
      continue
    }
    const one = straddlingOf(model, store.rowIds[slot] ?? '', { fields: fields!, cycle })
    if (one !== null && found.push(one) >= most) {
      break
    }
  }
  return found
}

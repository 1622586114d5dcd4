/** The yearly amounts of a row over the months of its cycle. Pure; whoever has the plan writes it as one ordinary gesture. */
import type { CellWrite } from '#collab/binding/cellWrites.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Period } from '#shared/cycles/period.ts'
import type { Field } from '#shared/fields/field.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import { matchKey } from './matchRows.ts'
import { daysOf } from '#shared/cycles/monthShift.ts'
import { splitAmount } from './splitAmount.ts'

/** `period`: by the days of a period, such as that of a bill; what of it is outside of the cycle belongs to another one. */
export type SplitShape = 'even' | 'days' | 'cycle' | 'period'

export interface Split {
  row: string
  month: Field
  /** The columns whose amounts are split; each keeps its unit. */
  amounts: readonly Field[]
  /** Of the cycle, in order. */
  months: readonly string[]
  shape: SplitShape
  /** By month; the weight of each amount in another cycle, or the days of the period, when these are the shape. */
  weights: (amount: Field, month: string) => number
  /** Days of the period that are in no month of the cycle. */
  outside?: number
  /** Of the shape `period`: the bill, and the columns of its first and last day, where each part gets its own. */
  bill?: (Period & { fields: readonly [Field, Field] | null }) | null
  /** By these a row of another month is of the same source. */
  match: readonly Field[]
  isWritable: (field: Field) => boolean
  newIds: (count: number) => string[]
}

export interface SplitPart {
  month: string
  /** Of each amount; null where the row holds none. */
  amounts: (number | null)[]
  /** `source`: the row that is split. */
  target: 'source' | 'existing' | 'new'
  /** An amount that stands in an existing row and would be written over. */
  overwrites: boolean
}

export interface SplitPlan {
  writes: CellWrite[]
  newRows: string[]
  /** The split row, when every month has a row of its own already. */
  deleteRows: string[]
  parts: SplitPart[]
  /** What the last month gets more (or less) than its share, by amount. */
  remainders: (number | null)[]
  /** What of each amount belongs to other cycles, and is not written; null where nothing does. */
  outside: (number | null)[]
}

/** Null when there is nothing to split: no amount, or a shape that is empty. */
export function planSplit(model: SheetModel, asked: Split): SplitPlan | null {
  const { row, month, amounts, months, outside = 0 } = asked
  const split = amounts.map((field) => {
    const amount = model.value(row, field.key)
    const weights = months.map((one) => weightOf(field, one, asked))
    return typeof amount === 'number' ? splitAmount(amount, outside > 0 ? [...weights, outside] : weights) : null
  })
  if (months.length === 0 || !split.some((one) => one !== null)) {
    return null
  }
  const rows = rowsByMonth(model, asked)
  const own = model.value(row, month.key)
  const ownMonth =
    typeof own === 'string' && months.includes(own) && !rows.has(own) ? own : months.find((one) => !rows.has(one))
  const fresh = months.filter((one) => !rows.has(one) && one !== ownMonth)
  const newRows = asked.newIds(fresh.length)
  const days = daysOfBill(model, asked)
  const copied = model.fields.filter(
    (field) =>
      field !== month &&
      !amounts.includes(field) &&
      !days.includes(field) &&
      field.type !== 'number' &&
      asked.isWritable(field),
  )
  const plan: SplitPlan = {
    writes: [],
    newRows,
    deleteRows: ownMonth === undefined ? [row] : [],
    parts: [],
    remainders: split.map((one) => (outside > 0 ? null : (one?.remainder ?? null))),
    outside: split.map((one) => one?.parts[months.length] ?? null),
  }
  months.forEach((one, i) => {
    const existing = rows.get(one)
    const target = one === ownMonth ? row : (existing ?? newRows[fresh.indexOf(one)]!)
    const parts = split.map((amount) => amount?.parts[i] ?? null)
    plan.parts.push({
      month: one,
      amounts: parts,
      target: one === ownMonth ? 'source' : existing === undefined ? 'new' : 'existing',
      overwrites:
        existing !== undefined &&
        amounts.some((field, a) => parts[a] !== null && (model.value(existing, field.key) ?? '') !== ''),
    })
    const write = (field: Field, value: CellValue): void => {
      plan.writes.push({ row: target, ordinal: field.ordinal, value })
    }
    amounts.forEach((field, a) => {
      const part = parts[a] ?? null
      if (part !== null) {
        write(field, part)
      }
    })
    if (existing === undefined) {
      write(month, one)
      days.forEach((field, end) => write(field, dayOfPart(asked.bill!, one, end === 0)))
    }
    if (existing === undefined && target !== row) {
      copied.forEach((field) => {
        const value = model.stored(row, field.ordinal)
        if (value !== null) {
          write(field, value)
        }
      })
    }
  })
  return plan
}

/** The columns of the first and of the last day, as the row has them; none where they are not to be written. */
function daysOfBill(model: SheetModel, { row, bill, isWritable }: Split): readonly Field[] {
  const fields = bill?.fields ?? null
  if (fields === null || !fields.every(isWritable)) {
    return []
  }
  const [one, two] = fields.map(({ key }) => String(model.value(row, key) ?? ''))
  return one! > two! ? [fields[1], fields[0]] : fields
}

/** The first or the last day of a bill in a month. Its part belongs to these days, and no more to those of other cycles. */
function dayOfPart({ startsOn, endsOn }: Period, month: string, isFirst: boolean): string {
  const [first, last] = [`${month}-01`, `${month}-${daysOf(month)}`]
  return isFirst ? (startsOn > first ? startsOn : first) : endsOn < last ? endsOn : last
}

function weightOf(field: Field, month: string, { shape, weights }: Split): number {
  return shape === 'even' ? 1 : shape === 'days' ? daysOf(month) : weights(field, month)
}

/** The first row of the same source in each month, the split one left out. */
function rowsByMonth(model: SheetModel, { row, month, match }: Split): Map<string, string> {
  const source = matchKey(match, (field) => model.value(row, field.key))
  const found = new Map<string, string>()
  for (const { id } of source === null ? [] : model.rowData()) {
    const value = model.value(id, month.key)
    const isSame = id !== row && matchKey(match, (field) => model.value(id, field.key)) === source
    if (isSame && typeof value === 'string' && !found.has(value)) {
      found.set(value, id)
    }
  }
  return found
}

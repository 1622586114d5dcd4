/** Cells of another cycle into this one. Pure; whoever has the plan writes it as one ordinary gesture. */
import type { CellWrite } from '#collab/binding/cellWrites.ts'
import { isSameValue, type CellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import { matchKey } from './matchRows.ts'
import { shiftMonths } from '#shared/cycles/monthShift.ts'

/** A row of the other cycle; values by field key, only of fields that may be read. */
export interface OtherRow {
  values: Readonly<Record<string, CellValue>>
}

export interface CarryOver {
  /** Rows that are filled. */
  rows: readonly string[]
  match: readonly Field[]
  take: readonly Field[]
  /** From the other cycle's start to this one's: by so much months and dates that match are moved. */
  months: number
  /** Also where there is another value already. */
  replaces: boolean
  /** Rows that only the other cycle has become rows here. Their ids are made by `newIds`. */
  adds: boolean
  newIds: (count: number) => string[]
}

export interface CarryOverPlan {
  writes: CellWrite[]
  newRows: string[]
  /** Cells that are empty now. */
  filled: number
  /** Cells that hold another value. They stay, unless they are replaced. */
  differ: number
  same: number
  /** Rows that the other cycle does not have. */
  unmatched: number
  /** Rows of which the other cycle has several: which is meant cannot be told. */
  ambiguous: number
  /** Rows that only the other cycle has. */
  missing: number
}

export function planCarryOver(model: SheetModel, others: readonly OtherRow[], asked: CarryOver): CarryOverPlan {
  const { match, take, months } = asked
  const plan: CarryOverPlan = {
    writes: [],
    newRows: [],
    filled: 0,
    differ: 0,
    same: 0,
    unmatched: 0,
    ambiguous: 0,
    missing: 0,
  }
  const byKey = new Map<string, OtherRow[]>()
  for (const other of others) {
    const key = matchKey(match, ({ key: of }) => other.values[of] ?? null, months)
    if (key !== null) {
      byKey.set(key, [...(byKey.get(key) ?? []), other])
    }
  }
  for (const row of asked.rows) {
    const key = matchKey(match, (field) => model.value(row, field.key))
    const found = key === null ? [] : (byKey.get(key) ?? [])
    if (found.length > 1) {
      plan.ambiguous++
    } else if (found[0] === undefined) {
      plan.unmatched++
    } else {
      carry(plan, model, { row, other: found[0] }, asked)
    }
  }
  addMissing(plan, model, byKey, { ...asked, take: [...new Set([...match, ...take])] })
  return plan
}

function carry(
  plan: CarryOverPlan,
  model: SheetModel,
  { row, other }: { row: string; other: OtherRow },
  { take, replaces }: CarryOver,
): void {
  for (const { key, ordinal } of take) {
    const value = other.values[key] ?? null
    const now = model.stored(row, ordinal)
    if (value === null) {
      continue
    }
    if (isSameValue(now, value)) {
      plan.same++
    } else if (now === null || now === '') {
      plan.filled++
      plan.writes.push({ row, ordinal, value })
    } else {
      plan.differ++
      if (replaces) {
        plan.writes.push({ row, ordinal, value })
      }
    }
  }
}

function addMissing(
  plan: CarryOverPlan,
  model: SheetModel,
  byKey: ReadonlyMap<string, readonly OtherRow[]>,
  { match, take, months, adds, newIds }: CarryOver,
): void {
  const here = new Set<string | null>()
  for (const { id } of model.rowData()) {
    here.add(matchKey(match, (field) => model.value(id, field.key)))
  }
  const missing = [...byKey].flatMap(([key, rows]) => (here.has(key) ? [] : rows))
  plan.missing = missing.length
  if (!adds) {
    return
  }
  plan.newRows = newIds(missing.length)
  missing.forEach((other, i) => {
    for (const { key, ordinal, type } of take) {
      const value = other.values[key] ?? null
      if (value !== null) {
        const isTime = (type === 'month' || type === 'date') && typeof value === 'string'
        plan.writes.push({ row: plan.newRows[i]!, ordinal, value: isTime ? shiftMonths(value, months) : value })
      }
    }
  })
}

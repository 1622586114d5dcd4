/** What of the months of a device is written to a sheet as it is now, and why not the rest. Pure. */
import { type AmountState } from '#shared/api/devices.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'

/** An amount in the unit of its field, with what is known of it. */
export interface DueAmount {
  month: string
  /** Null: nothing is known of the month. */
  value: number | null
  /** Which part of the month is known, 0 to 1. */
  share: number
  /** Of the last time; null: there was none. */
  kept: KeptAmount | null
}

export interface KeptAmount {
  row_id: string | null
  written_value: number | null
  /** Somebody wants this value as it is. */
  accepted: number | null
}

/** A row of the month that the rule names. */
export interface StandingRow {
  row_id: string
  month: string | null
  /** What the cell of the rule holds. */
  value: CellValue | null
}

export interface PlannedAmount {
  month: string
  value: number | null
  /** `written`: it stands there, or is to be written now. */
  state: AmountState
  /** Null: the row is missing. */
  rowId: string | null
  cellValue: CellValue | null
  isWrite: boolean
}

/**
 * A complete month goes into an empty cell, and over what was written for it before. Over what somebody else entered, and when part
 * of the month is unknown, it waits for somebody to want it: a sum that is silently low is worse than none.
 */
export function planAmounts(due: readonly DueAmount[], standing: readonly StandingRow[]): PlannedAmount[] {
  const byMonth = Map.groupBy(standing, ({ month }) => month)
  return due.map(({ month, value, share, kept }): PlannedAmount => {
    const rows = byMonth.get(month) ?? []
    const own = rows.find(({ row_id: id }) => id === kept?.row_id)
    const row = own ?? rows[0]
    const cellValue = row?.value ?? null
    const plan = { month, value, rowId: row?.row_id ?? null, cellValue, isWrite: false }
    if (own === undefined && rows.length > 1) {
      return { ...plan, state: 'several-rows' }
    }
    const isWanted = value !== null && kept?.accepted === value
    if (value === null || (share < 1 && !isWanted)) {
      return { ...plan, state: 'incomplete' }
    }
    if (cellValue === value) {
      return { ...plan, state: 'written' }
    }
    return cellValue === null || cellValue === kept?.written_value || isWanted
      ? { ...plan, state: 'written', isWrite: true }
      : { ...plan, state: 'differs' }
  })
}

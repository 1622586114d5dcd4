import type { RejectedRow } from '#shared/api/factorSets.ts'
import type { RowReason } from '#shared/emissions/factorSet.ts'
import { numberInCell } from '#server/reading/numberInCell.ts'
import { columnName, type ReadCell } from '#server/reading/Spreadsheet.ts'

const AMOUNT_MESSAGES = {
  blank: 'The cell is empty: the publisher gives no value, which is not zero.',
  percent: 'A percentage stands where an amount belongs.',
  ambiguous: 'The comma may be of thousands or of decimals. Write the number without a comma.',
  text: 'A text stands where a number belongs.',
  'not-computed': 'The formula was saved without its value. Open the file in a spreadsheet and save it again.',
} as const

const AMOUNT_REASONS = {
  blank: 'blank',
  percent: 'percent',
  ambiguous: 'ambiguous-number',
  text: 'not-a-number',
  'not-computed': 'not-computed',
} as const satisfies Record<keyof typeof AMOUNT_MESSAGES, RowReason>

/** Where a cell stands, rows and columns from 0. */
export interface CellPlace {
  sheet: string
  row: number
  column: number | null
}

/** "D12" of the sheet, as the spreadsheet shows it. */
export const cellName = (column: number, row: number): string => `${columnName(column)}${row + 1}`

const LONGEST_SAID = 60

/** What a rejected row is about besides its place and its reason; `says`: what stands there. */
export type RejectedParts = Partial<Pick<RejectedRow, 'rows' | 'before' | 'allowed'>> & { says?: ReadCell }

export function rejectRow(
  { sheet, row, column }: CellPlace,
  reason: RowReason,
  message: string,
  { says = null, rows = [], before = null, allowed = [] }: RejectedParts = {},
): RejectedRow {
  const said = String(says ?? '').trim()
  return {
    sheet,
    row: row + 1,
    cell: column === null ? null : cellName(column, row),
    reason,
    message,
    says: said === '' ? null : said.slice(0, LONGEST_SAID),
    rows,
    before,
    allowed,
  }
}

/** The amount in a cell, or why there is none. An emission is never negative: totals are gross. */
export function amountIn(cell: ReadCell | undefined, place: CellPlace): number | RejectedRow {
  const read = numberInCell(cell)
  if (read.kind !== 'number') {
    return rejectRow(place, AMOUNT_REASONS[read.kind], AMOUNT_MESSAGES[read.kind], { says: cell ?? null })
  }
  if (read.value < 0) {
    const message = 'The amount is negative. Removals and avoided emissions are no part of an inventory.'
    return rejectRow(place, 'negative', message, { says: read.value })
  }
  return read.value
}

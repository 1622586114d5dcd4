import type { FileCell, ImportReason } from '#shared/api/imports.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'

/** Rows of a block: few enough to be nothing in memory and to hold nobody up, enough to keep statements busy. */
export const ROWS_IN_BLOCK = 1000

/** What becomes of a row of the file, by the preview. Values are by ordinal. */
export type RowOutcome =
  /** With the id that it gets, so that writing it twice is writing it once. */
  | { state: 'added'; id: string; values: Readonly<Record<string, CellValue>>; written?: true }
  /** Of the values those that change, and what stood there. */
  | {
      state: 'changed'
      id: string
      values: Readonly<Record<string, CellValue>>
      before: Readonly<Record<string, CellValue>>
      written?: true
    }
  | { state: 'unchanged'; id: string }
  /** `isSummed`: it was right at the preview, so the effect on emissions has it. */
  | { state: 'rejected'; reasons: readonly ImportReason[]; isSummed?: true }

/** Null: there is nothing in the row. */
export type BlockOutcome = readonly (RowOutcome | null)[]

export type BlockRows = readonly (readonly FileCell[])[]

/** A row of `import_blocks`. */
export interface StoredBlock {
  sheet: number
  number: number
  first_row: number
  row_count: number
  cells: string
  outcome: string | null
  added: number
  changed: number
  unchanged: number
  rejected: number
  written: number
  begun: boolean
}

// What the program itself wrote into the column.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const rowsOfBlock = ({ cells }: Pick<StoredBlock, 'cells'>): BlockRows => JSON.parse(cells) as BlockRows

/** A block of which everything is written says so by its counts alone: its text is not written anew for that. */
export function outcomeOfBlock({
  outcome,
  added,
  changed,
  written,
}: Pick<StoredBlock, 'outcome' | 'added' | 'changed' | 'written'>): BlockOutcome {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same
  const rows = outcome === null ? [] : (JSON.parse(outcome) as BlockOutcome)
  return written > 0 && written === added + changed ? rows.map(asWritten) : rows
}

/** A row that stands in the sheet. */
export const asWritten = (row: RowOutcome | null): RowOutcome | null =>
  row?.state === 'added' || row?.state === 'changed' ? { ...row, written: true } : row

/** An outcome as it is kept, with what it comes to. */
export function keptOutcome(
  outcome: BlockOutcome,
): Omit<StoredBlock, 'sheet' | 'number' | 'first_row' | 'row_count' | 'cells' | 'begun'> {
  const counts = { added: 0, changed: 0, unchanged: 0, rejected: 0, written: 0 }
  for (const row of outcome) {
    if (row !== null) {
      counts[row.state]++
      counts.written += 'written' in row && row.written === true ? 1 : 0
    }
  }
  return { ...counts, outcome: JSON.stringify(outcome) }
}

import type { CycleCompleteness } from '#shared/api/cycleCompleteness.ts'

type Months = CycleCompleteness['sites'][number]['months']
export type MapTable = Months[number]['tables'][number]

/** One site in one month. */
export interface MapCounts {
  rows: number
  open: number
  missing: number
  /** Rows that hold an estimate. */
  estimated: number
  /** 0 to 100, rounded down: 100 only when nothing is open and nothing is missing. */
  percent: number
  tables: readonly MapTable[]
}

export interface MapRow {
  site: string | null
  name: string | null
  /** By month of the period; null: nothing is there and nothing is expected. */
  cells: readonly (MapCounts | null)[]
  /** Rows without a month, or with one outside of the period; null when there are none. */
  others: MapCounts | null
}

/** The map as it is drawn. Missing rows count as rows that are not complete. */
export function mapOf({ months, sites }: CycleCompleteness): {
  rows: MapRow[]
  /** Null: there is nothing to be complete. */
  percent: number | null
  missing: number
} {
  const rows = sites.map(({ site, name, months: own }) => {
    const byMonth = new Map(own.map((counts) => [counts.month, counts]))
    const others = own.filter(({ month }) => month === null || !months.includes(month))
    return {
      site,
      name,
      cells: months.map((month) => sumOf([byMonth.get(month)].filter((counts) => counts !== undefined))),
      others: sumOf(others),
    }
  })
  const all = rows.flatMap(({ cells, others }) => [...cells, others]).filter((cell) => cell !== null)
  const total = (of: (cell: MapCounts) => number): number => all.reduce((sum, cell) => sum + of(cell), 0)
  const [there, open, missing] = [total((cell) => cell.rows), total((cell) => cell.open), total((cell) => cell.missing)]
  return { rows, percent: there + missing === 0 ? null : percentOf(there, open, missing), missing }
}

function sumOf(months: Months): MapCounts | null {
  if (months.length === 0) {
    return null
  }
  const sum = (of: (counts: Months[number]) => number): number => months.reduce((all, counts) => all + of(counts), 0)
  const [rows, open, missing] = [sum((one) => one.rows), sum((one) => one.open_rows), sum((one) => one.missing)]
  return {
    rows,
    open,
    missing,
    estimated: sum((one) => one.estimated),
    percent: percentOf(rows, open, missing),
    tables: months.flatMap(({ tables }) => tables),
  }
}

const percentOf = (rows: number, open: number, missing: number): number =>
  Math.floor(((rows - open) / Math.max(1, rows + missing)) * 100)

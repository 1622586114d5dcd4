import type { CycleCompleteness } from '#shared/api/cycleCompleteness.ts'
import type { DeclaredState } from '#shared/boundary/declaration.ts'

type Months = CycleCompleteness['sites'][number]['months']
export type MapTable = Months[number]['tables'][number]

/** One site in one month. */
export interface MapCounts {
  rows: number
  open: number
  missing: number
  /** Rows that are missing by declaration, and in which states, each once. */
  declared: number
  declaredStates: readonly DeclaredState[]
  /** Rows that hold an estimate. */
  estimated: number
  /** 0 to 100, rounded down: 100 only when nothing is open and nothing is missing but by declaration. */
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

/** The map as it is drawn. Missing rows count as rows that are not complete, declared ones as rows that are. */
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
  const sum = {
    rows: total((cell) => cell.rows),
    open: total((cell) => cell.open),
    missing: total((cell) => cell.missing),
    declared: total((cell) => cell.declared),
  }
  const isEmpty = sum.rows + sum.missing + sum.declared === 0
  return { rows, percent: isEmpty ? null : percentOf(sum), missing: sum.missing }
}

function sumOf(months: Months): MapCounts | null {
  if (months.length === 0) {
    return null
  }
  const sum = (of: (counts: Months[number]) => number): number => months.reduce((all, counts) => all + of(counts), 0)
  const counts = {
    rows: sum((one) => one.rows),
    open: sum((one) => one.open_rows),
    missing: sum((one) => one.missing),
    declared: sum((one) => one.declared),
  }
  const tables = months.flatMap((one) => one.tables)
  return {
    ...counts,
    declaredStates: [...new Set(tables.flatMap((table) => table.declared_gaps.map(({ state }) => state)))],
    estimated: sum((one) => one.estimated),
    percent: percentOf(counts),
    tables,
  }
}

type Counts = Pick<MapCounts, 'rows' | 'open' | 'missing' | 'declared'>

const percentOf = ({ rows, open, missing, declared }: Counts): number =>
  Math.floor(((rows - open + declared) / Math.max(1, rows + missing + declared)) * 100)

/** The months besides one in which a source has no row and nothing is declared, in their order. */
export function otherMissingMonths(
  { sites }: CycleCompleteness,
  asked: { tableId: string; month: string; site: string | null; source: string | null },
): string[] {
  const isMissing = ({ table_id: id, missing, missing_sources: sources }: MapTable): boolean =>
    id === asked.tableId &&
    (asked.source === null ? missing > 0 && sources.length === 0 : sources.includes(asked.source))
  const months = sites.find(({ site }) => site === asked.site)?.months ?? []
  return months.flatMap(({ month, tables }) =>
    month !== null && month !== asked.month && tables.some(isMissing) ? [month] : [],
  )
}

import type { DemoCycle, DemoRow, DemoValue } from './demoTable.ts'
import { randomOf } from './determinism.ts'

/** One meter, tank, supplier or habit that is written down every month (or every third). */
export interface MonthlySource {
  code: string
  name: string
  site: string
  /** Values of the table's own option fields, by key. */
  choices: Readonly<Record<string, string>>
  /** Quantity of one average month, in the unit of the quantity field. */
  typicalQuantity: number
  /** Share by which January lies above (or below, if negative) the yearly mean; July mirrors it. */
  winterSwing: number
  /** Change from 2024 to 2025 as a share, for example -0.03. */
  growth: number
  everyThirdMonth?: boolean
  source?: 'meter' | 'invoice' | 'estimate'
  /** Digits after the point of the written quantity (0 when absent). */
  digits?: number
}

/** What differs from the plain series: by "code month", the value that stands in the quantity cell, and a note. */
export type Exceptions = Readonly<Record<string, { quantity: DemoValue; note?: string }>>

/** Rows of all sources, month by month, with season, growth and a few per cent of noise; deterministic. */
export function monthlyRows(
  table: string,
  quantityKey: string,
  sources: readonly MonthlySource[],
  cycle: DemoCycle,
  exceptions: Exceptions = {},
): DemoRow[] {
  const rows: DemoRow[] = []
  for (let month = 1; month <= 12; month += 1) {
    const label = `${cycle.year}-${String(month).padStart(2, '0')}`
    for (const source of sources) {
      if (source.everyThirdMonth === true && month % 3 !== 0) {
        continue
      }
      const exception = exceptions[`${source.code} ${label}`]
      rows.push({
        code: source.code,
        name: source.name,
        site: source.site,
        month: label,
        ...source.choices,
        [quantityKey]: exception === undefined ? quantityOf(table, source, cycle.year, month) : exception.quantity,
        source: source.source ?? 'invoice',
        note: exception?.note ?? null,
      })
    }
  }
  return rows
}

function quantityOf(table: string, source: MonthlySource, year: number, month: number): number {
  const random = randomOf(`${table}/${source.code}/${year}/${month}`)
  const season = 1 + source.winterSwing * Math.cos(((month - 1) / 12) * 2 * Math.PI)
  const growth = (1 + source.growth) ** (year - 2024)
  const noise = 1 + (random() - 0.5) * 0.08
  const quantity = source.typicalQuantity * season * growth * noise
  const scale = 10 ** (source.digits ?? 0)
  return Math.round(quantity * scale) / scale
}

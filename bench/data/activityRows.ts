/** Ten fields of an activity table, five numbers and five texts, for the REST measurements. */
import { random } from './random.ts'

export const ROW_COLUMNS = [
  'site',
  'period',
  'activity',
  'scope',
  'quantity',
  'unit',
  'rate',
  'recovery',
  'flag',
  'note',
] as const
export const NUMBER_COLUMNS: ReadonlySet<string> = new Set(['scope', 'quantity', 'rate', 'recovery', 'flag'])
/** The same as fields of a table of the product. */
export const ROW_FIELDS = ROW_COLUMNS.map((key) => ({
  key,
  type: NUMBER_COLUMNS.has(key) ? ('number' as const) : ('text' as const),
}))
export type ActivityRow = Record<(typeof ROW_COLUMNS)[number], string | number>

const ACTIVITIES = ['Electricity', 'Natural gas', 'Diesel', 'Waste, mixed', 'Air travel']
const UNITS = ['kWh', 'm3', 'L', 'kg', 'pkm']

export function activityRows(count: number): ActivityRow[] {
  const next = random(11)
  return Array.from({ length: count }, (_, i) => ({
    site: `Site ${i % 57}`,
    period: `2025-${String(1 + (i % 12)).padStart(2, '0')}`,
    activity: ACTIVITIES[i % 5]!,
    scope: 1 + (i % 3),
    quantity: Math.round(next() * 1e5) / 100,
    unit: UNITS[i % 5]!,
    rate: Math.round(next() * 1e4) / 1e4,
    recovery: Math.round(next() * 90) / 100,
    flag: Math.floor(next() * 100),
    note: `invoice ${100_000 + i}`,
  }))
}

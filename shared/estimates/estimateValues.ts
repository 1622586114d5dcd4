import { shiftMonths } from '../cycles/monthShift.ts'
import type { EstimateInput } from './estimateMethod.ts'

/** What a method gives, and the cells that it rests on; null: nothing is known to rest on. */
export interface EstimatedValue {
  /** In the unit of the field, not rounded. */
  value: number
  inputs: EstimateInput[]
}

/** The month a year before: "2024-02" for "2025-02". */
export const priorYearMonth = (month: string): string => shiftMonths(month, -12)

/** The amount of the same month in the year before: of several rows of that month their sum. */
export function priorYearValue(known: readonly EstimateInput[], month: string): EstimatedValue | null {
  const inputs = known.filter((one) => one.month === priorYearMonth(month))
  return inputs.length === 0 ? null : { value: sumOf(inputs), inputs }
}

/**
 * The mean of the months of the cycle that are known; of several rows of a month their sum counts. Estimates are left out:
 * the mean of guesses is no better known than a guess.
 */
export function averageValue(
  known: readonly EstimateInput[],
  { cycleId, month }: { cycleId: string; month: string },
): EstimatedValue | null {
  const inputs = known.filter((one) => one.cycle_id === cycleId && !one.is_estimate && one.month !== month)
  const months = new Set(inputs.map((one) => one.month))
  return inputs.length === 0 ? null : { value: sumOf(inputs) / months.size, inputs }
}

const sumOf = (inputs: readonly EstimateInput[]): number => inputs.reduce((sum, { value }) => sum + value, 0)

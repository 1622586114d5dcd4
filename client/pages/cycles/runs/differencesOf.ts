import type { RunTotalsReply } from '#shared/api/runs.ts'

/** Axes along which two runs are compared. */
export const RUN_AXES = ['scope', 'category', 'gas', 'site', 'month'] as const
export type RunAxis = (typeof RUN_AXES)[number]

/** One sum in both runs, in kilograms; null: it was not there, or nothing of it was known. */
export interface RunChange {
  /** Null: of rows that have none. */
  key: string | null
  beforeKg: number | null
  afterKg: number | null
}

type Totals = RunTotalsReply['data']

/** The sums of two runs along an axis, in the order of the newer one, those that only the older has behind them. */
export function differencesOf(before: Totals, after: Totals, axis: RunAxis | 'total'): RunChange[] {
  const along = (totals: Totals): Map<string | null, number | null> =>
    new Map(totals.filter((total) => total.axis === axis).map((total) => [total.key, total.co2e_kg]))
  const [old, now] = [along(before), along(after)]
  return [...new Set([...now.keys(), ...old.keys()])].map((key) => ({
    key,
    beforeKg: old.get(key) ?? null,
    afterKg: now.get(key) ?? null,
  }))
}

/**
 * How a missing amount is estimated (GHG Protocol Corporate Standard, rev. ed., chapter 7; ISO 14064-1:2018, 6.2.3: the
 * method is stated with the amount): the same month of the year before, the mean of the months that are known, an amount per
 * unit times units (floor area, people, ...), or a figure that somebody gives with the reason.
 */
export const ESTIMATE_METHODS = ['prior_year', 'average', 'intensity', 'manual'] as const
export type EstimateMethod = (typeof ESTIMATE_METHODS)[number]

/** A cell that an estimate was computed from. */
export interface EstimateInput {
  cycle_id: string
  row_id: string
  /** "2024-03"; null: its row has none. */
  month: string | null
  /** In the unit of the field. */
  value: number
  /** It was an estimate itself. */
  is_estimate: boolean
}

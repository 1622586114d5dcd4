/** Pixels, known before the chart has loaded, so that nothing jumps. */
export const CHART_HEIGHT = 200

/** One month of the chart; amounts in tonnes of CO2e by scope. */
export interface MonthBar {
  month: string
  label: string
  s1: number
  s2: number
  s3: number
  /** The same month of the cycle before; left out when there is none. */
  last?: number
}

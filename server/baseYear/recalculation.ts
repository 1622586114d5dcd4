/** Whether the base year has to be recalculated (GHG Protocol Corporate Standard, rev. ed., chapter 5). Pure. */

/** Something that happened besides growth and decline. */
export interface RecalculationCause {
  /** Percent of the base year, signed; null when it is not known. */
  percent: number | null
  /** Whether it concerns something that existed in the base year. */
  existed: boolean
  isDecided: boolean
}

export interface Recalculation {
  /** By cause, in their order; null where the percentage is not known. */
  significant: (boolean | null)[]
  /** Sizes of the undecided ones together: a purchase and a sale that cancel out are two changes. */
  undecidedPercent: number
  asks: boolean
}

/** In both directions, each by itself and all undecided ones together, against the threshold. */
export function recalculation(causes: readonly RecalculationCause[], thresholdPercent: number): Recalculation {
  const sizeOf = ({ percent, existed }: RecalculationCause): number | null =>
    percent === null ? null : existed ? Math.abs(percent) : 0
  const undecidedPercent = causes
    .filter(({ isDecided }) => !isDecided)
    .reduce((sum, cause) => sum + (sizeOf(cause) ?? 0), 0)
  return {
    significant: causes.map((cause) => {
      const size = sizeOf(cause)
      return size === null ? null : size >= thresholdPercent
    }),
    undecidedPercent,
    asks: undecidedPercent >= thresholdPercent,
  }
}

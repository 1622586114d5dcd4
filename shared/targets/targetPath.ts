/** A linear path from a base to a target. */
export interface TargetLine {
  baseYear: number
  targetYear: number
  /** In the target year, of the base. */
  reductionPercent: number
}

/** Percent of the base per year; null when the target year is not after the base year. */
export function annualPercent({ baseYear, targetYear, reductionPercent }: TargetLine): number | null {
  return targetYear > baseYear ? reductionPercent / (targetYear - baseYear) : null
}

/**
 * What the path allows in a year: `base x (1 - r x (y - y0))`, from the base year to the target year and level after it. In the
 * unit of the base; null before the base year.
 */
export function pathIn(year: number, base: number, line: TargetLine): number | null {
  const annual = annualPercent(line)
  if (annual === null || year < line.baseYear) {
    return null
  }
  const years = Math.min(year, line.targetYear) - line.baseYear
  return base * (1 - (annual / 100) * years)
}

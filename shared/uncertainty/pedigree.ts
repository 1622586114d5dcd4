/**
 * The five indicators of data quality, as the GHG Protocol names them: Corporate Value Chain (Scope 3) Standard, 2011,
 * table 7.6. Scores run from 1 (worst) to 5 (best).
 */
export const QUALITY_INDICATORS = ['technology', 'time', 'geography', 'completeness', 'reliability'] as const
export type QualityIndicator = (typeof QUALITY_INDICATORS)[number]

export const QUALITY_SCORES = [1, 2, 3, 4, 5] as const
export type QualityScore = (typeof QUALITY_SCORES)[number]

export type PedigreeScores = Readonly<Partial<Record<QualityIndicator, QualityScore>>>

/**
 * The factor of uncertainty of each score, worst first: those by which Bilan Carbone (Association pour la transition
 * bas carbone, version 9, open source) turns scores into an interval.
 */
const COEFFICIENTS: Readonly<Record<QualityIndicator, readonly [number, number, number, number, number]>> = {
  reliability: [1.5, 1.2, 1.1, 1.05, 1],
  technology: [2, 1.5, 1.2, 1.1, 1],
  geography: [1.1, 1.05, 1.02, 1.01, 1],
  time: [1.5, 1.2, 1.1, 1.03, 1],
  completeness: [1.2, 1.1, 1.05, 1.02, 1],
}

/**
 * GSD2 of a pedigree: `exp(sqrt(sum of ln(coefficient)^2))`. It is the factor of the 95 % interval `[x / GSD2, x * GSD2]`
 * already: never square it again. An indicator without a score counts as the worst, as Bilan Carbone has it; whether
 * anything was scored at all is the caller's question (`isScored`).
 */
export function gsd2OfScores(scores: PedigreeScores): number {
  const squares = QUALITY_INDICATORS.map((indicator) => {
    const score = scores[indicator] ?? 1
    return Math.log(COEFFICIENTS[indicator][score - 1]!) ** 2
  })
  return Math.exp(Math.sqrt(squares.reduce((sum, square) => sum + square, 0)))
}

/** Nothing scored is not assessed, and not the worst. */
export const isScored = (scores: PedigreeScores): boolean =>
  QUALITY_INDICATORS.some((indicator) => scores[indicator] !== undefined)

import { gsd2OfScores, isScored, type PedigreeScores } from './pedigree.ts'

/** How people say how sure a number is: a range, or scores. A range goes before scores. */
export interface Quality {
  /** Half-width of the 95 % interval in percent of the value: 5 means ± 5 %. Null: not stated. */
  rangePercent: number | null
  scores: PedigreeScores
}

/** How far a number may be from the value that stands for it. */
export interface Spread {
  /** Factor of the 95 % interval `[x / gsd2, x * gsd2]`; 1 is exact. */
  gsd2: number
  /** Half-width of the 95 % interval as a fraction of the value. */
  halfWidth: number
  /** As which distribution it is drawn. */
  distribution: 'normal' | 'lognormal'
}

/** Up to here a stated range is drawn from a normal distribution; IPCC 2006, volume 1, chapter 3, 3.2.3: about 30 %. */
const MOST_NORMAL = 0.3

/**
 * The two ways of saying it are made one by the upper end of the interval: `x * GSD2 = x * (1 + U)`, so GSD2 = 1 + U. A
 * range goes there and back unchanged, and no upper end becomes smaller. Null when nothing is stated: that is unknown, and
 * neither exact nor the worst.
 */
export function spreadOf({ rangePercent, scores }: Quality): Spread | null {
  if (rangePercent !== null) {
    const halfWidth = rangePercent / 100
    return { gsd2: 1 + halfWidth, halfWidth, distribution: halfWidth <= MOST_NORMAL ? 'normal' : 'lognormal' }
  }
  if (!isScored(scores)) {
    return null
  }
  const gsd2 = gsd2OfScores(scores)
  return { gsd2, halfWidth: gsd2 - 1, distribution: 'lognormal' }
}

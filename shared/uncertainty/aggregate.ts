import type { Spread } from './spread.ts'

export const UNCERTAINTY_METHODS = ['lognormal', 'approach1'] as const
export type UncertaintyMethod = (typeof UNCERTAINTY_METHODS)[number]

/** Rows that are alike: the same quality of their activities, and the same factors. */
export interface SourceGroup {
  /** Kilograms of CO2e of all its rows, and the sum of the squares of each. */
  sumKg: number
  sumOfSquares: number
  /** Of the activity of each row by itself; null: not assessed. */
  activity: Spread | null
  /** Ids of the factors that every row is multiplied by. */
  factors: readonly string[]
}

export interface Interval {
  /** Half-width as a fraction of the amount; of `lognormal` GSD2 - 1, so of its upper side. */
  halfWidth: number
  gsd2: number
  lowKg: number
  highKg: number
}

export interface Aggregate {
  /** Kilograms of all rows. */
  sumKg: number
  /** Of these: of rows with an assessed activity or an assessed factor. */
  assessedKg: number
  /** Of these: of rows in which one of activity and factors is not assessed, so that the interval is too narrow. */
  partlyKg: number
  /** 95 % interval of `assessedKg`; null when nothing is assessed, or what is adds up to nothing. */
  interval: Interval | null
}

/**
 * The uncertainty of a sum of rows. Activities are independent of each other. **A factor is one number for all rows that
 * use it**: what it may be wrong by is added up over its rows first, and only then squared, with the other factors and the
 * activities. `lognormal`: `exp(sqrt(sum (E_i / E)^2 * ln(GSD2_i)^2))`; `approach1`: IPCC 2006, volume 1, chapter 3,
 * equations 3.1 and 3.2. Linear in the number of groups.
 */
export function aggregate(
  groups: readonly SourceGroup[],
  factors: ReadonlyMap<string, Spread>,
  method: UncertaintyMethod,
): Aggregate {
  const assessed = groups.filter((group) => isAssessed(group, factors))
  const sums = {
    sumKg: total(groups),
    assessedKg: total(assessed),
    partlyKg: total(assessed.filter((group) => !isWhole(group, factors))),
  }
  const squares = varianceParts(assessed, factors, method).reduce((sum, { variance }) => sum + variance, 0)
  return { ...sums, interval: sums.assessedKg === 0 ? null : intervalOf(sums.assessedKg, Math.sqrt(squares), method) }
}

/** What some of the uncertainty comes from: the activities of a group, or a factor. */
export type VariancePart = { variance: number } & ({ group: SourceGroup } | { factor: string; sumKg: number })

/** Parts of the variance in kg^2 (of logarithms, where the method takes them), activities in the order of the groups. */
export function varianceParts(
  groups: readonly SourceGroup[],
  factors: ReadonlyMap<string, Spread>,
  method: UncertaintyMethod,
): VariancePart[] {
  const activities = groups.flatMap((group): VariancePart[] =>
    group.activity === null ? [] : [{ group, variance: group.sumOfSquares * width(group.activity, method) ** 2 }],
  )
  const byFactor = new Map<string, number>()
  for (const group of groups) {
    for (const factor of new Set(group.factors)) {
      byFactor.set(factor, (byFactor.get(factor) ?? 0) + group.sumKg)
    }
  }
  const shared = [...byFactor].flatMap(([factor, sumKg]): VariancePart[] => {
    const spread = factors.get(factor)
    return spread === undefined ? [] : [{ factor, sumKg, variance: (sumKg * width(spread, method)) ** 2 }]
  })
  return [...activities, ...shared]
}

const isAssessed = (group: SourceGroup, factors: ReadonlyMap<string, Spread>): boolean =>
  group.activity !== null || group.factors.some((factor) => factors.has(factor))

const isWhole = (group: SourceGroup, factors: ReadonlyMap<string, Spread>): boolean =>
  group.activity !== null && group.factors.every((factor) => factors.has(factor))

const total = (groups: readonly SourceGroup[]): number => groups.reduce((sum, { sumKg }) => sum + sumKg, 0)

/** Of one quantity, in the measure that the method adds up by squares. */
export const width = ({ gsd2, halfWidth }: Spread, method: UncertaintyMethod): number =>
  method === 'lognormal' ? Math.log(gsd2) : halfWidth

function intervalOf(amountKg: number, root: number, method: UncertaintyMethod): Interval {
  const relative = root / Math.abs(amountKg)
  if (method === 'approach1') {
    const halfKg = relative * Math.abs(amountKg)
    return { halfWidth: relative, gsd2: 1 + relative, lowKg: amountKg - halfKg, highKg: amountKg + halfKg }
  }
  const gsd2 = Math.exp(relative)
  const [near, far] = [amountKg / gsd2, amountKg * gsd2]
  return { halfWidth: gsd2 - 1, gsd2, lowKg: Math.min(near, far), highKg: Math.max(near, far) }
}

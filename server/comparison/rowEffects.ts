import type { EffectKind } from '#shared/api/cycleComparison.ts'

/** What made the result of a row another, in kilograms of CO2e. */
export interface RowEffect {
  kind: EffectKind
  kg: number
}

/** The results of one row in both cycles, and on the way from one to the other; null where there is none. */
export interface RowResults {
  /** In the other cycle; undefined when it has no such row. */
  before: number | null | undefined
  /** In this cycle; undefined when it has no such row. */
  after: number | null | undefined
  /** The values of this cycle by factors and GWP set of the other; and with this cycle's factors by the GWP set of the other. */
  oldBasis: number | null
  newFactors: number | null
  /** The fields of the table mean something else, or are computed otherwise, in the other cycle. */
  isOtherTable: boolean
  /** The result depends on other rows, so the change of one cannot be taken apart. */
  isWhole: boolean
}

/** The effects add up to the change; what is unknown counts as nothing, as it does in the totals. */
export function rowEffects({ before, after, oldBasis, newFactors, isOtherTable, isWhole }: RowResults): RowEffect[] {
  if (before === undefined) {
    return [{ kind: 'added', kg: after ?? 0 }]
  }
  if (after === undefined) {
    return [{ kind: 'removed', kg: -(before ?? 0) }]
  }
  if (before !== null && after !== null && isOtherTable) {
    return [{ kind: 'method', kg: after - before }]
  }
  if (before === null || after === null || oldBasis === null || newFactors === null || isWhole) {
    return [{ kind: 'other', kg: (after ?? 0) - (before ?? 0) }]
  }
  return [
    { kind: 'activity', kg: oldBasis - before },
    { kind: 'factor', kg: newFactors - oldBasis },
    { kind: 'gwp', kg: after - newFactors },
  ]
}

const OF_CELLS: ReadonlySet<EffectKind> = new Set(['activity', 'added', 'removed', 'other'])

/**
 * Effects between a version and the one that restates it because of an error: what comes of other values or other rows is
 * the correction of it. A row has one such effect at most (GHG Protocol Corporate Standard, rev. ed., chapter 5).
 */
export function correctedEffects(effects: readonly RowEffect[]): RowEffect[] {
  return effects.map(({ kind, kg }) => ({ kind: OF_CELLS.has(kind) ? 'error' : kind, kg }))
}

/** The part of its results that counts in each of both cycles, 0 to 1. */
export interface RowShares {
  before: number
  after: number
}

/**
 * Effects of what counts, of effects of the whole: each by the share of the cycle before, and at last what the other share does.
 * They add up to the change of what counts.
 */
export function countedEffects(
  effects: readonly RowEffect[],
  { before, after }: Pick<RowResults, 'before' | 'after'>,
  shares: RowShares,
): RowEffect[] {
  if (shares.before === 1 && shares.after === 1) {
    return [...effects]
  }
  const share = before === undefined ? shares.after : shares.before
  const counted = effects.map(({ kind, kg }): RowEffect => ({ kind, kg: kg * share }))
  const isInBoth = before !== undefined && after !== undefined
  return isInBoth ? [...counted, { kind: 'boundary', kg: (after ?? 0) * (shares.after - shares.before) }] : counted
}

import type { ComparisonChange, ComparisonEffects } from '#shared/api/cycleComparison.ts'

export type Cause = 'activity' | 'factor' | 'gwp' | 'boundary' | 'added' | 'removed' | 'other'

const CAUSES = [
  ['activity', 'activity_kg'],
  ['factor', 'factor_kg'],
  ['gwp', 'gwp_kg'],
  ['boundary', 'boundary_kg'],
  ['added', 'added_kg'],
  ['removed', 'removed_kg'],
  ['other', 'other_kg'],
] as const satisfies readonly (readonly [Cause, keyof ComparisonEffects])[]

/** One bar on the way from one total to the other, in tonnes. */
export interface ChangeStep {
  cause: Cause
  amountT: number
  /** The sum before and after it. */
  fromT: number
  toT: number
}

/** The causes that changed something, one after the other from the one total to the other. */
export function changeSteps({ before_kg: before, effects }: ComparisonChange): ChangeStep[] {
  let reached = (before ?? 0) / 1000
  return CAUSES.flatMap(([cause, key]) => {
    const amountT = effects[key] / 1000
    const fromT = reached
    reached += amountT
    return amountT === 0 ? [] : [{ cause, amountT, fromT, toT: reached }]
  })
}

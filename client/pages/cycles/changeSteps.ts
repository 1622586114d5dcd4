import { type ComparisonChange, EFFECT_KINDS, type EffectKind } from '#shared/api/cycleComparison.ts'

export type Cause = EffectKind

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
  return EFFECT_KINDS.flatMap((cause) => {
    const amountT = effects[`${cause}_kg`] / 1000
    const fromT = reached
    reached += amountT
    return amountT === 0 ? [] : [{ cause, amountT, fromT, toT: reached }]
  })
}

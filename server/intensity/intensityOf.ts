import type { NoIntensity } from '#shared/api/intensities.ts'
import type { ScopeFigure } from '#shared/api/scopeFigure.ts'

/** Kilograms of CO2e per unit of the denominator; null means n/a, never zero or infinity for want of a number. */
export interface Intensity {
  intensity_kg: number | null
  reason: NoIntensity | null
}

/** Emissions over a denominator (GHG Protocol Corporate Standard, rev. ed., chapter 9; GRI 305-4). */
export function intensityOf(figure: ScopeFigure, denominator: number | null): Intensity {
  const none = (reason: NoIntensity): Intensity => ({ intensity_kg: null, reason })
  if (figure.is_hidden) {
    return none('hidden')
  }
  if (denominator === null) {
    return none('no-denominator')
  }
  if (denominator === 0) {
    return none('zero-denominator')
  }
  const intensity = figure.co2e_kg === null ? null : figure.co2e_kg / denominator
  return intensity === null
    ? none('no-emissions')
    : Number.isFinite(intensity)
      ? { intensity_kg: intensity, reason: null }
      : none('zero-denominator')
}

/** Null when one of both is unknown, or there is nothing to compare with. */
export function changePercent(before: number | null | undefined, after: number | null): number | null {
  return before === null || before === undefined || before === 0 || after === null
    ? null
    : ((after - before) / Math.abs(before)) * 100
}

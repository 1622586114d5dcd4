import type { CycleEmissions } from '#shared/api/emissions.ts'
import { GWP_SETS } from '#shared/emissions/gas.ts'
import type { ComponentSum } from './sumRows.ts'

/** Components that say how much is CO2e of another GWP set; they are parts of `other` and no gas of their own. */
const OTHER_GWP = 'CO2e-'

/** Kilograms of CO2e by gas. They add up to the total. */
export function gasFigures(sums: readonly ComponentSum[]): CycleEmissions['by_gas'] {
  return sums
    .filter(({ component }) => !component.startsWith(OTHER_GWP))
    .map(({ component, co2eKg }) => ({ gas: component, co2e_kg: co2eKg }))
}

/** What of the total could not be re-based to the cycle's GWP set, by the set of its publisher. */
export function otherGwpFigures(sums: readonly ComponentSum[]): CycleEmissions['other_gwp'] {
  return sums
    .filter(({ component }) => component.startsWith(OTHER_GWP))
    .map(({ component, co2eKg, rows }) => ({
      gwp_set: GWP_SETS.find((set) => component === OTHER_GWP + set) ?? null,
      co2e_kg: co2eKg,
      rows,
    }))
}

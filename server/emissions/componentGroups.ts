import type { CycleEmissions } from '#shared/api/emissions.ts'
import {
  GASES_NOT_KNOWN,
  MEMO_COMPONENT,
  PARTIAL_COMPONENTS,
  SIDE_COMPONENTS,
} from '#formulas/emissions/emissionComponents.ts'
import { GWP_SETS } from '#shared/emissions/gas.ts'
import type { ComponentSum } from './sumRows.ts'

/** Components that say how much is CO2e of another GWP set; they are parts of `other` and no gas of their own. */
const OTHER_GWP = 'CO2e-'
const SIDE: ReadonlySet<string> = new Set(SIDE_COMPONENTS)

/** Kilograms of CO2e by gas. They add up to the total. */
export function gasFigures(sums: readonly ComponentSum[]): CycleEmissions['by_gas'] {
  return sums
    .filter(({ component }) => !SIDE.has(component))
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

/** What of the total is of factors that lack gases, by these gases, largest first. */
export function partialFigures(sums: readonly ComponentSum[]): CycleEmissions['partial'] {
  return sums.flatMap(({ component, co2eKg, rows }) => {
    const known = PARTIAL_COMPONENTS.find((one) => one === component)
    return known === undefined ? [] : [{ gases: [...GASES_NOT_KNOWN[known]], co2e_kg: co2eKg, rows }]
  })
}

/** What is reported beside the scopes: gases outside the Kyoto basket. Null when no row has any. */
export function memoFigures(sums: readonly ComponentSum[]): CycleEmissions['memo'] {
  const found = sums.find(({ component }) => component === MEMO_COMPONENT)
  return found === undefined ? null : { co2e_kg: found.co2eKg, rows: found.rows }
}

import type { LackingGas } from '#shared/emissions/lackingGases.ts'
import { GASES_NOT_KNOWN, PARTIAL_COMPONENTS, type PartialComponent } from './emissionComponents.ts'

/** Amounts of one result that are the same up to the rounding of their sums. */
const ROUNDING = 1e-9

/**
 * The components of a result without the marks that do not hold for it: a factor of CO2 alone is completed by another that
 * gives CH4 and N2O alone, as litres are by kilometres (US EPA Emission Factors Hub 2025, tables 2 and 3 to 5; GHG Protocol
 * mobile combustion guidance). A gas of the result completes it when it can be of no other fuel: all of its CO2 is of
 * factors that lack the gas, and none of it is biogenic.
 */
export function withoutCompleted(
  gasesKg: Readonly<Record<string, number>>,
  biogenicCo2Kg: number | null,
): Record<string, number> {
  const marks = PARTIAL_COMPONENTS.filter((component) => gasesKg[component] !== undefined)
  const markedKg = marks.reduce((sum, component) => sum + (gasesKg[component] ?? 0), 0)
  const co2Kg = gasesKg['CO2'] ?? 0
  if (marks.length === 0 || biogenicCo2Kg !== null || Math.abs(co2Kg - markedKg) > ROUNDING * Math.abs(co2Kg)) {
    return { ...gasesKg }
  }
  const kept: Record<string, number> = { ...gasesKg }
  for (const component of marks) {
    delete kept[component]
  }
  for (const component of marks) {
    const open = GASES_NOT_KNOWN[component].filter((gas) => gasesKg[gas] === undefined)
    const left = componentFor(open)
    if (left !== null) {
      kept[left] = (kept[left] ?? 0) + (gasesKg[component] ?? 0)
    }
  }
  return kept
}

/** The gases that a result does not know; none when it is whole. */
export function gasesNotKnown(gasesKg: Readonly<Record<string, number>>): LackingGas[] {
  const marks = PARTIAL_COMPONENTS.filter((component) => gasesKg[component] !== undefined)
  return [...new Set(marks.flatMap((component) => GASES_NOT_KNOWN[component]))].toSorted()
}

function componentFor(gases: readonly LackingGas[]): PartialComponent | null {
  return PARTIAL_COMPONENTS.find((component) => component === `partial-${gases.join('-')}`) ?? null
}

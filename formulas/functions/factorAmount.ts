import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import type { Conversion } from '#shared/quantities/convert.ts'
import type { ComponentShares } from '#formulas/check/Step.ts'
import { EMISSION_COMPONENTS, SIDE_COMPONENTS } from '#formulas/emissions/emissionComponents.ts'
import { emissionsOfFactor, gasMass, noEmissions } from '#formulas/emissions/emissionsOfFactor.ts'
import type { FormulaContext } from '#formulas/FormulaContext.ts'

/** Kilograms of CO2e or of one gas per unit of activity, after `per`; null when nothing of it was published. */
export function factorAmount(
  factor: EmissionFactor,
  gas: string,
  per: Conversion,
  { gwp, gwpSet }: Pick<FormulaContext, 'gwp' | 'gwpSet'>,
): number | null {
  const amount = gas === 'CO2e' ? (emissionsOfFactor(factor, gwp, gwpSet)?.co2eKg ?? null) : gasMass(factor, gas)
  return amount === null ? null : scaled(amount, per)
}

/** The components behind a factor, after `per`. */
export function scaledShares(shares: ComponentShares, per: Conversion): ComponentShares {
  const result = noEmissions()
  for (const component of [...EMISSION_COMPONENTS, ...SIDE_COMPONENTS]) {
    const share = shares[component]
    if (share !== undefined) {
      result[component] = scaled(share, per)
    }
  }
  return result
}

const scaled = (value: number, per: Conversion): number => (value * per.multiply) / per.divide

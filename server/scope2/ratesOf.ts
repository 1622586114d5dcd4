import { gwpOf } from '#formulas/emissions/gwpOf.ts'
import type { GwpSet, GwpTable } from '#shared/emissions/gas.ts'
import { RATE_GASES, RATE_UNITS, type RateUnit, type StatedRates } from '#shared/scope2/instrument.ts'
import type { Rates } from './marketBased.ts'

/**
 * What an instrument states, in kilograms of CO2e per MWh by a GWP set. Methane of power is counted as fossil, as in the
 * published rates of grids. CO2e stays as its publisher computed it.
 */
export function ratesOf(
  stated: StatedRates,
  unit: RateUnit,
  { gwp, gwpSet }: { gwp: GwpTable; gwpSet: GwpSet },
): Rates {
  if (stated.CO2e !== undefined) {
    return { CO2e: stated.CO2e * RATE_UNITS[unit] }
  }
  return Object.fromEntries(
    RATE_GASES.flatMap((gas) => {
      const [amount, potential] = [stated[gas], gwpOf(gas === 'CH4' ? 'CH4-fossil' : gas, gwp, gwpSet)]
      return amount === undefined || potential === null ? [] : [[gas, amount * RATE_UNITS[unit] * potential]]
    }),
  )
}

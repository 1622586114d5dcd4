import type { GwpSet } from '#shared/emissions/gas.ts'
import type { LackingGas } from '#shared/emissions/lackingGases.ts'
import { PFCS } from '#shared/emissions/species.ts'

/**
 * The parts in which emissions are kept: the Kyoto gases of the GHG Protocol, what was published only as CO2e (`other`),
 * and biogenic CO2, which is reported outside the scopes and is no part of a total.
 */
export const EMISSION_COMPONENTS = ['CO2', 'CH4', 'N2O', 'HFC', 'PFC', 'SF6', 'NF3', 'other', 'biogenicCO2'] as const
export type EmissionComponent = (typeof EMISSION_COMPONENTS)[number]

/**
 * Of `other`, what was published only as CO2e of a GWP set that is not the cycle's, by that set: it cannot be re-based,
 * so a report says how much it is. It is in `other` already and no further part of a sum.
 */
export const OTHER_GWP_COMPONENTS = [
  'CO2e-SAR',
  'CO2e-AR4',
  'CO2e-AR5',
  'CO2e-AR5ccf',
  'CO2e-AR6',
  'CO2e-unstated',
] as const satisfies readonly `CO2e-${GwpSet | 'unstated'}`[]
export type OtherGwpComponent = (typeof OTHER_GWP_COMPONENTS)[number]

/**
 * What is CO2e of factors that do not give every gas of their activity, by the gases that are not known. Like the CO2e of
 * another GWP set it is in the other components already.
 */
export const PARTIAL_COMPONENTS = ['partial-CH4', 'partial-N2O', 'partial-CH4-N2O'] as const
export type PartialComponent = (typeof PARTIAL_COMPONENTS)[number]

/** The gases that a component says are not known. */
export const GASES_NOT_KNOWN: Readonly<Record<PartialComponent, readonly LackingGas[]>> = {
  'partial-CH4': ['CH4'],
  'partial-N2O': ['N2O'],
  'partial-CH4-N2O': ['CH4', 'N2O'],
}

/**
 * CO2e of gases that are no part of an inventory (CFC, HCFC and others outside the Kyoto basket): a memo beside the scopes, and in
 * no other component. Source: GHG Protocol Corporate Standard (revised), chapter 9, "optional information".
 */
export const MEMO_COMPONENT = 'memo' as const

/** Components that are no further part of a sum: they say something of the others, or are outside the scopes. */
export const SIDE_COMPONENTS = [...OTHER_GWP_COMPONENTS, ...PARTIAL_COMPONENTS, MEMO_COMPONENT] as const
export type SideComponent = (typeof SIDE_COMPONENTS)[number]

/** The component to which the emissions of a GWP species belong. */
export function componentOf(species: string): EmissionComponent {
  if (species === 'CO2' || species === 'N2O' || species === 'SF6' || species === 'NF3') {
    return species
  }
  if (species.startsWith('CH4')) {
    return 'CH4'
  }
  if (species.startsWith('HFC')) {
    return 'HFC'
  }
  return PFCS.has(species) ? 'PFC' : 'other'
}

/** Names of greenhouse gases: how sources spell them, and the one name under which the GWP table keeps them. */

const PFC_NAMES: Readonly<Record<string, string>> = {
  PFC14: 'CF4',
  PFC116: 'C2F6',
  PFC218: 'C3F8',
  PFC318: 'cC4F8',
  PFC3110: 'C4F10',
  PFC4112: 'C5F12',
  PFC5114: 'C6F14',
  PFC9118: 'C10F18',
}

const PLAIN = new Set(['CO2', 'CH4', 'N2O', 'SF6', 'NF3', 'SO2F2', 'CF4', 'C2F6', 'C3F8', 'cC4F8', 'C4F10', 'C5F12'])
const MORE_PLAIN = new Set(['C6F14', 'C7F16', 'C8F18', 'C10F18', 'cC3F6', 'SF5CF3', 'CCl4', 'CHCl3', 'CH2Cl2', 'CH3Cl'])

/**
 * The GWP table's name of a gas: `HFC-134a` is `HFC134a`, `PFC-14` is `CF4`, `CH4-fossil` stays; null for what is no
 * greenhouse gas known here.
 */
export function gwpSpecies(name: string): string | null {
  if (name === 'CH4-fossil' || name === 'CH4-nonfossil' || PLAIN.has(name) || MORE_PLAIN.has(name)) {
    return name
  }
  const joined = name.replaceAll('-', '')
  if (Object.hasOwn(PFC_NAMES, joined)) {
    return PFC_NAMES[joined]!
  }
  return /^(HFC|HCFC|CFC|HFE|HCFE|Halon)\d[0-9a-z]*$/.test(joined) ? joined : null
}

/** Perfluorocarbons, among them the ring of three (IPCC AR5 WG1, table 8.A.1). */
export const PFCS: ReadonlySet<string> = new Set([
  'CF4',
  'C2F6',
  'C3F8',
  'cC4F8',
  'C4F10',
  'C5F12',
  'C6F14',
  'C7F16',
  'C8F18',
  'C10F18',
  'cC3F6',
])

/**
 * Whether a GWP species belongs to the seven gases of an inventory: CO2, CH4, N2O, HFCs, PFCs, SF6 and NF3 (Kyoto Protocol, annex
 * A, as amended in Doha; GHG Protocol, "Required greenhouse gases", 2013). What does not is reported outside the scopes.
 */
export function isInventoryGas(species: string): boolean {
  return /^(CO2$|CH4|N2O$|HFC\d|SF6$|NF3$)/.test(species) || PFCS.has(species)
}

/** The gas whose mass a unit carries: like `gwpSpecies`, with CO2e as a gas of its own and methane of any origin as CH4. */
export function gasFamily(name: string): string | null {
  if (name === 'CO2e') {
    return name
  }
  const species = gwpSpecies(name)
  return species?.startsWith('CH4') ? 'CH4' : species
}

import type { EmissionFactor } from './emissionFactor.ts'
import { gwpSpecies } from './species.ts'

/** A refrigerant blend as published: mass shares in percent. */
export interface RefrigerantBlend {
  name: string
  composition: readonly { pct: number; species: string }[]
  cell: string
}

/** Greenhouse gases of the Kyoto Protocol that leak; others (HCFC, hydrocarbons) are reported outside the scopes or not at all. */
const isKyotoGas = (species: string): boolean => /^(HFC|SF6$|NF3$|CF4$|c?C\d+F\d+$)/.test(species)

/**
 * Factors for leaked refrigerants, per kilogram of what leaked: a pure gas is itself, a blend is its HFC and PFC parts
 * (as EPA counts; a blend of HCFCs alone has a stated zero). As masses they follow the cycle's GWP set, unlike the
 * rounded GWPs that publishers print. Ids are `refrigerant.R-404A`, `refrigerant.HFC134a`.
 */
export function refrigerantFactors(
  blends: readonly RefrigerantBlend[],
  species: readonly string[],
  year: number,
): EmissionFactor[] {
  const pure = species.filter(isKyotoGas).map((gas) => factorOf(gas, { [gas]: 1 }, 'GWP-100 species', gas, year))
  const mixed = blends.map((blend) =>
    factorOf(blend.name, partsOf(blend), 'Table 11 refrigerant blends', blend.cell, year),
  )
  return [...pure, ...mixed]
}

function partsOf(blend: RefrigerantBlend): Record<string, number> {
  const parts: Record<string, number> = {}
  for (const { pct, species } of blend.composition) {
    const gas = gwpSpecies(species)
    if (gas !== null && isKyotoGas(gas)) {
      parts[gas] = (parts[gas] ?? 0) + pct / 100
    }
  }
  return parts
}

function factorOf(
  name: string,
  gasesKg: Record<string, number>,
  table: string,
  row: string,
  year: number,
): EmissionFactor {
  const isEmpty = Object.keys(gasesKg).length === 0
  return {
    id: `refrigerant.${name}`,
    name,
    unit: 'kg',
    gasesKg,
    co2eOnlyKg: isEmpty ? 0 : null,
    co2eOnlyGwp: null,
    biogenicCo2Kg: null,
    publisher: 'US EPA Center for Corporate Climate Leadership',
    dataset: 'Emission Factors for Greenhouse Gas Inventories (GHG Emission Factors Hub)',
    edition: '2025, last modified 15 January 2025',
    table,
    row,
    year,
    geography: 'GLOBAL',
    licence: 'US federal government work - public domain in the US (17 USC 105)',
  }
}

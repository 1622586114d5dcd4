import type { EmissionFactor } from './emissionFactor.ts'
import type { GwpSet } from './gas.ts'
import { lackingGases } from './lackingGases.ts'
import { isInventoryGas } from './species.ts'

/** What somebody says about a factor of their own, in kilograms per `unit`. */
export interface CustomFactorFigures {
  name: string
  unit: string
  /** By GWP species; a gas that was not stated is absent. */
  gases: Readonly<Record<string, number>>
  /** CO2e that cannot be split; null: gas by gas, or biogenic CO2 only. */
  co2e_kg: number | null
  /** GWP set behind it; null: not stated. */
  co2e_gwp: GwpSet | null
  biogenic_co2_kg: number | null
  geography: string
  data_year: number
  publisher: string
  title: string
  edition: string
  reference: string
  licence: string
}

/** The factor in the form that formulas read, once it is approved. */
export function customFactor(id: string, figures: CustomFactorFigures): EmissionFactor {
  const lacks = lackingGases(figures.gases, figures.co2e_kg)
  const outside = Object.entries(figures.gases).filter(([species]) => !isInventoryGas(species))
  return {
    id,
    name: figures.name,
    unit: figures.unit,
    gasesKg: figures.gases,
    co2eOnlyKg: figures.co2e_kg,
    co2eOnlyGwp: figures.co2e_gwp,
    biogenicCo2Kg: figures.biogenic_co2_kg,
    ...(lacks.length > 0 && { lacks }),
    ...(outside.length > 0 && { memo: { gasesKg: Object.fromEntries(outside), co2eKg: null, insideKg: null } }),
    publisher: figures.publisher,
    dataset: figures.title,
    edition: figures.edition,
    table: figures.title,
    row: figures.reference,
    year: figures.data_year,
    geography: figures.geography,
    licence: figures.licence,
  }
}

import { emissionsOfFactor } from '#formulas/emissions/emissionsOfFactor.ts'
import { gwpOf } from '#formulas/emissions/gwpOf.ts'
import type { FactorDetailReply, FactorReply, ListedFactorReply } from '#shared/api/factors.ts'
import type { GwpSet, GwpTable } from '#shared/emissions/gas.ts'
import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'

/** A factor with its set, as the list selects it. */
export interface FactorRow {
  id: string
  name: string
  path: string[]
  unit: string | null
  scope: number | null
  year: number
  geography: string
  table_name: string
  row_ref: string
  gwp_basis: string | null
  normalised: EmissionFactor | null
  unusable_reason: string | null
  use: string | null
  superseded_by: string | null
  status: FactorReply['status']
  set_id: string
  publisher: string
  title: string
  edition: string
  licence: string
  url: string | null
}

export function presentFactor(row: FactorRow): FactorReply {
  const { id, name, path, unit, scope, year, geography, gwp_basis, normalised, unusable_reason } = row
  const { publisher, title, edition, licence, url } = row
  return {
    id,
    name,
    path,
    unit,
    scope,
    year,
    geography,
    factor_set: { id: row.set_id, publisher, title, edition, licence, url },
    table: row.table_name,
    row: row.row_ref,
    gwp_basis,
    normalised,
    unusable_reason,
    use: row.use,
    superseded_by: row.superseded_by,
    status: row.status,
  }
}

/** A GWP set with its values. */
export interface Gwps {
  set: GwpSet
  table: GwpTable
}

export function presentListedFactor(row: FactorRow, { set, table }: Gwps): ListedFactorReply {
  const emissions = row.normalised && emissionsOfFactor(row.normalised, table, set)
  return { ...presentFactor(row), co2e_kg: emissions?.co2eKg ?? null, memo_kg: emissions?.components.memo ?? null }
}

/** Largest share of the CO2e first; a gas without a GWP in this set is left out, and then there is no CO2e either; so is what is a memo. */
export function presentGases({ normalised }: FactorRow, { set, table }: Gwps): FactorDetailReply['gases'] {
  const memo = normalised?.memo?.gasesKg ?? {}
  return Object.entries(normalised?.gasesKg ?? {})
    .filter(([gas]) => !Object.hasOwn(memo, gas))
    .flatMap(([gas, kg]) => {
      const gwp = gwpOf(gas, table, set)
      return gwp === null ? [] : [{ gas, kg, co2e_kg: kg * gwp }]
    })
    .toSorted((a, b) => b.co2e_kg - a.co2e_kg)
}

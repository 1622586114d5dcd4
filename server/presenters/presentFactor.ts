import type { FactorReply } from '#shared/api/factors.ts'
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
  }
}

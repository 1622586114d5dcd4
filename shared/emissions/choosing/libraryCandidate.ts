import type { EmissionFactor } from '../emissionFactor.ts'
import type { FactorCandidate } from './factorQuestion.ts'

/** A factor as the library has it, with the edition and the validity that a choice asks for. */
export interface LibraryFactor {
  id: string
  name: string
  path: readonly string[]
  unit: string | null
  scope: number | null
  year: number
  geography: string
  publisher: string
  normalised: EmissionFactor | null
  superseded_by: string | null
  status: FactorCandidate['status']
  set_year: number
  boundary: string | null
  is_core: boolean
  /** ISO days of a custom factor. */
  valid_from: string | null
  valid_to: string | null
  /** Of a set that was brought; absent: no. */
  withdrawn?: boolean
}

export function libraryCandidate(row: LibraryFactor): FactorCandidate {
  const { normalised } = row
  const gases = Object.keys(normalised?.gasesKg ?? {})
  return {
    id: row.id,
    name: row.name,
    path: row.path,
    unit: normalised === null ? null : row.unit,
    scope: row.scope,
    year: row.year,
    editionYear: row.set_year,
    geography: row.geography,
    publisher: row.publisher,
    status: row.status,
    boundary: row.boundary,
    isAvoidedOnly: normalised?.avoidedOnly === true,
    isMarketOnly: normalised?.marketOnly === true,
    isOutsideScopes: normalised !== null && (isNeverInScope(normalised) || isBiogenicOnly(normalised)),
    supersededBy: row.superseded_by,
    isWithdrawn: row.withdrawn === true,
    co2eOnlyGwp: normalised === null || normalised.co2eOnlyKg === null ? null : (normalised.co2eOnlyGwp ?? 'unstated'),
    isCo2Only: gases.length === 1 && gases[0] === 'CO2' && normalised?.co2eOnlyKg === null,
    isCore: row.is_core,
    validFrom: row.valid_from,
    validTo: row.valid_to,
  }
}

/** Nothing of it is in a scope: biogenic CO2 is reported outside of them. */
const isBiogenicOnly = ({ gasesKg, co2eOnlyKg }: EmissionFactor): boolean =>
  Object.keys(gasesKg).length === 0 && co2eOnlyKg === null

/** Of a blend the row of its Kyoto gases is suggested; a gas that is a memo only has no other. */
const isNeverInScope = ({ outsideScopes, memo }: EmissionFactor): boolean =>
  outsideScopes !== undefined && (memo === undefined || outsideScopes.instead !== null)

import type { CustomFactorStatus, FactorBoundary } from '#shared/api/customFactors.ts'
import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import type { GwpSet } from '#shared/emissions/gas.ts'
import { BaseModel } from './BaseModel.ts'

/** A version of a factor that a tenant keeps beside the published ones. */
export class CustomFactor extends BaseModel {
  static override tableName = 'custom_factors'
  static override idColumn = ['tenant_id', 'id']
  static override jsonAttributes = ['gases', 'normalised']

  declare id: string
  declare tenantId: string
  /** Shared by all versions. */
  declare series: string
  declare version: number
  declare supersedes: string | null
  declare status: CustomFactorStatus
  declare name: string
  declare unit: string
  declare gases: Readonly<Record<string, number>>
  declare co2eKg: number | null
  declare co2eGwp: GwpSet | null
  declare biogenicCo2Kg: number | null
  declare scope: number | null
  declare geography: string
  declare dataYear: number
  /** ISO dates, both inside; null: no limit. */
  declare validFrom: string | null
  declare validTo: string | null
  declare boundary: FactorBoundary | null
  declare publisher: string
  declare title: string
  declare edition: string
  declare reference: string
  declare url: string
  declare licence: string
  declare justification: string
  declare evidenceHash: string | null
  declare evidenceName: string | null
  declare evidenceBytes: string | null
  declare normalised: EmissionFactor
  declare searchText: string
  declare createdBy: string
  declare editedBy: string
  declare approvedBy: string | null
  declare updatedAt: Date
}

import type { FactorSetReply, SetReading, SheetOutline } from '#shared/api/factorSets.ts'
import { BaseModel } from './BaseModel.ts'

/** A set of factors that a tenant brings in a file. */
export class FactorSet extends BaseModel {
  static override tableName = 'custom_factor_sets'
  static override idColumn = ['tenant_id', 'id']
  static override jsonAttributes = ['reading', 'outline']

  declare id: string
  declare tenantId: string
  /** Among the sets of the same publication and year. */
  declare version: number
  declare status: FactorSetReply['status']
  declare publisher: string
  declare title: string
  declare edition: string
  /** Null: nobody said it yet. */
  declare year: number | null
  /** ISO date. */
  declare publishedOn: string | null
  declare licence: string
  declare url: string
  /** SHA-256 of the file. */
  declare fileHash: string
  declare fileName: string
  declare fileBytes: string
  declare reading: SetReading
  declare outline: SheetOutline[]
  /** Null: not taken in yet. */
  declare factorCount: number | null
  declare rejectedCount: number | null
  declare createdBy: string
  declare editedBy: string
  declare approvedBy: string | null
  declare createdAt: Date
  declare updatedAt: Date
}

import type { ScopeBasis } from '#shared/api/scopeFigure.ts'
import { BaseModel } from './BaseModel.ts'

/** What a company has promised to reduce. */
export class ReductionTarget extends BaseModel {
  static override tableName = 'reduction_targets'
  static override idColumn = ['tenant_id', 'id']

  declare id: string
  declare tenantId: string
  declare projectId: string
  declare name: string
  declare description: string
  declare scopes: (1 | 2 | 3)[]
  declare basis: ScopeBasis
  declare kind: 'absolute' | 'intensity'
  declare denominatorId: string | null
  /** The first version of the base cycle. */
  declare baseCycleId: string
  declare targetYear: number
  declare reductionPercent: number
  declare madeBy: string | null
  declare createdAt: Date
  declare updatedAt: Date
  declare deletedAt: Date | null
}

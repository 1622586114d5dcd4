import type { DenominatorKind } from '#shared/api/intensities.ts'
import { BaseModel } from './BaseModel.ts'

/** What emissions of a project are divided by: revenue, people, area, products. */
export class Denominator extends BaseModel {
  static override tableName = 'denominators'
  static override idColumn = ['tenant_id', 'id']

  declare id: string
  declare tenantId: string
  declare projectId: string
  declare name: string
  declare kind: DenominatorKind
  declare unit: string
  declare madeBy: string | null
  declare createdAt: Date
  declare deletedAt: Date | null
}

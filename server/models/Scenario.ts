import type { WhatIfBody } from '#shared/api/whatIf.ts'
import { BaseModel } from './BaseModel.ts'

/** Changes to a cycle that somebody thought through and kept; nothing of them is real. */
export class Scenario extends BaseModel {
  static override tableName = 'scenarios'
  static override idColumn = ['tenant_id', 'id']
  static override jsonAttributes = ['changes']

  declare id: string
  declare tenantId: string
  declare cycleId: string
  declare name: string
  declare changes: WhatIfBody
  declare madeBy: string
  declare updatedAt: Date
}

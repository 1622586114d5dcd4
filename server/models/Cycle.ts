import type { CycleStatus } from '#shared/api/cycles.ts'
import type { GwpSet } from '#shared/emissions/gas.ts'
import { BaseModel } from './BaseModel.ts'

/** A reporting period of a project. */
export class Cycle extends BaseModel {
  static override tableName = 'cycles'

  declare id: string
  declare tenantId: string
  declare projectId: string
  declare name: string
  /** First and last day, as ISO dates. */
  declare startsOn: string
  declare endsOn: string
  declare status: CycleStatus
  declare gwpSet: GwpSet
  declare factorYear: number
  declare updatedAt: Date
  declare deletedAt: Date | null
}

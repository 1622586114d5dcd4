import { BaseModel } from './BaseModel.ts'

/** A table of a module: the columns that its sheets have in every cycle. */
export class SheetTable extends BaseModel {
  static override tableName = 'tables'

  declare id: string
  declare tenantId: string
  declare moduleId: string
  declare key: string
  declare name: string
  declare description: string
  declare position: number
  declare deletedAt: Date | null
}

import { BaseModel } from './BaseModel.ts'

/** Something that is reported on: a company's inventory, a pilot with suppliers. */
export class Project extends BaseModel {
  static override tableName = 'projects'

  declare id: string
  declare tenantId: string
  declare key: string
  declare name: string
  declare description: string
  declare createdAt: Date
  declare updatedAt: Date
  declare deletedAt: Date | null
}

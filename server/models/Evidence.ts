import { BaseModel } from './BaseModel.ts'

/** A file that somebody uploaded for the cells of a field. */
export class Evidence extends BaseModel {
  static override tableName = 'evidence'

  declare id: string
  declare tenantId: string
  declare tableId: string
  declare fieldId: string
  declare hash: string
  declare name: string
  /** What its first bytes look like; for showing only. */
  declare mediaType: string
  declare sizeBytes: string
  declare uploadedBy: string
  declare uploadedAt: Date
  declare deletedAt: Date | null
}

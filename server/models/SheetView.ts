import type { ViewDefinition } from '#shared/views/viewDefinition.ts'
import { BaseModel } from './BaseModel.ts'

/** A named way to look at the sheets of a table. */
export class SheetView extends BaseModel {
  static override tableName = 'sheet_views'
  static override jsonAttributes = ['definition']

  declare id: string
  declare tenantId: string
  declare tableId: string
  /** Null: shared with all who read the table. */
  declare ownerId: string | null
  declare name: string
  /** As it was saved: with columns that its reader may not read. */
  declare definition: ViewDefinition
  declare position: number
  declare updatedAt: Date
}

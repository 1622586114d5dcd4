import type { TemplateKind } from '#shared/api/templates.ts'
import type { TemplateField } from '#shared/templates/tableTemplate.ts'
import { BaseModel } from './BaseModel.ts'

/** A table or a field that somebody keeps, to make others of it. */
export class Template extends BaseModel {
  static override tableName = 'templates'
  static override idColumn = ['tenant_id', 'id']
  static override jsonAttributes = ['fields']

  declare id: string
  declare tenantId: string
  declare kind: TemplateKind
  declare name: string
  declare description: string
  declare fields: TemplateField[]
  declare madeBy: string
  declare updatedAt: Date
  declare deletedAt: Date | null
}

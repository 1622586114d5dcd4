import type { OwnReportSection } from '#shared/api/reportTemplates.ts'
import { BaseModel } from './BaseModel.ts'

/** A report that somebody put together, for the cycles of a project. */
export class OwnReport extends BaseModel {
  static override tableName = 'report_templates'
  static override idColumn = ['tenant_id', 'id']
  static override jsonAttributes = ['sections']

  declare id: string
  declare tenantId: string
  declare projectId: string
  declare name: string
  declare sections: OwnReportSection[]
  declare madeBy: string | null
  declare createdAt: Date
  declare updatedAt: Date
  declare deletedAt: Date | null
}

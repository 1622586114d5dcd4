import type { ReportTemplateReply } from '#shared/api/reportTemplates.ts'
import type { OwnReport } from '../models/OwnReport.ts'

/** A report that somebody put together, as the API says it. */
export const presentOwnReport = ({ id, name, sections, updatedAt }: OwnReport): ReportTemplateReply => ({
  id,
  name,
  sections,
  updated_at: updatedAt.toISOString(),
})

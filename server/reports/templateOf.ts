import type { Knex } from 'knex'
import { z } from 'zod'
import { REPORT_IDS } from '#shared/api/reports.ts'
import { ownTemplate } from '#shared/reports/templates/ownTemplate.ts'
import type { ReportTemplate } from '#shared/reports/templates/reportTemplate.ts'
import { REPORT_TEMPLATE_OF } from '#shared/reports/templates/reportTemplates.ts'
import { NotFoundError } from '../errors/NotFoundError.ts'
import { OwnReport } from '../models/OwnReport.ts'

/**
 * The template of a name of ours, or of the id of a report that was put together for the project. Throws `not-found` when there is
 * no such report.
 */
export async function templateOf(
  trx: Knex.Transaction,
  { report, projectId }: { report: string; projectId: string },
): Promise<ReportTemplate> {
  const ours = REPORT_IDS.find((id) => id === report)
  if (ours !== undefined) {
    return REPORT_TEMPLATE_OF[ours]
  }
  const own = z.guid().safeParse(report).success
    ? await OwnReport.query(trx).where({ project_id: projectId, id: report }).whereNull('deleted_at').first()
    : undefined
  if (own === undefined) {
    throw new NotFoundError('report')
  }
  return ownTemplate(own)
}

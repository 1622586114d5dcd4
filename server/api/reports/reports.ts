import { REPORT_IDS, type ReportId, ReportQuery, ReportReply } from '#shared/api/reports.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { makeReport } from '#server/reports/makeReport.ts'
import { route } from '../routing/Route.ts'

const filled = route({
  method: 'get',
  path: '/cycles/{id}/reports/{report}',
  tag: 'Reports',
  summary:
    'A filled report of a cycle: GHG Protocol inventory, ESRS E1-6, GRI 305, CDP module 7 or UK SECR, with figures of the sealed run where there is one, and a reason wherever there is no figure',
  freeParams: ['report'],
  query: ReportQuery,
  reply: ReportReply,
  handle: ({ identity, params, query, services }) =>
    makeReport(services, identity, {
      cycleId: params['id']!,
      report: reportOf(params['report']),
      locale: query.locale,
    }),
})

export const reportRoutes = [filled]

/** Throws `not-found` when there is no such report. */
function reportOf(name: string | undefined): ReportId {
  const found = REPORT_IDS.find((id) => id === name)
  if (found === undefined) {
    throw new NotFoundError('report')
  }
  return found
}

import { z } from 'zod'
import { REPORT_IDS, ReportFileQuery, ReportQuery, ReportReply } from '#shared/api/reports.ts'
import { MEDIA_TYPES } from '#server/exports/mediaTypes.ts'
import { makeReport } from '#server/reports/makeReport.ts'
import { reportContent } from '#server/reports/reportContent.ts'
import { replyWithFile } from '../exports/replyWithFile.ts'
import { route } from '../routing/Route.ts'

const filled = route({
  method: 'get',
  path: '/cycles/{id}/reports/{report}',
  tag: 'Reports',
  summary:
    'A filled report of a cycle: GHG Protocol inventory, ESRS E1-6, GRI 305, CDP module 7 or UK SECR, or one that was put together for the project (its id), with figures of the sealed run where there is one, and a reason wherever there is no figure',
  freeParams: ['report'],
  query: ReportQuery,
  reply: ReportReply,
  handle: ({ identity, params, query, services }) =>
    makeReport(services, identity, {
      cycleId: params['id']!,
      report: params['report']!,
      locale: query.locale,
    }),
})

const file = route({
  method: 'get',
  path: '/cycles/{id}/reports/{report}/file',
  tag: 'Reports',
  summary:
    'The same report as a file. Workbook (.xlsx): a sheet of facts and notes, and one for each table, with typed cells. PDF: tagged, with its charts, and the same bytes as long as a sealed report is the same',
  freeParams: ['report'],
  query: ReportFileQuery,
  reply: z.unknown(),
  files: [MEDIA_TYPES.xlsx, MEDIA_TYPES.pdf],
  async handle(request) {
    const { params, query } = request
    const [cycleId, report] = [params['id']!, params['report']!]
    const { format, locale } = query
    const taken = { cycleId, tableId: null, format, selection: { report, locale } }
    await replyWithFile(request, taken, async (services, identity) => {
      const reply = await makeReport(services, identity, { cycleId, report, locale })
      return {
        name: `${reply.organisation} ${REPORT_IDS.some((id) => id === report) ? report : reply.title} ${reply.cycle.name}.${format}`,
        mediaType: MEDIA_TYPES[format],
        ...(await reportContent(reply, format)),
      }
    })
  },
})

export const reportRoutes = [filled, file]

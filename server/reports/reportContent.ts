import type { ReportFormat, ReportReply } from '#shared/api/reports.ts'
import type { ExportFile } from '../exports/ExportFile.ts'

/** The bytes of a report in a format, and how many rows are in them. What makes them is loaded when it is first asked for. */
export async function reportContent(
  report: ReportReply,
  format: ReportFormat,
): Promise<Pick<ExportFile, 'content' | 'rowsWritten'>> {
  switch (format) {
    case 'xlsx': {
      const { reportWorkbook } = await import('./reportWorkbook.ts')
      const { rows, content } = reportWorkbook(report)
      return { content, rowsWritten: () => rows }
    }
    case 'pdf': {
      const { reportPdf } = await import('./pdf/reportPdf.ts')
      return { content: () => reportPdf(report), rowsWritten: () => rowsOf(report) }
    }
  }
}

/** Rows of its tables. */
const rowsOf = ({ sections }: ReportReply): number =>
  sections
    .flatMap(({ blocks }) => blocks)
    .reduce((sum, block) => sum + (block.kind === 'table' ? block.rows.length : 0), 0)

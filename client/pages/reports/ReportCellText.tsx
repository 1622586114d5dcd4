import type { ReportCell } from '#shared/api/reports.ts'
import { Unit } from '#client/components/Unit.tsx'

/** What stands in a cell: a figure with its unit, a text, or, quieter, the reason why there is no figure. */
export function ReportCellText({ cell }: { cell: ReportCell }) {
  switch (cell.kind) {
    case 'figure':
      return (
        <>
          <bdi dir="ltr">{cell.text}</bdi>
          {cell.unit !== null && (
            <>
              {' '}
              <Unit>{cell.unit}</Unit>
            </>
          )}
        </>
      )
    case 'none':
      return <span className="report-none">{cell.text}</span>
    case 'text':
      return (
        <span className="report-text" dir="auto">
          {cell.text}
        </span>
      )
  }
}

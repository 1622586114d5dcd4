import type { ReportTable } from '#shared/api/reports.ts'
import { ScopeMark } from '#client/components/ScopeMark.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { ReportCellText } from './ReportCellText.tsx'

/** A table of a report. It scrolls inside where the page is narrow. */
export function ReportTableView({ table }: { table: ReportTable }) {
  return (
    <figure className="report-block">
      <figcaption>{table.title}</figcaption>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by the keyboard too */}
      <div className="report-scroll" tabIndex={0} role="region" aria-label={table.title}>
        <table className="tbl report-table">
          <thead>
            <tr>
              {table.columns.map(({ title, unit, is_number: isNumber }) => (
                <th key={title} scope="col" className={isNumber ? 'r' : ''}>
                  {title}
                  {unit !== null && (
                    <>
                      {' '}
                      <Unit>{unit}</Unit>
                    </>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map(({ label, scope, is_total: isTotal, cells }, row) => (
              // oxlint-disable-next-line react/no-array-index-key -- two things may go by one name, and rows never change places
              <tr key={row} {...(isTotal && { 'data-total': '' })}>
                <th scope="row">
                  <span className="report-label">
                    {scope !== null && <ScopeMark scope={scope} />}
                    <span dir="auto">{label}</span>
                  </span>
                </th>
                {cells.map((cell, index) => (
                  <td
                    key={table.columns[index + 1]?.title}
                    className={table.columns[index + 1]?.is_number === true ? 'r' : ''}
                  >
                    <ReportCellText cell={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  )
}

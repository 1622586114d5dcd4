import type { ReportChart } from '#shared/api/reports.ts'
import { Unit } from '#client/components/Unit.tsx'

type Point = ReportChart['points'][number]

/** Bars from zero. Every value stands beside its bar in words, so nothing is told by a length or a colour alone. */
export function ReportChartView({ chart }: { chart: ReportChart }) {
  const largest = Math.max(...chart.points.map(sizeOf), 0)
  return (
    <figure className="report-block">
      <figcaption>
        {chart.title} <Unit>{chart.unit}</Unit>
      </figcaption>
      <ul className={`report-chart report-chart-${chart.layout}`}>
        {chart.points.map((point, place) => (
          // oxlint-disable-next-line react/no-array-index-key -- two things may go by one name, and bars never change places
          <li key={place}>
            <span className="report-bar-label" dir="auto">
              {point.label}
            </span>
            <span className="report-bar" aria-hidden="true">
              {point.parts.map(({ scope, value }, index) => (
                <i
                  key={scope ?? index}
                  style={{
                    '--part': largest > 0 ? `${(Math.max(value ?? 0, 0) / largest) * 100}%` : '0%',
                    background: scope === null ? 'var(--c-info)' : `var(--scope-${scope}-fill)`,
                  }}
                />
              ))}
            </span>
            <bdi className="report-bar-value">{point.text}</bdi>
          </li>
        ))}
      </ul>
    </figure>
  )
}

const sizeOf = ({ parts }: Point): number => parts.reduce((sum, { value }) => sum + Math.max(value ?? 0, 0), 0)

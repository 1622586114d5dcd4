import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { late } from '#client/components/late.tsx'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { CycleEmissions } from '#shared/api/emissions.ts'
import { Panel } from '#client/components/Panel.tsx'
import { monthsOfCycle } from '#shared/cycles/monthShift.ts'
import { linkToRows } from '#client/features/emissions/rowLinks.ts'
import { monthName } from '#client/i18n/dates.ts'
import { tonnes } from '#client/theme/format.ts'
import { CHART_HEIGHT, type MonthBar } from './monthBar.ts'

// Drawing comes after the numbers have been painted: the chart library is larger than the page.
const MonthChart = late(() => import('./MonthChart.tsx').then((file) => file.MonthChart))

/** Emissions by month, stacked by scope; the cycle before as a dashed line. The names of the months open their rows. */
export function MonthPanel(props: { now: CycleEmissions; last: CycleEmissions | null; cycle: CycleReply }) {
  const { now, last, cycle } = props
  const { t, i18n } = useTranslation('dashboard')
  const months = monthsOfCycle(cycle.starts_on, cycle.ends_on)
  const bars = months.map((month): MonthBar => {
    const figures = now.by_month.find((entry) => entry.month === month)
    const scopeT = (scope: number) => (figures?.by_scope.find((entry) => entry.scope === scope)?.co2e_kg ?? 0) / 1000
    const before = last?.by_month.find((entry) => entry.month === yearBefore(month))?.co2e_t
    return {
      month,
      label: monthName(month, i18n.language),
      s1: scopeT(1),
      s2: scopeT(2),
      s3: scopeT(3),
      ...(before === undefined || before === null ? {} : { last: before }),
    }
  })
  return (
    <Panel
      className="d-month"
      title={t('byMonth')}
      aside={
        <span className="legend">
          {now.by_scope
            .toReversed()
            .filter(({ rows }) => rows > 0)
            .map(({ scope }) => (
              <span key={scope} className="legend-key">
                <i style={{ background: `var(--scope-${scope}-fill)` }} />
                {t('scope', { ns: 'common', scope })}
              </span>
            ))}
          {last !== null && (
            <span className="legend-key">
              <i className="dash-key" />
              {t('cycleTotal', { cycle: last.name })}
            </span>
          )}
        </span>
      }
    >
      <div style={{ height: CHART_HEIGHT }}>
        <MonthChart bars={bars} lastName={last?.name ?? null} />
      </div>
      <nav className="months" aria-label={t('byMonth')}>
        {bars.map(({ month, label }) => {
          const amountT = now.by_month.find((entry) => entry.month === month)?.co2e_t ?? null
          const name = monthName(month, i18n.language, true)
          return (
            <Link
              key={month}
              to={linkToRows(now, { month })}
              preventScrollReset
              title={`${tonnes(amountT)} tCO₂e`}
              aria-label={t('monthLabel', { month: name, amount: tonnes(amountT) })}
            >
              {label}
            </Link>
          )
        })}
      </nav>
    </Panel>
  )
}

function yearBefore(month: string): string {
  return `${Number(month.slice(0, 4)) - 1}${month.slice(4)}`
}

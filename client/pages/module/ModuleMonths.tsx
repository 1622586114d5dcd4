import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { CycleEmissions } from '#shared/api/emissions.ts'
import type { ModuleReply } from '#shared/api/modules.ts'
import { Panel } from '#client/components/Panel.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { monthsOfCycle } from '#shared/cycles/monthShift.ts'
import { linkToRows } from '#client/features/emissions/rowLinks.ts'
import { monthName } from '#client/i18n/dates.ts'
import { columnDigits, num } from '#client/theme/format.ts'

const TALLEST_PX = 160

/** A bar for each month, with its number; months with incomplete rows are hatched. Each opens its rows. */
export function ModuleMonths(props: { module: ModuleReply; figures: CycleEmissions; cycle: CycleReply }) {
  const { module, figures, cycle } = props
  const { t, i18n } = useTranslation('module')
  const months = monthsOfCycle(cycle.starts_on, cycle.ends_on).map((month) => ({
    month,
    figures: figures.by_month.find((entry) => entry.month === month) ?? null,
  }))
  const amounts = months.map((entry) => entry.figures?.co2e_t ?? null)
  const largest = Math.max(0, ...amounts.map((amount) => amount ?? 0))
  const digits = columnDigits(amounts)
  return (
    <Panel title={t('byMonth')} aside={<Unit />}>
      <div className="spark" style={{ '--bar': `var(--scope-${module.scope}-fill)` }}>
        {months.map(({ month, figures: own }) => {
          const amountT = own?.co2e_t ?? null
          const text = num(amountT, digits)
          return (
            <Link
              key={month}
              to={linkToRows(figures, { module_id: module.id, month })}
              preventScrollReset
              aria-label={t('monthLabel', { month: monthName(month, i18n.language, true), amount: text })}
            >
              <em>
                <bdi>{text}</bdi>
              </em>
              <i
                style={{ height: largest === 0 ? 0 : Math.max(0, ((amountT ?? 0) / largest) * TALLEST_PX) }}
                className={(own?.incomplete_rows ?? 0) > 0 ? 'part' : undefined}
              />
              <span>{monthName(month, i18n.language)}</span>
            </Link>
          )
        })}
      </div>
    </Panel>
  )
}

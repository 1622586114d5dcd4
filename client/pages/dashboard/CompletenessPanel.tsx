import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CycleEmissions } from '#shared/api/emissions.ts'
import { Bar } from '#client/components/Bar.tsx'
import { NumLink } from '#client/components/NumLink.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { linkToRows, linkToSheet } from '#client/features/emissions/rowLinks.ts'
import { num } from '#client/theme/format.ts'
import { CoverageLines } from './CoverageLines.tsx'

const MOST_TABLES = 2

/** How much the total does not know yet, and where that is. */
export function CompletenessPanel({ emissions }: { emissions: CycleEmissions }) {
  const { t } = useTranslation('dashboard')
  const { rows, incomplete_rows: incomplete, errors } = emissions.total
  const percent = rows === 0 ? 0 : Math.floor(((rows - incomplete) / rows) * 100)
  const worst = emissions.by_table
    .filter((table) => table.incomplete_rows > 0 || table.errors > 0)
    .toSorted((a, b) => b.incomplete_rows + b.errors - a.incomplete_rows - a.errors)
    .slice(0, MOST_TABLES)
  return (
    <Panel
      className="d-quality"
      title={t('completeness')}
      aside={
        <span>
          <b className="strong">
            <bdi>
              {percent}
              {'\u00a0'}%
            </bdi>
          </b>{' '}
          {t('complete')}
        </span>
      }
    >
      <div className="quality">
        <Bar percent={percent} width="100%" />
        <div className="spread">
          <span className="dim">{t('incompleteRows')}</span>
          <NumLink
            to={linkToRows(emissions, { incomplete: true })}
            className={incomplete > 0 ? 'warn strong-number' : 'strong-number'}
            label={`${t('incompleteRows')}: ${num(incomplete)}`}
            testId="incomplete-rows"
          >
            {num(incomplete)}
          </NumLink>
        </div>
        {errors > 0 && (
          <div className="spread">
            <span className="dim">{t('errors')}</span>
            <NumLink
              to={linkToRows(emissions, { errors: true })}
              className="bad strong-number"
              label={`${t('errors')}: ${num(errors)}`}
            >
              {num(errors)}
            </NumLink>
          </div>
        )}
        <CoverageLines cycleId={emissions.cycle_id} />
        {incomplete === 0 && errors === 0 && <p className="cap">{t('allComplete')}</p>}
        {worst.length > 0 && (
          <ul className="quality-tables">
            {worst.map((table) => (
              <li key={table.table_id} className="cap">
                <Link
                  to={linkToSheet(
                    table.table_id,
                    emissions.cycle_id,
                    table.incomplete_rows > 0 ? { incomplete: true } : { errors: true },
                  )}
                  aria-label={`${table.name}: ${t('incompleteRows')} ${num(table.incomplete_rows)}, ${t('errors')} ${num(table.errors)}`}
                >
                  <span className="ell">{table.name}</span>
                  <bdi>{num(table.incomplete_rows > 0 ? table.incomplete_rows : table.errors)}</bdi>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Panel>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { NumLink } from '#client/components/NumLink.tsx'
import { num, pct } from '#client/theme/format.ts'
import { coveredCategoriesQuery, coveredMonthsQuery, estimatedShareQuery } from './coverageQueries.ts'

/** What no row shows: months and categories that nobody has accounted for, and how much of the total is estimated. */
export function CoverageLines({ cycleId }: { cycleId: string }) {
  const { t } = useTranslation('dashboard')
  const months = useQuery(coveredMonthsQuery(cycleId)).data?.sites.flatMap((site) => site.months)
  const categories = useQuery(coveredCategoriesQuery(cycleId)).data?.categories
  const share = useQuery(estimatedShareQuery(cycleId)).data?.share ?? null
  return (
    <>
      {months !== undefined && (
        <Line
          name={t('missingMonths')}
          to={`/cycles?cycle=${cycleId}`}
          unknown={months.reduce((sum, { missing }) => sum + missing, 0)}
          declared={months.reduce((sum, { declared }) => sum + declared, 0)}
        />
      )}
      {categories !== undefined && (
        <Line
          name={t('unknownCategories')}
          to={`/boundary?cycle=${cycleId}`}
          unknown={categories.filter(({ state }) => state === 'unknown').length}
          declared={categories.filter(({ declaration }) => declaration !== null).length}
        />
      )}
      {share !== null && (
        <div className="spread">
          <span className="dim">{t('estimatedShare')}</span>
          <NumLink
            to={`/cycles?cycle=${cycleId}`}
            className="strong-number"
            label={`${t('estimatedShare')}: ${shareText(share)}`}
            testId="estimated-share"
          >
            {shareText(share)}
          </NumLink>
        </div>
      )}
    </>
  )
}

const shareText = (share: number): string => pct(share * 100, share > 0 && share < 0.01 ? 2 : 1)

function Line(props: { name: string; to: string; unknown: number; declared: number }) {
  const { name, to, unknown, declared } = props
  const { t } = useTranslation('dashboard')
  if (unknown + declared === 0) {
    return null
  }
  const said = declared > 0 ? t('declaredBeside', { declared: num(declared) }) : ''
  return (
    <div className="spread">
      <span className="dim">
        {name} {said !== '' && <span className="cap">{said}</span>}
      </span>
      <NumLink
        to={to}
        className={unknown > 0 ? 'warn strong-number' : 'strong-number'}
        label={`${name}: ${[num(unknown), said].join(' ').trim()}`}
      >
        {num(unknown)}
      </NumLink>
    </div>
  )
}

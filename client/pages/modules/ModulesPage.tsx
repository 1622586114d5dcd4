import { usePageTitle } from '#client/components/usePageTitle.ts'
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { emissionsQuery } from '#client/api/queries.ts'
import { EmptyState } from '#client/components/EmptyState.tsx'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { ScopeMark } from '#client/components/ScopeMark.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { useDelayed } from '#client/components/useDelayed.ts'
import { useCycleChanges } from '#client/events/useCycleChanges.ts'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { tonnes } from '#client/theme/format.ts'
import './modules.css'

const SCOPES = [1, 2, 3] as const

/** All modules of the project under their scopes: the way in on a phone, where there is no side navigation. */
export function ModulesPage() {
  const { t } = useTranslation()
  usePageTitle(t('modules'))
  const { modules, cycle, isLoading, error, retry } = usePlace()
  const { data } = useQuery({ ...emissionsQuery(cycle?.id ?? ''), enabled: cycle !== null })
  const isLate = useDelayed(isLoading)
  useCycleChanges(cycle?.id ?? null)
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('modules')}</h1>
        <span className="cap">
          <Unit />
        </span>
      </div>
      {error !== null && <LoadFailure error={error} onRetry={retry} />}
      {isLate && <Skeleton height={240} />}
      {!isLoading && error === null && modules.length === 0 && (
        <EmptyState title={t('noModulesTitle', { ns: 'module' })}>{t('noModulesText', { ns: 'module' })}</EmptyState>
      )}
      <div className="stack">
        {SCOPES.map((scope) => {
          const own = modules.filter((module) => module.scope === scope)
          return own.length === 0 ? null : (
            <Panel
              key={scope}
              pad={false}
              title={
                <span className="row">
                  <ScopeMark scope={scope} />
                  {t('scope', { scope })} <span className="cap">{t(`scopeName.s${scope}`)}</span>
                </span>
              }
            >
              <ul className="module-list">
                {own.map((module) => {
                  const figures = data?.by_module.find((entry) => entry.module_id === module.id)
                  return (
                    <li key={module.id}>
                      <Link to={`/modules/${module.id}`}>
                        <span className="grow ell">{module.name}</span>
                        <bdi>{tonnes(figures?.co2e_t)}</bdi>
                      </Link>
                    </li>
                  )
                })}
              </ul>
            </Panel>
          )
        })}
      </div>
    </div>
  )
}

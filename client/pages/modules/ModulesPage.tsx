import { usePageTitle } from '#client/components/usePageTitle.ts'
import { Button, Skeleton } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
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
import { ModulePlace } from '#client/features/structure/ModulePlace.tsx'
import { NewModuleDialog } from '#client/features/structure/NewModuleDialog.tsx'
import { RetiredStructure } from '#client/features/structure/RetiredStructure.tsx'
import { TemplatesDialog } from '#client/features/structure/TemplatesDialog.tsx'
import { useMayManage } from '#client/features/structure/useMayManage.ts'
import { tonnes } from '#client/theme/format.ts'
import './modules.css'

const SCOPES = [1, 2, 3] as const

/** All modules of the project under their scopes: the way in on a phone, where there is no side navigation. */
export function ModulesPage() {
  const { t } = useTranslation()
  usePageTitle(t('modules'))
  const { project, modules, cycle, isLoading, error, retry } = usePlace()
  const { data } = useQuery({ ...emissionsQuery(cycle?.id ?? ''), enabled: cycle !== null })
  const isLate = useDelayed(isLoading)
  useCycleChanges(cycle?.id ?? null)
  const may = useMayManage()
  const mayManage = project !== null && may.project(project.id)
  const [isAdding, setAdding] = useState(false)
  const [isListing, setListing] = useState(false)
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('modules')}</h1>
        <span className="row">
          <span className="cap">
            <Unit />
          </span>
          {may.anywhere && (
            <Button size="compact-sm" variant="subtle" onClick={() => setListing(true)}>
              {t('templatesOpen', { ns: 'structure' })}
            </Button>
          )}
          {mayManage && (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconPlus size={15} stroke={1.6} />}
              onClick={() => setAdding(true)}
            >
              {t('newModule', { ns: 'structure' })}
            </Button>
          )}
        </span>
      </div>
      {error !== null && <LoadFailure error={error} onRetry={retry} />}
      {isLate && <Skeleton height={240} />}
      {!isLoading && error === null && modules.length === 0 && (
        <EmptyState title={t('noModulesTitle', { ns: 'module' })}>
          {t(mayManage ? 'noModulesYet' : 'noModulesText', { ns: 'module' })}
        </EmptyState>
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
                      {mayManage && <ModulePlace module={module} beside={own} modules={modules} />}
                    </li>
                  )
                })}
              </ul>
            </Panel>
          )
        })}
      </div>
      {mayManage && project !== null && <RetiredStructure kind="module" parentId={project.id} />}
      {isListing && <TemplatesDialog onClose={() => setListing(false)} />}
      {isAdding && project !== null && <NewModuleDialog projectId={project.id} onClose={() => setAdding(false)} />}
    </div>
  )
}

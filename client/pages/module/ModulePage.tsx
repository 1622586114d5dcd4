import { usePageTitle } from '#client/components/usePageTitle.ts'
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import { emissionsQuery, moduleQuery, tablesQuery } from '#client/api/queries.ts'
import { EmptyState } from '#client/components/EmptyState.tsx'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { ScopeTag } from '#client/components/ScopeMark.tsx'
import { useDelayed } from '#client/components/useDelayed.ts'
import { useCycleChanges } from '#client/events/useCycleChanges.ts'
import { RowsBehind } from '#client/features/emissions/RowsBehind.tsx'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { previousCycle } from '#client/features/place/pickCycle.ts'
import { ModuleMenu } from '#client/features/structure/ModuleMenu.tsx'
import { RetiredStructure } from '#client/features/structure/RetiredStructure.tsx'
import { useMayManage } from '#client/features/structure/useMayManage.ts'
import { NotFoundPage } from '../not-found/NotFoundPage.tsx'
import { ModuleFacts } from './ModuleFacts.tsx'
import './module.css'
import { ModuleMonths } from './ModuleMonths.tsx'
import { ModuleSites } from './ModuleSites.tsx'
import { TableList } from './TableList.tsx'

/** One source of emissions: its figures in this cycle, its tables, its months and sites. */
export function ModulePage() {
  const moduleId = useParams().id ?? ''
  const { t } = useTranslation('module')
  const { cycle, cycles } = usePlace()
  const module = useQuery(moduleQuery(moduleId))
  const tables = useQuery(tablesQuery(moduleId))
  const figures = useQuery({ ...emissionsQuery(cycle?.id ?? '', { module_id: moduleId }), enabled: cycle !== null })
  const whole = useQuery({ ...emissionsQuery(cycle?.id ?? ''), enabled: cycle !== null })
  const before = cycle === null ? null : previousCycle(cycles, cycle)
  const last = useQuery({ ...emissionsQuery(before?.id ?? '', { module_id: moduleId }), enabled: before !== null })
  const may = useMayManage()
  useCycleChanges(cycle?.id ?? null)
  usePageTitle(module.data?.name ?? t('modules', { ns: 'common' }))

  const error = module.error ?? tables.error ?? figures.error
  if (error instanceof ApiProblem && (error.code === 'not-found' || error.code === 'invalid-request')) {
    return <NotFoundPage />
  }
  if (error !== null && figures.data === undefined) {
    const retry = (): void => void Promise.all([module.refetch(), tables.refetch(), figures.refetch()])
    return <LoadFailure error={error} onRetry={retry} />
  }
  if (module.data === undefined || tables.data === undefined || figures.data === undefined || cycle === null) {
    return <ModuleSkeleton />
  }
  const mayManage = may.tablesOf(module.data)
  return (
    <div className="page">
      <div className="page-head">
        <div>
          <div className="row">
            <h1>{module.data.name}</h1>
            <ScopeTag scope={module.data.scope} />
          </div>
          <p className="dim">
            <bdi>{module.data.description}</bdi>
          </p>
        </div>
        <ModuleMenu module={module.data} cycleId={cycle.id} />
      </div>
      <ModuleFacts
        module={module.data}
        figures={figures.data}
        wholeT={whole.data?.total.co2e_t ?? null}
        last={last.data ?? null}
        tables={tables.data}
      />
      {tables.data.length === 0 ? (
        <EmptyState title={t('noTablesTitle')}>{t(mayManage ? 'noTablesYet' : 'noTablesText')}</EmptyState>
      ) : (
        <TableList module={module.data} tables={tables.data} figures={figures.data} />
      )}
      {figures.data.total.rows > 0 && (
        <div className="two">
          <ModuleMonths module={module.data} figures={figures.data} cycle={cycle} />
          <ModuleSites module={module.data} figures={figures.data} />
        </div>
      )}
      <RowsBehind emissions={figures.data} />
      {mayManage && <RetiredStructure kind="table" parentId={module.data.id} />}
    </div>
  )
}

function ModuleSkeleton() {
  const { t } = useTranslation()
  const isLate = useDelayed(true)
  return (
    <div className="page" aria-busy="true" aria-label={t('loading')} role="status">
      {isLate && (
        <>
          <Skeleton height={28} width={260} mb={22} />
          <Skeleton height={86} mb={14} />
          <Skeleton height={140} mb={12} />
          <div className="two">
            <Skeleton height={250} />
            <Skeleton height={250} />
          </div>
        </>
      )}
    </div>
  )
}

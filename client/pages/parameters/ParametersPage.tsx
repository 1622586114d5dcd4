import { Button, Skeleton, VisuallyHidden } from '@mantine/core'
import { IconScale } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PublishedParameterReply } from '#shared/api/parameters.ts'
import { EmptyState } from '#client/components/EmptyState.tsx'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { useDelayed } from '#client/components/useDelayed.ts'
import { usePageTitle } from '#client/components/usePageTitle.ts'
import { useMayInTenant } from '#client/permissions/ability.tsx'
import { ParameterForm } from './ParameterForm.tsx'
import { parametersQuery } from './parameterQueries.ts'
import { ParameterRow } from './ParameterRow.tsx'
import './parameters.css'
import { PublishedDialog } from './PublishedDialog.tsx'
import { useParameterWords } from './words/useParameterWords.ts'

/** What leads from one quantity to another, each value with its year and source. */
export function ParametersPage() {
  const t = useParameterWords()
  usePageTitle(t('title'))
  const isKeeper = useMayInTenant('manage', 'Parameter')
  const parameters = useQuery(parametersQuery())
  const isLate = useDelayed(parameters.isPending)
  /** A published value that becomes a parameter, or an empty form. */
  const [adding, setAdding] = useState<PublishedParameterReply | 'new' | 'published' | null>(null)
  const [said, setSaid] = useState('')
  const close = (): void => setAdding(null)
  const actions = isKeeper && (
    <>
      <Button variant="default" onClick={() => setAdding('published')}>
        {t('fromPublished')}
      </Button>
      <Button onClick={() => setAdding('new')}>{t('add')}</Button>
    </>
  )
  return (
    <div className="page">
      <div className="page-head">
        <div className="row parameters-title">
          <h1>{t('title')}</h1>
          <span className="cap">{t('intro')}</span>
        </div>
        {(parameters.data?.length ?? 0) > 0 && <div className="actions">{actions}</div>}
      </div>
      {parameters.error !== null && <LoadFailure error={parameters.error} onRetry={() => void parameters.refetch()} />}
      {isLate && <Skeleton height={220} />}
      {parameters.data?.length === 0 && (
        <EmptyState icon={<IconScale size={30} stroke={1.3} />} title={t('emptyTitle')} actions={actions}>
          {t('emptyText')} {!isKeeper && t('emptyReader')}
        </EmptyState>
      )}
      {parameters.data !== undefined && parameters.data.length > 0 && (
        <Panel pad={false}>
          <table className="tbl parameters-table" aria-label={t('title')}>
            <thead>
              <tr>
                <th>{t('parameter')}</th>
                <th className="parameters-kind">{t('kind')}</th>
                <th className="parameters-unit">{t('unit')}</th>
                <th>{t('values')}</th>
                <th>
                  <VisuallyHidden>{t('actions')}</VisuallyHidden>
                </th>
              </tr>
            </thead>
            <tbody>
              {parameters.data.map((parameter) => (
                <ParameterRow key={parameter.id} parameter={parameter} isKeeper={isKeeper} onSaid={setSaid} />
              ))}
            </tbody>
          </table>
        </Panel>
      )}
      <p className="cap parameters-said" role="status">
        {said}
      </p>
      {adding === 'published' && <PublishedDialog onChoose={setAdding} onClose={close} />}
      {adding !== null && adding !== 'published' && (
        <ParameterForm published={adding === 'new' ? null : adding} onClose={close} onSaid={setSaid} />
      )}
    </div>
  )
}

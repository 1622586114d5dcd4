import { Button, VisuallyHidden } from '@mantine/core'
import { IconScale } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PublishedParameterReply } from '#shared/api/parameters.ts'
import { ListPage } from '#client/components/ListPage.tsx'
import { Panel } from '#client/components/Panel.tsx'
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
  const isKeeper = useMayInTenant('manage', 'Parameter')
  const parameters = useQuery(parametersQuery())
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
    <ListPage
      title={t('title')}
      intro={t('intro')}
      list={parameters}
      empty={{
        icon: <IconScale size={30} stroke={1.3} />,
        title: t('emptyTitle'),
        text: (
          <>
            {t('emptyText')} {!isKeeper && t('emptyReader')}
          </>
        ),
      }}
      add={actions}
      said={said}
      table={(items) => (
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
              {items.map((parameter) => (
                <ParameterRow key={parameter.id} parameter={parameter} isKeeper={isKeeper} onSaid={setSaid} />
              ))}
            </tbody>
          </table>
        </Panel>
      )}
    >
      {adding === 'published' && <PublishedDialog onChoose={setAdding} onClose={close} />}
      {adding !== null && adding !== 'published' && (
        <ParameterForm published={adding === 'new' ? null : adding} onClose={close} onSaid={setSaid} />
      )}
    </ListPage>
  )
}

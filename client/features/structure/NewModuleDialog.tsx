import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { ModuleReply } from '#shared/api/modules.ts'
import { api } from '#client/api/apiClient.ts'
import { NamesForm } from './NamesForm.tsx'
import { SCOPE_3_CATEGORIES } from '#shared/boundary/scope3Categories.ts'
import { StructureDialog } from './StructureDialog.tsx'

const SCOPES = [1, 2, 3] as const
const NONE = ''

/** A module without tables, in the project that is open. */
export function NewModuleDialog({ projectId, onClose }: { projectId: string; onClose: () => void }) {
  const { t } = useTranslation('structure')
  const go = useNavigate()
  const [names, setNames] = useState({ name: '', description: '' })
  const [scope, setScope] = useState<ModuleReply['scope']>(1)
  const [category, setCategory] = useState(NONE)
  const s3Category = scope === 3 && category !== NONE ? Number(category) : null
  return (
    <StructureDialog
      title={t('newModuleTitle')}
      action={t('newModuleAdd')}
      places={['name', 'description']}
      isReady={names.name.trim() !== ''}
      testId="new-module"
      send={() => api.post(`projects/${projectId}/modules`, { ...names, scope, s3_category: s3Category })}
      onDone={({ id }) => void go(`/modules/${id}`)}
      onClose={onClose}
    >
      {(said) => (
        <>
          <NamesForm names={names} said={said} onChange={setNames} />
          <NativeSelect
            label={t('scopeLabel')}
            description={t('scopeHint')}
            value={String(scope)}
            data={SCOPES.map((one) => ({
              value: String(one),
              label: `${t('scope', { ns: 'common', scope: one })} · ${t(`scopeName.s${one}`, { ns: 'common' })}`,
            }))}
            onChange={(event) => setScope(SCOPES.find((one) => String(one) === event.currentTarget.value) ?? 1)}
          />
          {scope === 3 && (
            <NativeSelect
              label={t('category')}
              value={category}
              data={[
                { value: NONE, label: t('noCategory') },
                ...SCOPE_3_CATEGORIES.map((one) => ({ value: String(one), label: `${one} · ${t(`category_${one}`)}` })),
              ]}
              onChange={(event) => setCategory(event.currentTarget.value)}
            />
          )}
        </>
      )}
    </StructureDialog>
  )
}

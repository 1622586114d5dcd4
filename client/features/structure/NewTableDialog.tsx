import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { TableReply } from '#shared/api/tables.ts'
import { api } from '#client/api/apiClient.ts'
import { NamesForm } from './NamesForm.tsx'
import { StructureDialog } from './StructureDialog.tsx'

/** A table without fields; its designer opens, to add them. */
export function NewTableDialog(props: { moduleId: string; cycleId: string; onClose: () => void }) {
  const { moduleId, cycleId, onClose } = props
  const { t } = useTranslation('structure')
  const go = useNavigate()
  const [names, setNames] = useState({ name: '', description: '' })
  return (
    <StructureDialog
      title={t('newTableTitle')}
      action={t('newTableAdd')}
      places={['name', 'description']}
      isReady={names.name.trim() !== ''}
      testId="new-table"
      send={() => api.post<TableReply>(`modules/${moduleId}/tables`, names)}
      onDone={({ id }) => void go(`/sheets/${id}/${cycleId}/fields`)}
      onClose={onClose}
    >
      {(said) => <NamesForm names={names} said={said} onChange={setNames} />}
    </StructureDialog>
  )
}

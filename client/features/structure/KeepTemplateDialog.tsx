import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewTemplateReply } from '#shared/api/templates.ts'
import { api } from '#client/api/apiClient.ts'
import { NamesForm } from './NamesForm.tsx'
import { StructureDialog } from './StructureDialog.tsx'

/** Keeps a table, or one of its fields, to make others of it. */
export function KeepTemplateDialog(props: {
  tableId: string
  /** Null: the whole table. */
  fieldId: string | null
  name: string
  description: string
  onKept: (kept: NewTemplateReply) => void
  onClose: () => void
}) {
  const { tableId, fieldId, onKept, onClose } = props
  const { t } = useTranslation('structure')
  const [names, setNames] = useState({ name: props.name, description: props.description })
  return (
    <StructureDialog
      title={t(fieldId === null ? 'keepTableTitle' : 'keepFieldTitle', { name: props.name })}
      action={t('keepNow')}
      places={['name', 'description']}
      isReady={names.name.trim() !== ''}
      testId="keep-template"
      send={() => api.post('templates', { ...names, table_id: tableId, field_id: fieldId })}
      onDone={onKept}
      onClose={onClose}
    >
      {(said) => (
        <>
          <p className="cap">{t('keepText')}</p>
          <NamesForm names={names} said={said} onChange={setNames} />
        </>
      )}
    </StructureDialog>
  )
}

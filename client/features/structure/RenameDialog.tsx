import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/api/apiClient.ts'
import { NamesForm, type Names } from './NamesForm.tsx'
import { StructureDialog } from './StructureDialog.tsx'

/** Another name or description. `path`: of the module, the table or the template in the API. */
export function RenameDialog(props: {
  path: `modules/${string}` | `tables/${string}` | `templates/${string}`
  now: Names
  onClose: () => void
}) {
  const { path, now, onClose } = props
  const { t } = useTranslation('structure')
  const [names, setNames] = useState({ name: now.name, description: now.description })
  return (
    <StructureDialog
      title={t('renameTitle')}
      action={t('save')}
      places={['name', 'description']}
      isReady={names.name.trim() !== ''}
      testId="rename-dialog"
      send={() => api.patch(path, names)}
      onDone={() => {}}
      onClose={onClose}
    >
      {(said) => <NamesForm names={names} said={said} onChange={setNames} />}
    </StructureDialog>
  )
}

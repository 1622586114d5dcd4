import { useTranslation } from 'react-i18next'
import { api } from '#client/api/apiClient.ts'
import { StructureDialog } from './StructureDialog.tsx'

/** Asks before a module or a table leaves its place. */
export function RetireStructureDialog(props: {
  kind: 'module' | 'table'
  one: { id: string; name: string }
  onDone: () => void
  onClose: () => void
}) {
  const { kind, one } = props
  const { t } = useTranslation('structure')
  return (
    <StructureDialog
      title={t('retireTitle', { name: one.name })}
      action={t('retireNow')}
      isDangerous
      testId="retire-structure"
      send={() => api.del(`${kind}s/${one.id}`)}
      onDone={props.onDone}
      onClose={props.onClose}
    >
      {() => <p>{t(kind === 'module' ? 'retireModuleText' : 'retireTableText')}</p>}
    </StructureDialog>
  )
}

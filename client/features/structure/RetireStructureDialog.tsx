import { useTranslation } from 'react-i18next'
import { api } from '#client/api/apiClient.ts'
import { StructureDialog } from './StructureDialog.tsx'

/** Asks before a module or a table leaves its place, or a template is offered no more. */
export function RetireStructureDialog(props: {
  kind: 'module' | 'table' | 'template'
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
      {() => <p>{t(`retireText_${kind}`)}</p>}
    </StructureDialog>
  )
}

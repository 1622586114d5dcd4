import { Button, Modal } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { Field } from '#shared/fields/field.ts'
import { api } from '#client/api/apiClient.ts'
import { reasonsOf } from '#client/api/reasonsOf.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'

/** Asks before a column is taken out of a table, for everybody and in every cycle. */
export function RetireDialog(props: {
  tableId: string
  field: Field
  t: SheetTranslate
  onRetired: () => void
  onClose: () => void
}) {
  const { field, t, onRetired, onClose } = props
  const retire = useMutation({
    mutationFn: () => api.del(`tables/${props.tableId}/fields/${field.id}`),
    onSuccess() {
      onRetired()
      onClose()
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('retireTitle', { column: field.name })}
      closeButtonProps={{ 'aria-label': t('close') }}
      data-testid="retire-dialog"
    >
      <p>{t('retireText')}</p>
      {retire.isError && (
        <p role="alert" className="bad">
          {reasonsOf(retire.error).join(' ')}
        </p>
      )}
      <div className="row dialog-actions">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('pasteCancel')}
        </Button>
        <Button color="red" loading={retire.isPending} onClick={() => retire.mutate()}>
          {t('retireNow')}
        </Button>
      </div>
    </Modal>
  )
}

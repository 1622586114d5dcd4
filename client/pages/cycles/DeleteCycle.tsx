import { Button, Modal } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CycleReply } from '#shared/api/cycles.ts'
import { api } from '#client/api/apiClient.ts'
import { cyclesQuery } from '#client/api/queries.ts'
import { reasonsOf } from '#client/api/reasonsOf.ts'
import { useCycleWords } from '#client/features/cycles/words/useCycleWords.ts'

/** Asks before a cycle without rows goes, or a restatement with all that was changed in it. */
export function DeleteCycle(props: { cycle: CycleReply; onClose: () => void; onDeleted: () => void }) {
  const { cycle, onClose, onDeleted } = props
  const { t: common } = useTranslation()
  const t = useCycleWords()
  const queries = useQueryClient()
  const { name } = cycle
  const remove = useMutation({
    mutationFn: () => api.del(`cycles/${cycle.id}`),
    onSuccess() {
      onDeleted()
      onClose()
    },
    onSettled: () => queries.invalidateQueries({ queryKey: cyclesQuery(cycle.project_id).queryKey }),
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('deleteTitle', { name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <p>{t(cycle.restates === null ? 'deleteText' : 'deleteVersionText')}</p>
      {remove.isError && <p role="alert">{reasonsOf(remove.error).join(' ')}</p>}
      <div className="row dialog-actions">
        <Button variant="default" onClick={onClose}>
          {t('leave')}
        </Button>
        <Button loading={remove.isPending} onClick={() => remove.mutate()}>
          {t('deleteNow', { name })}
        </Button>
      </div>
    </Modal>
  )
}

import { Button, Menu, Modal } from '@mantine/core'
import { IconClipboardCheck, IconLock, IconLockOpen } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CycleReply, CycleStatus } from '#shared/api/cycles.ts'
import { api } from '#client/api/apiClient.ts'
import { cyclesQuery, emissionsQuery } from '#client/api/queries.ts'

const ICON = { size: 16, stroke: 1.6 }

/** What a manager may do with a cycle next: review, open again, lock. Locking asks first, because it is for good. */
export function useCycleSteps(cycle: CycleReply) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const move = useMutation({
    mutationFn: (status: CycleStatus) => api.post<CycleReply>(`cycles/${cycle.id}/status`, { status }),
    onSuccess: () => setAsking(false),
    onSettled: () => queries.invalidateQueries({ queryKey: cyclesQuery(cycle.project_id).queryKey }),
  })
  const { name } = cycle
  const leave = (): void => {
    setAsking(false)
    move.reset()
  }
  const items = (
    <>
      <Menu.Divider />
      {cycle.status === 'open' ? (
        <Menu.Item leftSection={<IconClipboardCheck {...ICON} />} onClick={() => move.mutate('in_review')}>
          {t('cycleToReview', { name })}
        </Menu.Item>
      ) : (
        <Menu.Item leftSection={<IconLockOpen {...ICON} />} onClick={() => move.mutate('open')}>
          {t('cycleReopen', { name })}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconLock {...ICON} />} onClick={() => setAsking(true)}>
        {t('cycleLock', { name })}
      </Menu.Item>
    </>
  )
  const question = (
    <Modal
      opened={isAsking || move.isError}
      onClose={leave}
      title={isAsking ? t('cycleLockTitle', { name }) : name}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {move.isError ? <p role="alert">{t('cycleStepFailed')}</p> : <LockText cycleId={cycle.id} />}
      <div className="row dialog-actions">
        <Button variant="default" onClick={leave}>
          {t('cycleLeave')}
        </Button>
        <Button loading={move.isPending} onClick={() => move.mutate(isAsking ? 'locked' : (move.variables ?? 'open'))}>
          {isAsking ? t('cycleLockNow', { name }) : t('retry')}
        </Button>
      </div>
    </Modal>
  )
  return { items, question }
}

function LockText({ cycleId }: { cycleId: string }) {
  const { t } = useTranslation()
  const { data } = useQuery(emissionsQuery(cycleId))
  const incomplete = data?.incomplete_rows ?? 0
  return (
    <>
      <p>{t('cycleLockText')}</p>
      {incomplete > 0 && <p>{t('cycleLockIncomplete', { count: incomplete })}</p>}
    </>
  )
}

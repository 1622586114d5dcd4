import { Button, Menu, Modal } from '@mantine/core'
import { IconClipboardCheck, IconLock, IconLockOpen } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { late } from '#client/components/late.tsx'
import type { CycleReply, CycleStatus } from '#shared/api/cycles.ts'
import { api } from '#client/api/apiClient.ts'
import { refreshCycle } from '#client/features/cycles/cycleQueries.ts'

const ICON = { size: 16, stroke: 1.6 }

const LockQuestion = late(() => import('#client/features/cycles/LockQuestion.tsx').then((file) => file.LockQuestion))

/** What a manager may do with a cycle next: review, open again, lock. */
export function useCycleSteps(cycle: CycleReply) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [isLocking, setLocking] = useState(false)
  const move = useMutation({
    mutationFn: (status: CycleStatus) => api.post(`cycles/${cycle.id}/status`, { status }),
    onSettled: () => refreshCycle(queries, cycle),
  })
  const { name } = cycle
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
      <Menu.Item leftSection={<IconLock {...ICON} />} onClick={() => setLocking(true)}>
        {t('cycleLock', { name })}
      </Menu.Item>
    </>
  )
  const question = (
    <>
      <Modal
        opened={move.isError}
        onClose={() => move.reset()}
        title={name}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <p role="alert">{t('changeFailed')}</p>
        <div className="row dialog-actions">
          <Button variant="default" onClick={() => move.reset()}>
            {t('cycleLeave')}
          </Button>
          <Button loading={move.isPending} onClick={() => move.mutate(move.variables ?? 'open')}>
            {t('retry')}
          </Button>
        </div>
      </Modal>
      {isLocking && <LockQuestion cycle={cycle} onClose={() => setLocking(false)} />}
    </>
  )
  return { items, question }
}

import { Menu } from '@mantine/core'
import {
  IconClipboardCheck,
  IconGitBranch,
  IconLayoutDashboard,
  IconLock,
  IconLockOpen,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { MENU_ICON, MoreMenu } from '#client/components/MoreMenu.tsx'
import type { CycleReply, CycleStatus } from '#shared/api/cycles.ts'
import { api } from '#client/api/apiClient.ts'
import { emissionsQuery } from '#client/api/queries.ts'
import { refreshCycle } from '#client/features/cycles/cycleQueries.ts'
import { LockQuestion } from '#client/features/cycles/LockQuestion.tsx'
import { useCycleWords } from '#client/features/cycles/words/useCycleWords.ts'
import { ExportItems } from '#client/features/exports/ExportItems.tsx'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { CycleForm } from './CycleForm.tsx'
import { DeleteCycle } from './DeleteCycle.tsx'
import { RestateForm } from './RestateForm.tsx'

/** What may be done with a cycle now. Who does not manage it can open it. */
export function CycleActions(props: { cycle: CycleReply; isManager: boolean; onSaid: (text: string) => void }) {
  const { cycle, isManager, onSaid } = props
  const t = useCycleWords()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { project, cycles } = usePlace()
  const [asking, setAsking] = useState<'edit' | 'lock' | 'delete' | 'restate' | null>(null)
  const { data } = useQuery(emissionsQuery(cycle.id))
  const step = useMutation({
    mutationFn: (status: CycleStatus) => api.post(`cycles/${cycle.id}/status`, { status }),
    onError: () => onSaid(t('stepFailed')),
    onSettled: () => refreshCycle(queries, cycle),
  })
  const fileName = [project?.name, cycle.name].join(' ')
  const mayChange = isManager && cycle.status !== 'locked'
  const close = (): void => setAsking(null)
  return (
    <>
      <MoreMenu label={t('actionsOf', { name: cycle.name })}>
        <Menu.Item
          leftSection={<IconLayoutDashboard {...MENU_ICON} />}
          onClick={() => void navigate(`/dashboard?cycle=${cycle.id}`)}
        >
          {t('openDashboard')}
        </Menu.Item>
        <ExportItems of={{ kind: 'cycle', cycleId: cycle.id, name: fileName }} say={onSaid} />
        {isManager && <Menu.Divider />}
        {isManager && cycle.status === 'locked' && cycle.restated_by === null && (
          <Menu.Item leftSection={<IconGitBranch {...MENU_ICON} />} onClick={() => setAsking('restate')}>
            {t('restate')}
          </Menu.Item>
        )}
        {mayChange && (
          <>
            <Menu.Item leftSection={<IconPencil {...MENU_ICON} />} onClick={() => setAsking('edit')}>
              {t('edit')}
            </Menu.Item>
            <Menu.Divider />
            {cycle.status === 'open' ? (
              <Menu.Item leftSection={<IconClipboardCheck {...MENU_ICON} />} onClick={() => step.mutate('in_review')}>
                {t('toReview')}
              </Menu.Item>
            ) : (
              <Menu.Item leftSection={<IconLockOpen {...MENU_ICON} />} onClick={() => step.mutate('open')}>
                {t('reopen')}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconLock {...MENU_ICON} />} onClick={() => setAsking('lock')}>
              {t('lock')}
            </Menu.Item>
            {(data?.total.rows === 0 || cycle.restates !== null) && (
              <Menu.Item leftSection={<IconTrash {...MENU_ICON} />} onClick={() => setAsking('delete')}>
                {t('remove')}
              </Menu.Item>
            )}
          </>
        )}
      </MoreMenu>
      {asking === 'edit' && project !== null && (
        <CycleForm project={project} cycles={cycles} cycle={cycle} onClose={close} onSaved={onSaid} />
      )}
      {asking === 'restate' && <RestateForm cycle={cycle} onClose={close} onSaid={onSaid} />}
      {asking === 'lock' && <LockQuestion cycle={cycle} onClose={close} />}
      {asking === 'delete' && (
        <DeleteCycle cycle={cycle} onClose={close} onDeleted={() => onSaid(t('deleted', { name: cycle.name }))} />
      )}
    </>
  )
}

import { Menu } from '@mantine/core'
import {
  IconListDetails,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconSend,
  IconTrash,
} from '@tabler/icons-react'
import { useState } from 'react'
import { MENU_ICON, MoreMenu } from '#client/components/MoreMenu.tsx'
import type { NewWebhookReply, WebhookReply } from '#shared/api/webhooks.ts'
import { api } from '#client/api/apiClient.ts'
import { AskAway } from '#client/features/changing/AskAway.tsx'
import { useChange } from '#client/features/changing/useChange.ts'
import { RotateSecret } from '#client/features/secrets/RotateSecret.tsx'
import { HookCalls } from './HookCalls.tsx'
import { HookForm } from './HookForm.tsx'
import { refreshHooks } from './hookQueries.ts'
import { useHookWords } from './words/useHookWords.ts'

/** What may be done with a webhook. */
export function HookActions(props: {
  of: WebhookReply
  onSaid: (said: string) => void
  onSecret: (hook: NewWebhookReply) => void
}) {
  const { of, onSaid, onSecret } = props
  const t = useHookWords()
  const [asking, setAsking] = useState<'calls' | 'change' | 'rotate' | 'remove' | null>(null)
  const close = (): void => setAsking(null)
  const { id, name, state } = of
  const isActive = state === 'active'
  const attempt = useChange({
    send: () => api.post(`webhooks/${id}/test`),
    refresh: refreshHooks,
    onDone: () => onSaid(t('saidTest', { name })),
  })
  const turn = useChange({
    send: () => api.patch(`webhooks/${id}`, { state: isActive ? 'paused' : 'active' }),
    refresh: refreshHooks,
    onDone: () => onSaid(t(isActive ? 'saidPaused' : 'saidResumed', { name })),
  })
  const item = (icon: React.ReactNode, label: string, act: () => void) => (
    <Menu.Item leftSection={icon} onClick={act}>
      {label}
    </Menu.Item>
  )
  return (
    <>
      <MoreMenu label={t('actionsOf', { name })}>
        {item(<IconListDetails {...MENU_ICON} />, t('calls'), () => setAsking('calls'))}
        {isActive && item(<IconSend {...MENU_ICON} />, t('sendTest'), () => attempt.send())}
        {item(<IconPencil {...MENU_ICON} />, t('change'), () => setAsking('change'))}
        {isActive
          ? item(<IconPlayerPause {...MENU_ICON} />, t('pause'), () => turn.send())
          : item(<IconPlayerPlay {...MENU_ICON} className="flip" />, t('resume'), () => turn.send())}
        {item(<IconRefresh {...MENU_ICON} />, t('rotate'), () => setAsking('rotate'))}
        {item(<IconTrash {...MENU_ICON} />, t('remove'), () => setAsking('remove'))}
      </MoreMenu>
      {[...attempt.others([]), ...turn.others([])].map((reason) => (
        <p key={reason} className="bad" role="alert">
          {reason}
        </p>
      ))}
      {asking === 'calls' && <HookCalls of={of} onClose={close} />}
      {asking === 'change' && (
        <HookForm of={of} onClose={close} onKept={(kept) => (close(), onSaid(t('saidKept', { name: kept.name })))} />
      )}
      {asking === 'rotate' && (
        <RotateSecret
          send={(hours) => api.post(`webhooks/${id}/rotate`, { overlap_hours: hours })}
          title={t('rotateTitle', { name })}
          t={t}
          refresh={refreshHooks}
          onClose={close}
          onDone={(hook) => (close(), onSecret(hook))}
        />
      )}
      {asking === 'remove' && (
        <AskAway
          path={`webhooks/${id}`}
          refresh={refreshHooks}
          title={t('removeTitle', { name })}
          text={t('removeText')}
          action={t('removeNow')}
          onClose={close}
          onDone={() => onSaid(t('saidRemoved', { name }))}
        />
      )}
    </>
  )
}

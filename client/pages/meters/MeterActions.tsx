import { Menu } from '@mantine/core'
import { IconPencil, IconRefresh, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { MENU_ICON, MoreMenu } from '#client/components/MoreMenu.tsx'
import type { DeviceReply, NewDeviceReply } from '#shared/api/devices.ts'
import { api } from '#client/api/apiClient.ts'
import { AskAway } from '#client/features/changing/AskAway.tsx'
import { RotateSecret } from '#client/features/secrets/RotateSecret.tsx'
import { MeterForm } from './MeterForm.tsx'
import { refreshMeters } from './meterQueries.ts'
import { useMeterWords } from './words/useMeterWords.ts'

/** What may be done with a meter. */
export function MeterActions(props: {
  of: DeviceReply
  onSaid: (said: string) => void
  onSecret: (meter: NewDeviceReply) => void
  /** It is gone; what is said of that. */
  onRemoved: (said: string) => void
}) {
  const { of, onSaid, onSecret, onRemoved } = props
  const t = useMeterWords()
  const [asking, setAsking] = useState<'change' | 'rotate' | 'remove' | null>(null)
  const close = (): void => setAsking(null)
  const { id, name } = of
  return (
    <>
      <MoreMenu label={t('actionsOf', { name })}>
        <Menu.Item leftSection={<IconPencil {...MENU_ICON} />} onClick={() => setAsking('change')}>
          {t('change')}
        </Menu.Item>
        <Menu.Item leftSection={<IconRefresh {...MENU_ICON} />} onClick={() => setAsking('rotate')}>
          {t('rotate')}
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash {...MENU_ICON} />} onClick={() => setAsking('remove')}>
          {t('remove')}
        </Menu.Item>
      </MoreMenu>
      {asking === 'change' && (
        <MeterForm of={of} onClose={close} onKept={(kept) => (close(), onSaid(t('saidKept', { name: kept.name })))} />
      )}
      {asking === 'rotate' && (
        <RotateSecret
          send={(hours) => api.post(`devices/${id}/rotate`, { overlap_hours: hours })}
          title={t('rotateTitle', { name })}
          t={t}
          refresh={refreshMeters}
          onClose={close}
          onDone={(meter) => (close(), onSecret(meter))}
        />
      )}
      {asking === 'remove' && (
        <AskAway
          path={`devices/${id}`}
          refresh={refreshMeters}
          title={t('removeTitle', { name })}
          text={t('removeText')}
          action={t('removeNow')}
          onClose={close}
          onDone={() => onRemoved(t('saidRemoved', { name }))}
        />
      )}
    </>
  )
}

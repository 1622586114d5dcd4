import { Menu } from '@mantine/core'
import { IconRefresh, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MENU_ICON, MoreMenu } from '#client/components/MoreMenu.tsx'
import type { ApiKeyReply, NewApiKeyReply } from '#shared/api/apiKeys.ts'
import { useMe } from '#client/api/session.ts'
import { AskAway } from '#client/features/changing/AskAway.tsx'
import { api } from '#client/api/apiClient.ts'
import { RotateSecret } from '#client/features/secrets/RotateSecret.tsx'
import { exactMoment, shortDate, whenAgo } from '#client/i18n/dates.ts'
import { refreshKeys } from './keyQueries.ts'
import { useKeyWords } from './words/useKeyWords.ts'

/** A key: what it is called, what it may, until when, and when it was last used. */
export function KeyRow(props: {
  of: ApiKeyReply
  onSaid: (said: string) => void
  onSecret: (key: NewApiKeyReply) => void
}) {
  const { of, onSaid, onSecret } = props
  const t = useKeyWords()
  const { user } = useMe()
  const { i18n } = useTranslation()
  const [asking, setAsking] = useState<'rotate' | 'revoke' | null>(null)
  const close = (): void => setAsking(null)
  const { id, name, owner, hint, scopes, modules, state } = of
  return (
    <tr>
      <td>
        <span className="key-name" dir="auto">
          {name}
        </span>
        <span className="cap">
          <bdi dir="ltr" className="mono">{`cbs_live_…${hint}`}</bdi>
          {owner.id !== user.id && ` · ${t('actsFor', { name: owner.name })}`}
          {owner.is_service && ` (${t('service')})`}
        </span>
        {of.previous_until !== null && (
          <span className="cap">{t('overlapping', { when: exactMoment(of.previous_until, i18n.language) })}</span>
        )}
      </td>
      <td>
        <bdi dir="ltr" className="mono key-held">
          {scopes.join(' ')}
        </bdi>
        {modules !== null && (
          <span className="cap" dir="auto">
            {modules.length === 0 ? t('noModule') : t('onlyIn', { modules: modules.map((one) => one.name).join(', ') })}
          </span>
        )}
      </td>
      <td className="key-used">
        {of.last_used_at === null
          ? t('never')
          : t('usedFrom', { when: whenAgo(of.last_used_at, i18n.language), address: of.last_used_from ?? '' })}
      </td>
      <td className="key-ends">
        {state === 'live'
          ? of.expires_at === null
            ? t('endless')
            : shortDate(of.expires_at, i18n.language)
          : t(state)}
      </td>
      <td className="r">
        {state === 'live' && (
          <MoreMenu label={t('actionsOf', { name })}>
            <Menu.Item leftSection={<IconRefresh {...MENU_ICON} />} onClick={() => setAsking('rotate')}>
              {t('rotate')}
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash {...MENU_ICON} />} onClick={() => setAsking('revoke')}>
              {t('revoke')}
            </Menu.Item>
          </MoreMenu>
        )}
        {asking === 'rotate' && (
          <RotateSecret
            send={(hours) => api.post(`api_keys/${id}/rotate`, { overlap_hours: hours })}
            title={t('rotateTitle', { name })}
            t={t}
            refresh={refreshKeys}
            onClose={close}
            onDone={(key) => (close(), onSecret(key))}
          />
        )}
        {asking === 'revoke' && (
          <AskAway
            path={`api_keys/${id}`}
            refresh={refreshKeys}
            title={t('revokeTitle', { name })}
            text={t('revokeText')}
            action={t('revokeNow')}
            onClose={close}
            onDone={() => onSaid(t('saidRevoked', { name }))}
          />
        )}
      </td>
    </tr>
  )
}

import { Button, VisuallyHidden } from '@mantine/core'
import { IconWebhook } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { NewWebhookReply } from '#shared/api/webhooks.ts'
import { ListPage } from '#client/components/ListPage.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { SecretOnce } from '#client/features/secrets/SecretOnce.tsx'
import { HookForm } from './HookForm.tsx'
import { hooksQuery } from './hookQueries.ts'
import { HookRow } from './HookRow.tsx'
import './webhooks.css'
import { useHookWords } from './words/useHookWords.ts'

/** Addresses of the company that are told of what happens; for its administrators. */
export function WebhooksPage() {
  const t = useHookWords()
  const hooks = useQuery(hooksQuery())
  const [isAdding, setAdding] = useState(false)
  const [secret, setSecret] = useState<NewWebhookReply | null>(null)
  const [said, setSaid] = useState('')
  return (
    <ListPage
      title={t('title')}
      intro={t('intro')}
      list={hooks}
      empty={{ icon: <IconWebhook size={30} stroke={1.3} />, title: t('emptyTitle'), text: t('emptyText') }}
      add={<Button onClick={() => setAdding(true)}>{t('add')}</Button>}
      said={said}
      table={(items) => (
        <Panel pad={false}>
          <table className="tbl hooks-table" aria-label={t('title')}>
            <thead>
              <tr>
                <th>{t('webhook')}</th>
                <th className="hook-told">{t('kinds')}</th>
                <th>{t('state')}</th>
                <th>
                  <VisuallyHidden>{t('actions')}</VisuallyHidden>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((hook) => (
                <HookRow key={hook.id} of={hook} onSaid={setSaid} onSecret={setSecret} />
              ))}
            </tbody>
          </table>
        </Panel>
      )}
    >
      {isAdding && (
        <HookForm
          of={null}
          onClose={() => setAdding(false)}
          onKept={(hook) => (setAdding(false), 'secret' in hook && setSecret(hook))}
        />
      )}
      {secret !== null && (
        <SecretOnce
          title={t('secretTitle', { name: secret.name })}
          text={t('secretText')}
          secret={secret.secret}
          words={{ copy: t('copy'), copied: t('copied'), done: t('done') }}
          onClose={() => setSecret(null)}
        />
      )}
    </ListPage>
  )
}

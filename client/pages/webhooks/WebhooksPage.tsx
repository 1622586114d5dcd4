import { Button, Skeleton, VisuallyHidden } from '@mantine/core'
import { IconWebhook } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { NewWebhookReply } from '#shared/api/webhooks.ts'
import { EmptyState } from '#client/components/EmptyState.tsx'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { useDelayed } from '#client/components/useDelayed.ts'
import { usePageTitle } from '#client/components/usePageTitle.ts'
import { SecretOnce } from '#client/features/secrets/SecretOnce.tsx'
import { HookForm } from './HookForm.tsx'
import { hooksQuery } from './hookQueries.ts'
import { HookRow } from './HookRow.tsx'
import './webhooks.css'
import { useHookWords } from './words/useHookWords.ts'

/** Addresses of the company that are told of what happens; for its administrators. */
export function WebhooksPage() {
  const t = useHookWords()
  usePageTitle(t('title'))
  const hooks = useQuery(hooksQuery())
  const isLate = useDelayed(hooks.isPending)
  const [isAdding, setAdding] = useState(false)
  const [secret, setSecret] = useState<NewWebhookReply | null>(null)
  const [said, setSaid] = useState('')
  const add = <Button onClick={() => setAdding(true)}>{t('add')}</Button>
  return (
    <div className="page">
      <div className="page-head">
        <div className="row hooks-title">
          <h1>{t('title')}</h1>
          <span className="cap">{t('intro')}</span>
        </div>
        {(hooks.data?.length ?? 0) > 0 && <div className="actions">{add}</div>}
      </div>
      {hooks.error !== null && <LoadFailure error={hooks.error} onRetry={() => void hooks.refetch()} />}
      {isLate && <Skeleton height={160} />}
      {hooks.data?.length === 0 && (
        <EmptyState icon={<IconWebhook size={30} stroke={1.3} />} title={t('emptyTitle')} actions={add}>
          {t('emptyText')}
        </EmptyState>
      )}
      {hooks.data !== undefined && hooks.data.length > 0 && (
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
              {hooks.data.map((hook) => (
                <HookRow key={hook.id} of={hook} onSaid={setSaid} onSecret={setSecret} />
              ))}
            </tbody>
          </table>
        </Panel>
      )}
      <p className="cap hooks-said" role="status">
        {said}
      </p>
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
    </div>
  )
}

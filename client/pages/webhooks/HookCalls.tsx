import { Button, Modal, Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { DeliveryReply, WebhookReply } from '#shared/api/webhooks.ts'
import { api } from '#client/api/apiClient.ts'
import { Chip } from '#client/components/Chip.tsx'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { useChange } from '#client/features/changing/useChange.ts'
import { exactMoment } from '#client/i18n/dates.ts'
import { deliveriesQuery, refreshHooks } from './hookQueries.ts'
import { kindText, problemText } from './hookWords.ts'
import { useHookWords } from './words/useHookWords.ts'

/** What a webhook was told, how each call went, and the way to send it again. */
export function HookCalls({ of, onClose }: { of: WebhookReply; onClose: () => void }) {
  const t = useHookWords()
  const { t: common } = useTranslation()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    deliveriesQuery(of.id),
  )
  const told = data?.pages.flatMap((page) => page.data)
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('callsTitle', { name: of.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      {error !== null && told === undefined && <LoadFailure error={error} onRetry={() => void refetch()} />}
      {error === null && told === undefined && <Skeleton height={90} />}
      {told?.length === 0 && <p className="cap">{t('callsNone')}</p>}
      <ul className="deliveries">
        {told?.map((delivery) => (
          <Delivery key={delivery.id} hookId={of.id} of={delivery} />
        ))}
      </ul>
      {hasNextPage && (
        <Button variant="subtle" size="compact-sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </Modal>
  )
}

const TONES = { delivered: 'ok', queued: 'info', given_up: 'bad' } as const

function Delivery({ hookId, of }: { hookId: string; of: DeliveryReply }) {
  const t = useHookWords()
  const { i18n } = useTranslation()
  const again = useChange({
    send: () => api.post(`webhooks/${hookId}/deliveries/${of.id}/replay`),
    refresh: refreshHooks,
    onDone: () => {},
  })
  const { language } = i18n
  const waiting =
    of.calls.length === 0 ? t('onItsWay') : t('waiting', { when: exactMoment(of.due_at ?? of.created_at, language) })
  return (
    <li className="delivery">
      <div className="row delivery-head">
        <b>{kindText(t, of.kind)}</b>
        <span className="cap">{exactMoment(of.created_at, language)}</span>
        <Chip tone={TONES[of.state]}>{of.state === 'queued' ? waiting : t(of.state)}</Chip>
        {of.state !== 'queued' && (
          <Button variant="subtle" size="compact-sm" loading={again.isPending} onClick={() => again.send()}>
            {t('replay')}
          </Button>
        )}
      </div>
      {again.others([]).map((reason) => (
        <p key={reason} className="bad" role="alert">
          {reason}
        </p>
      ))}
      <details>
        <summary className="cap">{t('sent')}</summary>
        <pre dir="ltr" className="mono delivery-text">
          {of.body}
        </pre>
      </details>
      {of.calls.map((call) => (
        <div key={call.at} className="delivery-call">
          <span className="cap">
            {exactMoment(call.at, language)} · <bdi>{t('took', { ms: call.duration_ms })}</bdi>
            {call.status !== null && ` · ${t('status', { status: call.status })}`}
          </span>
          {call.problem !== null && <p>{problemText(t, call.problem)}</p>}
          {call.answer !== '' && (
            <details>
              <summary className="cap">{t('answer')}</summary>
              <pre dir="ltr" className="mono delivery-text">
                {call.answer}
              </pre>
            </details>
          )}
        </div>
      ))}
    </li>
  )
}

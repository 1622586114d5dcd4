import { useTranslation } from 'react-i18next'
import type { NewWebhookReply, WebhookReply } from '#shared/api/webhooks.ts'
import { Chip } from '#client/components/Chip.tsx'
import { exactMoment } from '#client/i18n/dates.ts'
import { HookActions } from './HookActions.tsx'
import { kindText } from './hookWords.ts'
import { useHookWords } from './words/useHookWords.ts'

const TONES = { active: 'ok', paused: 'plain', failing: 'bad' } as const

/** A webhook: where it is, what it is told, and whether that works. */
export function HookRow(props: {
  of: WebhookReply
  onSaid: (said: string) => void
  onSecret: (hook: NewWebhookReply) => void
}) {
  const { of, onSaid, onSecret } = props
  const t = useHookWords()
  const { i18n } = useTranslation()
  const { name, url, kinds, state, failing_since: since, queued, given_up: givenUp } = of
  const counts = [
    ...(queued > 0 ? [t('queued', { count: queued })] : []),
    ...(givenUp > 0 ? [t('givenUp', { count: givenUp })] : []),
  ]
  return (
    <tr>
      <td>
        <span className="hook-name" dir="auto">
          {name}
        </span>
        <bdi dir="ltr" className="mono hook-url">
          {url}
        </bdi>
        {of.previous_until !== null && (
          <span className="cap">{t('overlapping', { when: exactMoment(of.previous_until, i18n.language) })}</span>
        )}
      </td>
      <td className="hook-told">
        {kinds.map((kind) => (
          <div key={kind}>{kindText(t, kind)}</div>
        ))}
      </td>
      <td>
        <Chip tone={TONES[state]}>{t(state)}</Chip>
        {since !== null && state !== 'paused' && (
          <span className="cap">
            {t(state === 'failing' ? 'failingText' : 'failingNow', { when: exactMoment(since, i18n.language) })}
          </span>
        )}
        {counts.length > 0 && <span className="cap">{counts.join(' · ')}</span>}
      </td>
      <td className="r">
        <HookActions of={of} onSaid={onSaid} onSecret={onSecret} />
      </td>
    </tr>
  )
}

import { Button, Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { EstimatesReply } from '#shared/api/estimates.ts'
import { api } from '#client/api/apiClient.ts'
import { useChange } from '#client/features/changing/useChange.ts'
import { shortDate } from '#client/i18n/dates.ts'
import { refreshEstimates } from './estimateQueries.ts'
import { amountText, inputsText } from './estimateText.ts'
import { useEstimateWords } from './words/useEstimateWords.ts'
import './estimates.css'

/** One estimate: its method, what it rests on, who made it and why, and the two ways to end it. */
export function EstimateCard(props: {
  estimate: EstimatesReply['data'][number]
  cycleId: string
  /** Null: the person may not end it. */
  onSaid: ((said: string) => void) | null
  onClose: () => void
}) {
  const { estimate, cycleId, onSaid, onClose } = props
  const { id, value, field, method, inputs, intensity, reason, made_by: person, made_at: at } = estimate
  const { t: common, i18n } = useTranslation()
  const t = useEstimateWords()
  const ending = (how: 'empty' | 'keep', said: string) => ({
    send: () => api.del(`estimates/${id}`, { query: { value: how } }),
    refresh: (queries: Parameters<typeof refreshEstimates>[0]) => refreshEstimates(queries, cycleId),
    onDone: () => (onSaid?.(said), onClose()),
  })
  const takeBack = useChange(ending('empty', t('takenBack')))
  const keep = useChange(ending('keep', t('kept')))
  const date = shortDate(at, i18n.language)
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('aboutTitle', { amount: amountText(value, field.unit) })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <div className="stack">
        <dl className="estimate-facts">
          <dt>{t('method')}</dt>
          <dd>{t(method)}</dd>
          {(inputs.length > 0 || intensity !== null) && (
            <>
              <dt>{t('inputs')}</dt>
              <dd>
                {intensity === null
                  ? inputsText(inputs, i18n.language, t)
                  : t('intensityText', {
                      perUnit: amountText(intensity.per_unit, null),
                      unit: field.unit ?? '',
                      units: amountText(intensity.units, null),
                      of: intensity.unit,
                    })}
                {intensity !== null && (
                  <span className="cap map-todo" dir="auto">
                    {intensity.source}
                  </span>
                )}
              </dd>
            </>
          )}
          {reason !== '' && (
            <>
              <dt>{t('reason')}</dt>
              <dd dir="auto">{reason}</dd>
            </>
          )}
        </dl>
        <p className="cap">{person === null ? t('madeAt', { date }) : t('madeBy', { name: person.name, date })}</p>
        {[...takeBack.others([]), ...keep.others([])].map((told) => (
          <p key={told} className="bad" role="alert">
            {told}
          </p>
        ))}
        {onSaid !== null && (
          <>
            <p className="cap">
              {t('keep')}: {t('keepText')} {t('takeBack')}:{' '}
              {estimate.adds_row ? t('takeBackRowText') : t('takeBackText')}
            </p>
            <div className="row dialog-actions">
              <Button variant="default" loading={keep.isPending} onClick={keep.send}>
                {t('keep')}
              </Button>
              <Button variant="default" loading={takeBack.isPending} onClick={takeBack.send}>
                {t('takeBack')}
              </Button>
            </div>
          </>
        )}
      </div>
    </Modal>
  )
}

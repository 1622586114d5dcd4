import { useTranslation } from 'react-i18next'
import type { CustomFactorReply } from '#shared/api/customFactors.ts'
import type { FactorDetailReply } from '#shared/api/factors.ts'
import { shortDate, whenAgo } from '#client/i18n/dates.ts'
import { CustomActions } from './CustomActions.tsx'
import { STEP_WORDS } from './customWords.ts'
import './custom.css'
import { EvidenceFile } from './EvidenceFile.tsx'
import { useCustomWords } from './words/useCustomWords.ts'

/** Of a custom factor: why it is used, what it is from, who did what with it and when, and what may be done now. */
export function CustomPart(props: {
  factor: FactorDetailReply
  custom: CustomFactorReply
  onOpen: (id: string | null) => void
}) {
  const { factor, custom, onOpen } = props
  const t = useCustomWords()
  const { i18n } = useTranslation()
  const day = (iso: string | null): string => (iso === null ? '…' : shortDate(iso, i18n.language))
  return (
    <>
      <CustomActions factor={factor} custom={custom} onOpen={onOpen} />
      <dl className="kv">
        <dt>{t('version')}</dt>
        <dd>{custom.version}</dd>
        {(custom.valid_from !== null || custom.valid_to !== null) && (
          <>
            <dt>{t('valid')}</dt>
            <dd>
              <bdi>{day(custom.valid_from)}</bdi> – <bdi>{day(custom.valid_to)}</bdi>
            </dd>
          </>
        )}
        <dt>{t('justification')}</dt>
        <dd dir="auto">{custom.justification === '' ? t('none') : custom.justification}</dd>
        <dt>{t('evidence')}</dt>
        <dd>
          <EvidenceFile factor={factor} custom={custom} />
        </dd>
      </dl>
      <h3>{t('steps')}</h3>
      <ol className="custom-steps">
        {custom.steps.map(({ step, by, at, reason }) => (
          <li key={`${at} ${step}`}>
            <span>
              {t(STEP_WORDS[step])} <bdi className="fw5">{by.name}</bdi>{' '}
              <time dateTime={at} className="dim" title={shortDate(at, i18n.language)}>
                {whenAgo(at, i18n.language)}
              </time>
            </span>
            {reason !== '' && (
              <span className="cap" dir="auto">
                {reason}
              </span>
            )}
          </li>
        ))}
      </ol>
    </>
  )
}

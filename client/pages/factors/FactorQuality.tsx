import { Button, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { FactorDetailReply } from '#shared/api/factors.ts'
import type { FactorQualityReply } from '#shared/api/quality.ts'
import { QUALITY_INDICATORS } from '#shared/uncertainty/pedigree.ts'
import { api } from '#client/api/apiClient.ts'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useChange } from '#client/features/changing/useChange.ts'
import { bodyOf, draftOf, isUnreadable } from '#client/features/uncertainty/qualityDraft.ts'
import { QualityFields, SHOWN_OF_QUALITY } from '#client/features/uncertainty/QualityFields.tsx'
import { factorQualityQuery, refreshQuality } from '#client/features/uncertainty/uncertaintyQueries.ts'
import { useUncertaintyWords } from '#client/features/uncertainty/words/useUncertaintyWords.ts'
import { whenAgo } from '#client/i18n/dates.ts'
import { useMayInTenant } from '#client/permissions/ability.tsx'
import { pct } from '#client/theme/format.ts'

/** How sure the company thinks a factor is, who said so and why; whoever may, says it anew. */
export function FactorQuality({ factor }: { factor: FactorDetailReply }) {
  const t = useUncertaintyWords()
  const { data } = useQuery(factorQualityQuery(factor.id))
  const mayAssess = useMayInTenant('manage', 'FactorQuality')
  const [isAssessing, setAssessing] = useState(false)
  if (data === undefined) {
    return null
  }
  const isAssessed = data.made_at !== null
  return (
    <>
      <h3>{t('factorQuality')}</h3>
      {isAssessed ? <Said quality={data} /> : <p className="cap">{t('factorNone')}</p>}
      {data.former.map((former) => (
        <Said key={former.made_at} quality={former} isFormer />
      ))}
      {mayAssess && (
        <Button variant="default" size="compact-sm" onClick={() => setAssessing(true)}>
          {t(isAssessed ? 'assessAnew' : 'assess')}
        </Button>
      )}
      {isAssessing && <AssessForm factor={factor} quality={data} onClose={() => setAssessing(false)} />}
    </>
  )
}

function Said(props: { quality: Omit<FactorQualityReply, 'former'>; isFormer?: boolean }) {
  const { quality, isFormer = false } = props
  const t = useUncertaintyWords()
  const { i18n } = useTranslation()
  const { range_percent: range, scores, reason, made_by: person, made_at: at } = quality
  const scored = QUALITY_INDICATORS.flatMap((indicator) => {
    const score = scores[indicator]
    return score === undefined ? [] : [t('factorScores', { indicator: t(`column_${indicator}`), score })]
  })
  const text = range === null ? scored.join(', ') : t('factorRange', { percent: pct(range, range % 1 === 0 ? 0 : 1) })
  return (
    <div className={isFormer ? 'cap' : undefined}>
      <div dir="auto">{text === '' ? t('notAssessed') : text}</div>
      <div className="cap" dir="auto">
        {at !== null &&
          t('factorBy', { person: person ?? t('somebody'), when: whenAgo(at, i18n.language), reason: reason ?? '' })}
      </div>
    </div>
  )
}

function AssessForm(props: { factor: FactorDetailReply; quality: FactorQualityReply; onClose: () => void }) {
  const { factor, quality, onClose } = props
  const t = useUncertaintyWords()
  const { t: common } = useTranslation()
  const [draft, setDraft] = useState(() => draftOf(quality))
  const change = useChange({
    send: () => api.patch(`factors/${encodeURIComponent(factor.id)}/quality`, bodyOf(draft)),
    refresh: refreshQuality,
    onDone: onClose,
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!isUnreadable(draft)) {
      change.send()
    }
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('assessTitle', { name: factor.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form className="quality-form" onSubmit={submit} noValidate>
        <QualityFields draft={draft} change={change} t={t} onChange={(next) => (change.reset(), setDraft(next))} />
        <DialogFoot change={change} shown={SHOWN_OF_QUALITY} action={t('save')} onClose={onClose} />
      </form>
    </Modal>
  )
}

import { Modal } from '@mantine/core'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FactorQualityBody, FactorQualityReply } from '#shared/api/quality.ts'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useChange } from '#client/features/changing/useChange.ts'
import { bodyOf, draftOf, isUnreadable } from './qualityDraft.ts'
import { QualityFields, SHOWN_OF_QUALITY } from './QualityFields.tsx'
import { refreshQuality } from './uncertaintyQueries.ts'
import { useUncertaintyWords } from './words/useUncertaintyWords.ts'

/** Says how sure a number is that many rows are wrong by together: a factor, or the rate of an instrument. */
export function AssessForm(props: {
  name: string
  quality: FactorQualityReply
  send: (body: FactorQualityBody) => Promise<unknown>
  onClose: () => void
  /** What stands above the fields. */
  children?: ReactNode
}) {
  const { name, quality, send, onClose, children } = props
  const t = useUncertaintyWords()
  const { t: common } = useTranslation()
  const [draft, setDraft] = useState(() => draftOf(quality))
  const change = useChange({
    send: () => send(bodyOf(draft)),
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
      title={t('assessTitle', { name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form className="quality-form" onSubmit={submit} noValidate>
        {children}
        <QualityFields draft={draft} change={change} t={t} onChange={(next) => (change.reset(), setDraft(next))} />
        <DialogFoot change={change} shown={SHOWN_OF_QUALITY} action={t('save')} onClose={onClose} />
      </form>
    </Modal>
  )
}

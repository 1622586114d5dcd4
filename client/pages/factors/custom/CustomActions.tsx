import { Button, Modal, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomFactorAction, CustomFactorReply, CustomFactorStatus } from '#shared/api/customFactors.ts'
import type { FactorDetailReply } from '#shared/api/factors.ts'
import { api } from '#client/api/apiClient.ts'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useChange } from '#client/features/changing/useChange.ts'
import { refreshFactors } from '../factorQueries.ts'
import { CustomFactorForm } from './CustomFactorForm.tsx'
import { useCustomWords } from './words/useCustomWords.ts'

const LABELS = {
  edit: 'edit',
  discard: 'discard',
  submit: 'submit',
  return: 'return',
  approve: 'approve',
  retire: 'retire',
  new_version: 'newVersion',
} as const satisfies Record<CustomFactorAction, string>

/** The step that people take most often stands out. */
const MAIN: readonly CustomFactorAction[] = ['submit', 'approve']

/** What may be done with a custom factor now; every step but editing is asked for once more. */
export function CustomActions(props: {
  factor: FactorDetailReply
  custom: CustomFactorReply
  onOpen: (id: string | null) => void
}) {
  const { factor, custom, onOpen } = props
  const t = useCustomWords()
  const [asked, setAsked] = useState<CustomFactorAction | null>(null)
  const close = (): void => setAsked(null)
  return (
    <div className="row custom-actions">
      {custom.actions.map((action) => (
        <Button
          key={action}
          size="compact-sm"
          variant={MAIN.includes(action) ? 'filled' : 'default'}
          onClick={() => setAsked(action)}
        >
          {t(LABELS[action])}
        </Button>
      ))}
      {asked === 'edit' && <CustomFactorForm factor={factor} onClose={close} onSaved={onOpen} />}
      {asked !== null && asked !== 'edit' && (
        <StepDialog key={asked} factor={factor} action={asked} onClose={close} onOpen={onOpen} />
      )}
    </div>
  )
}

type Step = Exclude<CustomFactorAction, 'edit'>

const TEXTS = {
  discard: 'discardText',
  submit: 'submitText',
  return: 'returnText',
  approve: 'approveText',
  retire: 'retireText',
  new_version: 'newVersionText',
} as const satisfies Record<Step, string>

const STATUS_AFTER: Readonly<Partial<Record<Step, CustomFactorStatus>>> = {
  submit: 'submitted',
  return: 'draft',
  approve: 'approved',
  retire: 'retired',
}

/** Asks before a step, and for its reason where one is needed. */
function StepDialog(props: {
  factor: FactorDetailReply
  action: Step
  onClose: () => void
  onOpen: (id: string | null) => void
}) {
  const { factor, action, onClose, onOpen } = props
  const { t: common } = useTranslation()
  const t = useCustomWords()
  const [reason, setReason] = useState('')
  const change = useChange({
    send: () => send(factor.id, action, reason),
    refresh: refreshFactors,
    onDone: (id) => (onOpen(id), onClose()),
  })
  const asksWhy = action === 'return' || action === 'retire'
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('stepTitle', { step: t(LABELS[action]), name: factor.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault()
          change.send()
        }}
        noValidate
      >
        <p>{t(TEXTS[action])}</p>
        {action === 'retire' && factor.uses.length > 0 && (
          <p>{t('retireUses', { tables: factor.uses.map(({ table, cycle }) => `${table}, ${cycle}`).join('; ') })}</p>
        )}
        {asksWhy && (
          <Textarea
            label={t('reason')}
            autosize
            minRows={2}
            maxRows={6}
            data-autofocus
            value={reason}
            error={change.wrong('reason')}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        <DialogFoot
          change={change}
          shown={['reason']}
          action={t(LABELS[action])}
          isFinal={action === 'discard' || action === 'retire'}
          onClose={onClose}
        />
      </form>
    </Modal>
  )
}

/** Answers the factor to show afterwards; null: it is gone. */
async function send(id: string, action: Step, reason: string): Promise<string | null> {
  if (action === 'discard') {
    await api.del(`factors/${id}`)
    return null
  }
  const status = STATUS_AFTER[action]
  const after =
    status === undefined
      ? await api.post(`factors/${id}/versions`)
      : await api.post(`factors/${id}/status`, { status, reason })
  return after.id
}

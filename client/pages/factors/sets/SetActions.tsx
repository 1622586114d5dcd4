import { Button, Modal, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FactorSetDetailReply } from '#shared/api/factorSets.ts'
import { api } from '#client/api/apiClient.ts'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useChange } from '#client/features/changing/useChange.ts'
import { refreshSets } from './setQueries.ts'
import { ACTION_WORDS } from './setWords.ts'
import { useSetWords } from './words/useSetWords.ts'

type Asked = keyof typeof ACTION_WORDS
const ASKED = ['approve', 'retire', 'discard'] as const satisfies readonly Asked[]

/** What may be done with a set now; each step is asked for once more. */
export function SetActions({ set, onGone }: { set: FactorSetDetailReply; onGone: () => void }) {
  const t = useSetWords()
  const [asked, setAsked] = useState<Asked | null>(null)
  return (
    <>
      {ASKED.filter((action) => set.actions.includes(action)).map((action) => (
        <Button
          key={action}
          size="compact-sm"
          variant={action === 'approve' ? 'filled' : 'default'}
          onClick={() => setAsked(action)}
        >
          {t(ACTION_WORDS[action].label)}
        </Button>
      ))}
      {asked !== null && (
        <StepDialog key={asked} set={set} action={asked} onClose={() => setAsked(null)} onGone={onGone} />
      )}
    </>
  )
}

function StepDialog(props: { set: FactorSetDetailReply; action: Asked; onClose: () => void; onGone: () => void }) {
  const { set, action, onClose, onGone } = props
  const { t: common } = useTranslation()
  const t = useSetWords()
  const [reason, setReason] = useState('')
  const change = useChange({
    send: async () => {
      await (action === 'discard'
        ? api.del(`factor_sets/${set.id}`)
        : api.post(`factor_sets/${set.id}/status`, { status: action === 'approve' ? 'approved' : 'retired', reason }))
    },
    refresh: action === 'discard' ? () => Promise.resolve() : refreshSets,
    onDone: () => (action === 'discard' && onGone(), onClose()),
  })
  const { label, text } = ACTION_WORDS[action]
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('stepTitle', { step: t(label), name: set.title || set.file.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault()
          change.send()
        }}
      >
        <p>{t(text)}</p>
        {action === 'retire' && (
          <Textarea
            label={t('why')}
            autosize
            minRows={2}
            data-autofocus
            value={reason}
            error={change.wrong('reason')}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        <DialogFoot
          change={change}
          shown={['reason']}
          action={t(label)}
          isFinal={action !== 'approve'}
          onClose={onClose}
        />
      </form>
    </Modal>
  )
}

import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { BASE_YEAR_DECISIONS, type BaseYearEvent } from '#shared/api/baseYear.ts'
import { api } from '#client/api/apiClient.ts'
import { EntryDialog } from './EntryDialog.tsx'
import { useTargetWords } from './words/useTargetWords.ts'

const SHOWN = ['decision', 'reason']

/** The base year was recalculated for a change, or need not be; with the reason. */
export function DecisionForm(props: {
  projectId: string
  event: BaseYearEvent
  onClose: () => void
  onDone: () => void
}) {
  const { projectId, event, onClose, onDone } = props
  const t = useTargetWords()
  const [decision, setDecision] = useState<(typeof BASE_YEAR_DECISIONS)[number]>('not_needed')
  const [reason, setReason] = useState('')
  return (
    <EntryDialog
      title={t('decideTitle')}
      action={t('save')}
      projectId={projectId}
      shown={SHOWN}
      send={() => api.post(`projects/${projectId}/base_year/decisions`, { subject_id: event.id, decision, reason })}
      onClose={onClose}
      onDone={onDone}
    >
      {(wrong) => (
        <>
          <p dir="auto">{event.description}</p>
          <NativeSelect
            label={t('decision')}
            value={decision}
            error={wrong('decision')}
            onChange={(change) =>
              setDecision(BASE_YEAR_DECISIONS.find((one) => one === change.currentTarget.value) ?? decision)
            }
            data={BASE_YEAR_DECISIONS.map((one) => ({ value: one, label: t(one) }))}
          />
          <TextInput
            label={t('reason')}
            value={reason}
            error={wrong('reason')}
            data-autofocus
            onChange={(change) => setReason(change.currentTarget.value)}
          />
        </>
      )}
    </EntryDialog>
  )
}

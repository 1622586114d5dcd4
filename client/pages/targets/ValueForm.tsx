import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { DenominatorReply, IntensityOfCycle } from '#shared/api/intensities.ts'
import { api } from '#client/api/apiClient.ts'
import { numberIn } from '#client/features/changing/numberIn.ts'
import { EntryDialog } from './EntryDialog.tsx'
import { useTargetWords } from './words/useTargetWords.ts'

const SHOWN = ['value', 'source', 'evidence', 'evidence_url']

/** What a denominator was in a cycle, and what proves it. Empty takes it away. */
export function ValueForm(props: {
  projectId: string
  denominator: DenominatorReply
  value: IntensityOfCycle
  cycle: { id: string; name: string }
  onClose: () => void
  onSaid: (said: string) => void
}) {
  const { projectId, denominator, value, cycle, onClose, onSaid } = props
  const t = useTargetWords()
  const [draft, setDraft] = useState({
    value: value.value === null ? '' : String(value.value),
    source: value.source,
    evidence: value.evidence,
    evidence_url: value.evidence_url,
  })
  const set = (more: Partial<typeof draft>): void => setDraft({ ...draft, ...more })
  const amount = numberIn(draft.value)
  const isUnreadable = Number.isNaN(amount)
  return (
    <EntryDialog
      title={t('enterFor', { name: denominator.name, cycle: cycle.name })}
      action={t('save')}
      projectId={projectId}
      shown={SHOWN}
      isUnreadable={isUnreadable}
      send={() => api.post(`denominators/${denominator.id}/values`, { ...draft, value: amount, cycle_id: cycle.id })}
      onClose={onClose}
      onDone={() => onSaid(t('saved', { name: `${denominator.name}, ${cycle.name}` }))}
    >
      {(wrong) => (
        <>
          <TextInput
            label={`${t('value')} (${denominator.unit})`}
            inputMode="decimal"
            value={draft.value}
            error={isUnreadable ? t('notANumber') : wrong('value')}
            data-autofocus
            onChange={(event) => set({ value: event.currentTarget.value })}
          />
          <TextInput
            label={t('source')}
            value={draft.source}
            error={wrong('source')}
            onChange={(event) => set({ source: event.currentTarget.value })}
          />
          <Textarea
            label={t('evidence')}
            autosize
            minRows={2}
            value={draft.evidence}
            error={wrong('evidence')}
            onChange={(event) => set({ evidence: event.currentTarget.value })}
          />
          <TextInput
            type="url"
            dir="ltr"
            label={t('evidenceUrl')}
            placeholder="https://"
            value={draft.evidence_url}
            error={wrong('evidence_url')}
            onChange={(event) => set({ evidence_url: event.currentTarget.value })}
          />
        </>
      )}
    </EntryDialog>
  )
}

import { Checkbox, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { BaseYearReply } from '#shared/api/baseYear.ts'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { ScopeBasis } from '#shared/api/scopeFigure.ts'
import { api } from '#client/api/apiClient.ts'
import { numberIn } from '#client/features/changing/numberIn.ts'
import { EntryDialog } from './EntryDialog.tsx'
import { ScopeFields, type ScopeNumber } from './ScopeFields.tsx'
import { useTargetWords } from './words/useTargetWords.ts'

const SHOWN = ['cycle_ids', 'scopes', 'basis', 'threshold_percent', 'policy', 'reason']

interface Draft {
  cycleIds: string[]
  scopes: ScopeNumber[]
  basis: ScopeBasis
  threshold: string
  policy: string
  reason: string
}

/** Chooses the base year, or another one with the reason. */
export function BaseYearForm(props: {
  projectId: string
  cycles: readonly CycleReply[]
  base: BaseYearReply['base_year']
  onClose: () => void
  onDone: () => void
}) {
  const { projectId, cycles, base, onClose, onDone } = props
  const t = useTargetWords()
  const [draft, setDraft] = useState<Draft>({
    cycleIds: base?.cycles.map(({ id }) => id) ?? cycles.slice(0, 1).map(({ id }) => id),
    scopes: base?.scopes ?? [1, 2],
    basis: base?.basis ?? 'market',
    threshold: String(base?.threshold_percent ?? 5),
    policy: base?.policy ?? '',
    reason: '',
  })
  const set = (more: Partial<Draft>): void => setDraft({ ...draft, ...more })
  const threshold = numberIn(draft.threshold) ?? Number.NaN
  const body = {
    cycle_ids: draft.cycleIds,
    scopes: draft.scopes,
    basis: draft.basis,
    threshold_percent: threshold,
    policy: draft.policy,
    reason: draft.reason,
  }
  return (
    <EntryDialog
      title={t(base === null ? 'baseChoose' : 'baseChange')}
      action={t('save')}
      projectId={projectId}
      shown={SHOWN}
      isUnreadable={Number.isNaN(threshold)}
      send={() => api.post(`projects/${projectId}/base_year`, body)}
      onClose={onClose}
      onDone={onDone}
    >
      {(wrong) => (
        <>
          <Checkbox.Group
            label={t('cycles')}
            description={t('baseMean')}
            error={wrong('cycle_ids')}
            value={draft.cycleIds}
            onChange={(cycleIds) => set({ cycleIds })}
          >
            <div className="row target-scopes">
              {cycles.map(({ id, name }) => (
                <Checkbox key={id} value={id} label={name} />
              ))}
            </div>
          </Checkbox.Group>
          <ScopeFields scopes={draft.scopes} basis={draft.basis} wrong={wrong} onChange={set} />
          <TextInput
            label={t('threshold')}
            inputMode="decimal"
            value={draft.threshold}
            error={Number.isNaN(threshold) ? t('notANumber') : wrong('threshold_percent')}
            onChange={(event) => set({ threshold: event.currentTarget.value })}
          />
          <Textarea
            label={t('policy')}
            autosize
            minRows={2}
            maxRows={8}
            value={draft.policy}
            error={wrong('policy')}
            onChange={(event) => set({ policy: event.currentTarget.value })}
          />
          {base !== null && (
            <TextInput
              label={t('reason')}
              value={draft.reason}
              error={wrong('reason')}
              onChange={(event) => set({ reason: event.currentTarget.value })}
            />
          )}
        </>
      )}
    </EntryDialog>
  )
}

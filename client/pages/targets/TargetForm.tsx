import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CycleReply } from '#shared/api/cycles.ts'
import { TARGET_KINDS } from '#shared/api/reductionTargets.ts'
import type { ScopeBasis } from '#shared/api/scopeFigure.ts'
import { api } from '#client/api/apiClient.ts'
import { numberIn } from '#client/features/changing/numberIn.ts'
import { EntryDialog } from './EntryDialog.tsx'
import { ScopeFields, type ScopeNumber } from './ScopeFields.tsx'
import { intensitiesQuery } from './targetQueries.ts'
import { useTargetWords } from './words/useTargetWords.ts'

const SHOWN = ['name', 'scopes', 'basis', 'base_cycle_id', 'denominator_id', 'target_year', 'reduction_percent']

interface Draft {
  name: string
  description: string
  scopes: ScopeNumber[]
  basis: ScopeBasis
  kind: (typeof TARGET_KINDS)[number]
  denominatorId: string
  baseCycleId: string
  targetYear: string
  reduction: string
}

/** Sets a target. What it promises stays as it is set. */
export function TargetForm(props: {
  projectId: string
  cycles: readonly CycleReply[]
  onClose: () => void
  onSaid: (said: string) => void
}) {
  const { projectId, cycles, onClose, onSaid } = props
  const t = useTargetWords()
  const { data } = useQuery(intensitiesQuery(projectId, '1,2', 'market'))
  const denominators = data?.denominators ?? []
  const [draft, setDraft] = useState<Draft>(() => ({
    name: '',
    description: '',
    scopes: [1, 2],
    basis: 'market',
    kind: 'absolute',
    denominatorId: '',
    baseCycleId: cycles[0]?.id ?? '',
    targetYear: String(new Date().getFullYear() + 9),
    reduction: '',
  }))
  const set = (more: Partial<Draft>): void => setDraft({ ...draft, ...more })
  const year = numberIn(draft.targetYear) ?? Number.NaN
  const reduction = numberIn(draft.reduction) ?? Number.NaN
  const denominatorId = draft.kind === 'absolute' ? null : draft.denominatorId || (denominators[0]?.id ?? null)
  const { name, description, scopes, basis, kind } = draft
  const body = {
    name,
    description,
    scopes,
    basis,
    kind,
    denominator_id: denominatorId,
    base_cycle_id: draft.baseCycleId,
    target_year: year,
    reduction_percent: reduction,
  }
  return (
    <EntryDialog
      title={t('addTarget')}
      action={t('save')}
      projectId={projectId}
      shown={SHOWN}
      isUnreadable={Number.isNaN(year) || Number.isNaN(reduction)}
      send={() => api.post(`projects/${projectId}/reduction_targets`, body)}
      onClose={onClose}
      onDone={() => onSaid(t('saved', { name }))}
    >
      {(wrong) => (
        <>
          <TextInput
            label={t('name')}
            value={name}
            error={wrong('name')}
            maxLength={100}
            data-autofocus
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <ScopeFields scopes={scopes} basis={basis} wrong={wrong} onChange={set} />
          <div className="dialog-pair">
            <NativeSelect
              label={t('kind')}
              value={kind}
              onChange={(event) => set({ kind: event.currentTarget.value === 'intensity' ? 'intensity' : 'absolute' })}
              data={TARGET_KINDS.map((one) => ({ value: one, label: t(one) }))}
            />
            {kind === 'intensity' && (
              <NativeSelect
                label={t('denominator')}
                value={denominatorId ?? ''}
                error={wrong('denominator_id')}
                onChange={(event) => set({ denominatorId: event.currentTarget.value })}
                data={denominators.map((one) => ({ value: one.id, label: `${one.name} (${one.unit})` }))}
              />
            )}
          </div>
          <NativeSelect
            label={t('baseCycle')}
            value={draft.baseCycleId}
            error={wrong('base_cycle_id')}
            onChange={(event) => set({ baseCycleId: event.currentTarget.value })}
            data={cycles.map((one) => ({ value: one.id, label: one.name }))}
          />
          <div className="dialog-pair">
            <TextInput
              label={t('targetYear')}
              inputMode="numeric"
              value={draft.targetYear}
              error={Number.isNaN(year) ? t('notANumber') : wrong('target_year')}
              onChange={(event) => set({ targetYear: event.currentTarget.value })}
            />
            <TextInput
              label={t('reduction')}
              inputMode="decimal"
              value={draft.reduction}
              error={draft.reduction !== '' && Number.isNaN(reduction) ? t('notANumber') : wrong('reduction_percent')}
              onChange={(event) => set({ reduction: event.currentTarget.value })}
            />
          </div>
          <Textarea
            label={t('description')}
            autosize
            minRows={2}
            value={description}
            onChange={(event) => set({ description: event.currentTarget.value })}
          />
        </>
      )}
    </EntryDialog>
  )
}

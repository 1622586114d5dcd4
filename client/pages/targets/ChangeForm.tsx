import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { BASE_YEAR_CHANGES, type BaseYearChangeKind } from '#shared/api/baseYear.ts'
import { api } from '#client/api/apiClient.ts'
import { signedNumberIn } from '#client/features/changing/numberIn.ts'
import { EntryDialog } from './EntryDialog.tsx'
import { useTargetWords } from './words/useTargetWords.ts'

const SHOWN = ['kind', 'happened_on', 'description', 'effect_t']

interface Draft {
  kind: BaseYearChangeKind
  happenedOn: string
  description: string
  effect: string
  existed: boolean
}

/** Enters an acquisition, a divestment or another change, with its effect on the base year. */
export function ChangeForm(props: { projectId: string; onClose: () => void; onDone: () => void }) {
  const { projectId, onClose, onDone } = props
  const t = useTargetWords()
  const [draft, setDraft] = useState<Draft>(() => ({
    kind: 'acquisition',
    happenedOn: new Date().toISOString().slice(0, 10),
    description: '',
    effect: '',
    existed: true,
  }))
  const set = (more: Partial<Draft>): void => setDraft({ ...draft, ...more })
  const effect = signedNumberIn(draft.effect) ?? Number.NaN
  const { kind, description, existed, happenedOn: happened_on } = draft
  return (
    <EntryDialog
      title={t('addChange')}
      action={t('save')}
      projectId={projectId}
      shown={SHOWN}
      isUnreadable={Number.isNaN(effect)}
      send={() =>
        api.post(`projects/${projectId}/base_year/changes`, {
          kind,
          happened_on,
          description,
          existed,
          effect_t: effect,
        })
      }
      onClose={onClose}
      onDone={onDone}
    >
      {(wrong) => (
        <>
          <div className="dialog-pair">
            <NativeSelect
              label={t('kind')}
              value={kind}
              onChange={(event) => {
                const chosen = BASE_YEAR_CHANGES.find((one) => one === event.currentTarget.value)
                set(chosen === undefined ? {} : { kind: chosen })
              }}
              data={BASE_YEAR_CHANGES.map((one) => ({ value: one, label: t(one) }))}
            />
            <TextInput
              type="date"
              label={t('happenedOn')}
              value={happened_on}
              error={wrong('happened_on')}
              onChange={(event) => set({ happenedOn: event.currentTarget.value })}
            />
          </div>
          <TextInput
            label={t('description')}
            value={description}
            error={wrong('description')}
            data-autofocus
            onChange={(event) => set({ description: event.currentTarget.value })}
          />
          <TextInput
            label={t('effect')}
            inputMode="decimal"
            value={draft.effect}
            error={draft.effect !== '' && Number.isNaN(effect) ? t('notANumber') : wrong('effect_t')}
            onChange={(event) => set({ effect: event.currentTarget.value })}
          />
          <Checkbox
            label={t('existed')}
            checked={existed}
            onChange={(event) => set({ existed: event.currentTarget.checked })}
          />
        </>
      )}
    </EntryDialog>
  )
}

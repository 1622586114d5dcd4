import { Checkbox, Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GapDeclaration } from '#shared/api/declarations.ts'
import type { Gap } from '#shared/api/gap.ts'
import { api } from '#client/api/apiClient.ts'
import { emissionsKey } from '#client/api/queries.ts'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useDraft } from '#client/features/changing/useDraft.ts'
import { DeclaredStateFields, type DeclaredDraft } from '#client/features/declarations/DeclaredStateFields.tsx'
import { STATE_WORDS } from '#client/features/declarations/stateWords.ts'
import { useDeclarationWords } from '#client/features/declarations/words/useDeclarationWords.ts'
import { monthName } from '#client/i18n/dates.ts'

/** A row that is missing, and what is declared of it. */
export interface GapToDeclare {
  cycleId: string
  tableId: string
  gap: Gap
  /** The other months in which the same source has no row and nothing is declared. */
  otherMonths: readonly string[]
  /** Of the source and month, in words. */
  what: string
  declaration: GapDeclaration | null
}

/** Says of a missing row that it is zero, not applicable or left out, and why. */
export function DeclareGap(props: { asked: GapToDeclare; onClose: () => void; onSaid: (said: string) => void }) {
  const { asked, onClose, onSaid } = props
  const { cycleId, tableId, gap, otherMonths, what, declaration } = asked
  const { t: common, i18n } = useTranslation()
  const t = useDeclarationWords()
  const [isForOthers, setForOthers] = useState(false)
  const { draft, set, wrong, change, form, submit } = useDraft<DeclaredDraft, unknown>(
    () => declaration ?? { state: 'zero', reason: '' },
    {
      unreadable: () => [],
      told: () => '',
      sending: ({ state, reason }) => ({
        send: () =>
          api.patch(`cycles/${cycleId}/declared_gaps`, {
            gaps: [gap.month, ...(isForOthers ? otherMonths : [])].map((month) => ({
              ...gap,
              month,
              table_id: tableId,
              declaration: state === null ? null : { state, reason },
            })),
          }),
        refresh: (queries) => queries.invalidateQueries({ queryKey: emissionsKey(cycleId) }),
        onDone: () => {
          onSaid(t('saidGap', { what, state: t(state === null ? 'stateUnknown' : STATE_WORDS[state]) }))
          onClose()
        },
      }),
    },
  )
  const months = otherMonths.map((month) => monthName(month, i18n.language)).join(', ')
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('declareGapTitle', { what })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form className="dialog-form" ref={form} onSubmit={submit} noValidate>
        <p className="cap">{t('declareGapText')}</p>
        <DeclaredStateFields
          draft={draft}
          onDraft={set}
          undeclared={declaration === null ? null : t('undeclaredGapText')}
          wrong={wrong('gaps[0].declaration.reason')}
        />
        {otherMonths.length > 0 && (
          <Checkbox
            label={t('alsoOthers', { count: otherMonths.length, months })}
            checked={isForOthers}
            onChange={(event) => setForOthers(event.currentTarget.checked)}
          />
        )}
        <DialogFoot change={change} shown={['gaps[0].declaration.reason']} action={common('save')} onClose={onClose} />
      </form>
    </Modal>
  )
}

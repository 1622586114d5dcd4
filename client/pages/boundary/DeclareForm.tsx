import { Modal, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { Declaration, DeclarationsReply } from '#shared/api/declarations.ts'
import { api } from '#client/api/apiClient.ts'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { numberIn } from '#client/features/changing/numberIn.ts'
import { useChange } from '#client/features/changing/useChange.ts'
import { DeclaredStateFields, type DeclaredDraft } from '#client/features/declarations/DeclaredStateFields.tsx'
import { STATE_WORDS } from '#client/features/declarations/stateWords.ts'
import { useDeclarationWords } from '#client/features/declarations/words/useDeclarationWords.ts'
import { refreshBoundary } from './boundaryQueries.ts'
import { useBoundaryWords } from './words/useBoundaryWords.ts'

const SCOPES = [1, 2, 3] as const

/** What a declaration is about, and what it says now. */
export interface SourceToDeclare {
  scope: 1 | 2 | 3
  category: DeclarationsReply['sources'][number]['s3_category']
  /** Null: a new source, which gets a name. */
  title: string | null
  name: string
  declaration: Declaration | null
}

/** Declares a category or a source: left out, not applicable or zero, with the reason. */
export function DeclareForm(props: {
  cycle: CycleReply
  source: SourceToDeclare
  onClose: () => void
  onSaid: (said: string) => void
}) {
  const { cycle, source, onClose, onSaid } = props
  const { t: common } = useTranslation()
  const t = useBoundaryWords()
  const words = useDeclarationWords()
  const isNew = source.title === null
  const [scope, setScope] = useState(source.scope)
  const [name, setName] = useState(source.name)
  const [draft, setDraft] = useState<DeclaredDraft>({
    state: source.declaration?.state ?? (isNew ? 'excluded' : null),
    reason: source.declaration?.reason ?? '',
  })
  const { state, reason } = draft
  const [percent, setPercent] = useState(String(source.declaration?.estimated_percent ?? ''))
  const estimated = state === 'excluded' ? numberIn(percent) : null
  const isReadable = !Number.isNaN(estimated)
  const [isTried, setTried] = useState(false)
  const change = useChange({
    send: () =>
      api.patch(`cycles/${cycle.id}/declarations`, {
        sources: [
          {
            scope,
            s3_category: source.category,
            name,
            declaration: state === null ? null : { state, reason, estimated_percent: estimated },
          },
        ],
      }),
    refresh: refreshBoundary,
    onDone: () => {
      const said = words(state === null ? 'undeclared' : STATE_WORDS[state])
      onSaid(t('saidDeclared', { name: source.title ?? name, state: said }))
      onClose()
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={source.title === null ? t('newSourceTitle') : t('declareTitle', { name: source.title, cycle: cycle.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form
        className="dialog-form"
        noValidate
        onChange={() => change.reset()}
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (isReadable) {
            change.send()
          }
        }}
      >
        {isNew && (
          <>
            <TextInput
              label={t('sourceName')}
              placeholder={t('sourceNameHint')}
              dir="auto"
              data-autofocus
              value={name}
              error={change.wrong('sources[0].name')}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <NativeSelect
              label={t('ofScope')}
              value={String(scope)}
              onChange={(event) => setScope(SCOPES.find((one) => String(one) === event.currentTarget.value) ?? scope)}
              data={SCOPES.map((one) => ({ value: String(one), label: t('scope', { scope: one }) }))}
            />
          </>
        )}
        <DeclaredStateFields
          draft={draft}
          onDraft={setDraft}
          undeclared={isNew ? null : t('undeclaredText')}
          wrong={change.wrong('sources[0].declaration.reason')}
        />
        {state === 'excluded' && (
          <TextInput
            label={t('estimatedPercent')}
            description={t('estimatedText')}
            inputMode="decimal"
            value={percent}
            error={
              isTried && !isReadable ? t('notAPercentage') : change.wrong('sources[0].declaration.estimated_percent')
            }
            onChange={(event) => setPercent(event.currentTarget.value)}
          />
        )}
        <DialogFoot
          change={change}
          shown={['sources[0].name', 'sources[0].declaration.reason', 'sources[0].declaration.estimated_percent']}
          action={common('save')}
          onClose={onClose}
        />
      </form>
    </Modal>
  )
}

import { Modal, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ParameterReply, PublishedParameterReply } from '#shared/api/parameters.ts'
import { PARAMETER_KINDS } from '#shared/parameters/parameter.ts'
import { api } from '#client/api/apiClient.ts'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useChange } from '#client/features/changing/useChange.ts'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { draftOf, type ParameterDraft, parameterBody, unreadable } from './parameterDraft.ts'
import { refreshParameters } from './parameterQueries.ts'
import { ValueFields } from './ValueFields.tsx'
import { KIND_WORDS } from './words/kindWords.ts'
import { useParameterWords } from './words/useParameterWords.ts'

const SHOWN = [
  'name',
  'kind',
  'unit',
  ...['year', 'value', 'source', 'source_url'].map((field) => `values[0].${field}`),
]

/** Keeps a new parameter with its first value. What is wrong stands below its field, all of it at once. */
export function ParameterForm(props: {
  /** What it begins with; null: empty. */
  published: PublishedParameterReply | null
  onClose: () => void
  onSaid: (said: string) => void
}) {
  const { published, onClose, onSaid } = props
  const { t: common } = useTranslation()
  const t = useParameterWords()
  const { cycle } = usePlace()
  const [draft, setDraft] = useState(() => draftOf(published, cycle?.factor_year ?? null))
  const [unread, setUnread] = useState<readonly string[]>([])
  const change = useChange({
    send: () => api.post<ParameterReply>('parameters', parameterBody(draft)),
    refresh: refreshParameters,
    onDone: ({ name, key }) => (onSaid(t('saidKept', { name, key })), onClose()),
  })
  const set = (more: Partial<ParameterDraft>): void => {
    change.reset()
    setUnread([])
    setDraft({ ...draft, ...more })
  }
  return (
    <Modal opened onClose={onClose} title={t('newTitle')} closeButtonProps={{ 'aria-label': common('close') }}>
      <form
        className="parameter-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          const none = unreadable(draft)
          setUnread(none)
          if (none.length === 0) {
            change.send()
          }
        }}
      >
        <NativeSelect
          label={t('kind')}
          value={draft.kind}
          onChange={(event) => {
            const kind = PARAMETER_KINDS.find((one) => one === event.currentTarget.value)
            set(kind === undefined ? {} : { kind })
          }}
          data={PARAMETER_KINDS.map((kind) => ({ value: kind, label: t(KIND_WORDS[kind]) }))}
        />
        <TextInput
          label={t('name')}
          placeholder={t('nameHint')}
          dir="auto"
          data-autofocus
          value={draft.name}
          error={change.wrong('name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t('unit')}
          description={t('unitHelp')}
          placeholder={t('unitHint')}
          value={draft.unit}
          error={change.wrong('unit')}
          onChange={(event) => set({ unit: event.currentTarget.value })}
        />
        <ValueFields
          draft={draft}
          kind={draft.kind}
          unit={draft.unit}
          set={set}
          wrong={(field) =>
            unread.includes(field)
              ? t(field === 'year' ? 'notAYear' : 'notANumber')
              : change.wrong(`values[0].${field}`)
          }
        />
        <DialogFoot change={change} shown={SHOWN} action={t('keep')} onClose={onClose} />
      </form>
    </Modal>
  )
}

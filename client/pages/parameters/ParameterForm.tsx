import { Modal, NativeSelect, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ParameterReply, PublishedParameterReply } from '#shared/api/parameters.ts'
import { PARAMETER_KINDS } from '#shared/parameters/parameter.ts'
import { api } from '#client/api/apiClient.ts'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useDraft } from '#client/features/changing/useDraft.ts'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { draftOf, parameterBody, unreadable } from './parameterDraft.ts'
import { refreshParameters } from './parameterQueries.ts'
import { ValueFields } from './ValueFields.tsx'
import { KIND_WORDS } from './words/kindWords.ts'
import { useParameterWords } from './words/useParameterWords.ts'

/** Where the first value stands in the body. */
const FIRST = 'values[0].'
const SHOWN = ['name', 'kind', 'unit', ...['year', 'value', 'source', 'source_url'].map((field) => FIRST + field)]

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
  const { draft, set, wrong, change, form, submit } = useDraft(() => draftOf(published, cycle?.factor_year ?? null), {
    unreadable: (now) => unreadable(now, FIRST),
    told: (path) => t(path === `${FIRST}year` ? 'notAYear' : 'notANumber'),
    sending: (now) => ({
      send: () => api.post('parameters', parameterBody(now)),
      refresh: refreshParameters,
      onDone: ({ name, key }: ParameterReply) => (onSaid(t('saidKept', { name, key })), onClose()),
    }),
  })
  return (
    <Modal opened onClose={onClose} title={t('newTitle')} closeButtonProps={{ 'aria-label': common('close') }}>
      <form ref={form} className="dialog-form" onSubmit={submit} noValidate>
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
          error={wrong('name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t('unit')}
          description={t('unitHelp')}
          placeholder={t('unitHint')}
          value={draft.unit}
          error={wrong('unit')}
          onChange={(event) => set({ unit: event.currentTarget.value })}
        />
        <ValueFields
          draft={draft}
          kind={draft.kind}
          unit={draft.unit}
          set={set}
          wrong={(field) => wrong(FIRST + field)}
        />
        <DialogFoot change={change} shown={SHOWN} action={t('keep')} onClose={onClose} />
      </form>
    </Modal>
  )
}

import { Modal, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FACTOR_BOUNDARIES } from '#shared/api/customFactors.ts'
import type { FactorDetailReply } from '#shared/api/factors.ts'
import { api } from '#client/api/apiClient.ts'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useDraft } from '#client/features/changing/useDraft.ts'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { refreshFactors } from '../factorQueries.ts'
import { AmountFields } from './AmountFields.tsx'
import { bodyOf, draftOf, scopeIn, unreadable } from './customDraft.ts'
import { BOUNDARY_WORDS } from './customWords.ts'
import './custom.css'
import { useCustomWords } from './words/useCustomWords.ts'

const SHOWN = [
  'name',
  'unit',
  'gases',
  'co2e_kg',
  'co2e_gwp',
  'biogenic_co2_kg',
  'scope',
  'geography',
  'data_year',
  'valid_from',
  'valid_to',
  'boundary',
  'publisher',
  'title',
  'edition',
  'reference',
  'url',
  'licence',
  'justification',
]

/** Enters a factor of one's own as a draft, or changes the draft. What is wrong stands below its field, all of it at once. */
export function CustomFactorForm(props: {
  /** Null: a new one. */
  factor: FactorDetailReply | null
  onClose: () => void
  onSaved: (id: string) => void
}) {
  const { factor, onClose, onSaved } = props
  const { t: common } = useTranslation()
  const t = useCustomWords()
  const { cycle } = usePlace()
  const { draft, set, wrong, change, form, submit } = useDraft(
    () => draftOf(factor?.custom ?? null, cycle?.factor_year ?? null),
    {
      unreadable,
      told: () => t('notANumber'),
      sending: (now) => ({
        send: () =>
          factor === null ? api.post('factors', bodyOf(now)) : api.patch(`factors/${factor.id}`, bodyOf(now)),
        refresh: refreshFactors,
        onDone: ({ id }: FactorDetailReply) => (onSaved(id), onClose()),
      }),
    },
  )
  const text = (field: TextField, more: { path?: string; help?: string; placeholder?: string; type?: string } = {}) => (
    <TextInput
      label={t(field)}
      description={more.help}
      placeholder={more.placeholder}
      type={more.type ?? 'text'}
      value={draft[field]}
      error={wrong(more.path ?? field)}
      data-autofocus={field === 'name' || undefined}
      onChange={(event) => set({ [field]: event.currentTarget.value })}
    />
  )
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={factor === null ? t('newTitle') : t('editTitle', { name: factor.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form ref={form} className="dialog-form" onSubmit={submit} noValidate>
        {text('name', { placeholder: t('nameHint') })}
        <div className="dialog-pair">
          {text('unit', { placeholder: 'kWh(HHV)', help: t('unitHelp') })}
          {text('geography', { placeholder: 'GB', help: t('geographyHelp') })}
        </div>
        <AmountFields draft={draft} set={set} wrong={wrong} />
        <div className="dialog-pair">
          {text('dataYear', { path: 'data_year' })}
          <NativeSelect
            label={t('scope')}
            value={draft.scope}
            error={wrong('scope')}
            onChange={(event) => set({ scope: scopeIn(event.currentTarget.value) })}
            data={[
              { value: '', label: t('anyScope') },
              ...['1', '2', '3'].map((scope) => ({ value: scope, label: common('scope', { scope }) })),
            ]}
          />
        </div>
        <NativeSelect
          label={t('boundary')}
          value={draft.boundary}
          error={wrong('boundary')}
          onChange={(event) => set({ boundary: event.currentTarget.value })}
          data={[
            { value: '', label: t('boundaryUnstated') },
            ...FACTOR_BOUNDARIES.map((boundary) => ({ value: boundary, label: t(BOUNDARY_WORDS[boundary]) })),
          ]}
        />
        <div className="dialog-pair">
          {text('validFrom', { path: 'valid_from', type: 'date' })}
          {text('validTo', { path: 'valid_to', type: 'date' })}
        </div>
        <div className="dialog-pair">
          {text('publisher', { placeholder: t('publisherHelp') })}
          {text('title')}
        </div>
        <div className="dialog-pair">
          {text('edition')}
          {text('reference', { placeholder: t('referenceHint') })}
        </div>
        <div className="dialog-pair">
          {text('url', { placeholder: 'https://', type: 'url' })}
          {text('licence')}
        </div>
        <Textarea
          label={t('justification')}
          description={t('justificationHelp')}
          autosize
          minRows={2}
          maxRows={8}
          value={draft.justification}
          error={wrong('justification')}
          onChange={(event) => set({ justification: event.currentTarget.value })}
        />
        <DialogFoot change={change} shown={SHOWN} action={t('save')} onClose={onClose} />
      </form>
    </Modal>
  )
}

type TextField =
  | 'name'
  | 'unit'
  | 'geography'
  | 'dataYear'
  | 'validFrom'
  | 'validTo'
  | 'publisher'
  | 'title'
  | 'edition'
  | 'reference'
  | 'url'
  | 'licence'

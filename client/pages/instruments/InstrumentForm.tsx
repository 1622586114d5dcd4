import { Modal, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { InstrumentReply } from '#shared/api/instruments.ts'
import { CARRIERS, INSTRUMENT_TYPES } from '#shared/scope2/instrument.ts'
import { api } from '#client/api/apiClient.ts'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { bodyOf, draftOf, hasAmount, hasSerials, type InstrumentDraft, unreadable } from './instrumentDraft.ts'
import { PublishedMixes } from './PublishedMixes.tsx'
import { RateFields } from './RateFields.tsx'
import { CARRIER_WORDS } from './sourceWords.ts'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useDraft } from '#client/features/changing/useDraft.ts'
import { refreshInstruments } from './instrumentQueries.ts'
import { useInstrumentWords } from './words/useInstrumentWords.ts'

const TYPE_WORDS = {
  certificate: 'typeCertificate',
  contract: 'typeContract',
  supplier_rate: 'typeSupplierRate',
  residual_mix: 'typeResidualMix',
} as const
const SHOWN = [
  'type',
  'name',
  'carrier',
  'market',
  'source',
  'registry',
  'serials',
  'mwh',
  'rates',
  'rate_gwp',
  'vintage_from',
  'vintage_to',
  'retired_on',
  'beneficiary',
  'evidence',
  'evidence_url',
]

/** Enters an instrument, or changes one. What is wrong stands below its field, all of it at once. */
export function InstrumentForm(props: {
  /** Null: a new one. */
  instrument: InstrumentReply | null
  onClose: () => void
  onSaid: (said: string) => void
}) {
  const { instrument, onClose, onSaid } = props
  const { t: common } = useTranslation()
  const t = useInstrumentWords()
  const { cycle } = usePlace()
  const { draft, set, wrong, change, form, submit } = useDraft(() => draftOf(instrument, cycle), {
    unreadable,
    told: () => t('notANumber'),
    sending: (now) => ({
      send: () =>
        instrument === null
          ? api.post('instruments', bodyOf(now))
          : api.patch(`instruments/${instrument.id}`, bodyOf(now)),
      refresh: refreshInstruments,
      onDone: ({ name }: InstrumentReply) => (onSaid(t('saidSaved', { name })), onClose()),
    }),
  })
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={instrument === null ? t('newTitle') : t('editTitle', { name: instrument.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form ref={form} className="dialog-form" onSubmit={submit} noValidate>
        <div className="dialog-pair">
          <NativeSelect
            label={t('type')}
            value={draft.type}
            onChange={(event) => {
              const type = INSTRUMENT_TYPES.find((one) => one === event.currentTarget.value)
              set(type === undefined ? {} : { type })
            }}
            data={INSTRUMENT_TYPES.map((type) => ({ value: type, label: t(TYPE_WORDS[type]) }))}
          />
          <NativeSelect
            label={t('carrier')}
            value={draft.carrier}
            onChange={(event) => {
              const carrier = CARRIERS.find((one) => one === event.currentTarget.value)
              set(carrier === undefined ? {} : { carrier })
            }}
            data={CARRIERS.map((carrier) => ({ value: carrier, label: t(CARRIER_WORDS[carrier]) }))}
          />
        </div>
        {draft.type === 'residual_mix' && <PublishedMixes set={set} />}
        <Text draft={draft} field="name" set={set} wrong={wrong} placeholder={t('nameHint')} isFirst />
        <Text draft={draft} field="market" set={set} wrong={wrong} description={t('marketHelp')} />
        {hasAmount(draft.type) && (
          <TextInput
            label={t('mwh')}
            description={hasSerials(draft.type) ? undefined : t('mwhOptional')}
            inputMode="decimal"
            value={draft.mwh}
            error={wrong('mwh')}
            onChange={(event) => set({ mwh: event.currentTarget.value })}
          />
        )}
        <RateFields draft={draft} set={set} wrong={wrong} />
        <div className="dialog-pair">
          <Day label={t('from')} value={draft.from} error={wrong('vintage_from')} onChange={(from) => set({ from })} />
          <Day label={t('to')} value={draft.to} error={wrong('vintage_to')} onChange={(to) => set({ to })} />
        </div>
        {hasSerials(draft.type) && (
          <>
            <div className="dialog-pair">
              <Text draft={draft} field="registry" set={set} wrong={wrong} />
              <Day
                label={t('retiredOn')}
                value={draft.retiredOn}
                error={wrong('retired_on')}
                onChange={(retiredOn) => set({ retiredOn })}
              />
            </div>
            <Textarea
              label={t('serials')}
              description={t('serialsHelp')}
              autosize
              minRows={2}
              maxRows={8}
              value={draft.serials}
              error={wrong('serials')}
              onChange={(event) => set({ serials: event.currentTarget.value })}
            />
          </>
        )}
        <div className="dialog-pair">
          <Text draft={draft} field="source" set={set} wrong={wrong} placeholder={t('sourceHint')} />
          <Text draft={draft} field="beneficiary" set={set} wrong={wrong} />
        </div>
        <Textarea
          label={t('evidence')}
          autosize
          minRows={2}
          maxRows={6}
          value={draft.evidence}
          error={wrong('evidence')}
          onChange={(event) => set({ evidence: event.currentTarget.value })}
        />
        <TextInput
          type="url"
          dir="ltr"
          label={t('evidenceUrl')}
          placeholder="https://"
          value={draft.evidenceUrl}
          error={wrong('evidence_url')}
          onChange={(event) => set({ evidenceUrl: event.currentTarget.value })}
        />
        <DialogFoot change={change} shown={SHOWN} action={t('save')} onClose={onClose} />
      </form>
    </Modal>
  )
}

/** A short text of the draft under its own name. */
function Text(props: {
  draft: InstrumentDraft
  field: 'name' | 'market' | 'registry' | 'source' | 'beneficiary'
  set: (more: Partial<InstrumentDraft>) => void
  wrong: (path: string) => string | undefined
  placeholder?: string
  description?: string
  isFirst?: boolean
}) {
  const { draft, field, set, wrong, placeholder, description, isFirst = false } = props
  const t = useInstrumentWords()
  return (
    <TextInput
      label={t(field)}
      placeholder={placeholder}
      description={description}
      value={draft[field]}
      error={wrong(field)}
      data-autofocus={isFirst || undefined}
      onChange={(event) => set({ [field]: event.currentTarget.value })}
    />
  )
}

function Day(props: { label: string; value: string; error: string | undefined; onChange: (day: string) => void }) {
  const { label, value, error, onChange } = props
  return (
    <TextInput
      type="date"
      label={label}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

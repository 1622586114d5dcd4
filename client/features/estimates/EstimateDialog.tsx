import { Modal, NativeSelect, Radio, Skeleton, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EstimateMade, EstimateMethodsReply } from '#shared/api/estimates.ts'
import { ESTIMATE_METHODS, type EstimateMethod } from '#shared/estimates/estimateMethod.ts'
import { api } from '#client/api/apiClient.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { neededNumber, numberIn, signedNumberIn } from '#client/features/changing/numberIn.ts'
import { useDraft } from '#client/features/changing/useDraft.ts'
import { estimateMethodsQuery, refreshEstimates, type EstimatePlace } from './estimateQueries.ts'
import { amountText, inputsText } from './estimateText.ts'
import { IntensityFields } from './IntensityFields.tsx'
import { useEstimateWords } from './words/useEstimateWords.ts'
import './estimates.css'

/** What is estimated, and where. */
export interface EstimateAsked {
  cycleId: string
  tableId: string
  place: EstimatePlace
  /** Key of a field; null: the first one of the table that may be estimated. */
  field: string | null
  /** Of the source and month, in words. */
  what: string
}

interface EstimateDialogProps {
  asked: EstimateAsked
  onClose: () => void
  onSaid: (said: string) => void
}

/** Fills an empty cell or a missing row: what each method gives and rests on, before one of them is written. */
export function EstimateDialog({ asked, ...rest }: EstimateDialogProps) {
  const { t: common } = useTranslation()
  const t = useEstimateWords()
  const [field, setField] = useState(asked.field)
  const { data, error, refetch } = useQuery(estimateMethodsQuery({ ...asked, field }))
  return (
    <Modal
      opened
      size="lg"
      onClose={rest.onClose}
      title={t('askTitle', { what: asked.what })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      {error !== null && <LoadFailure error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <Skeleton height={160} />}
      {data !== undefined && <EstimateForm key={data.field} {...rest} asked={asked} known={data} onField={setField} />}
    </Modal>
  )
}

/** Numbers as texts. */
export interface EstimateDraft {
  method: EstimateMethod
  value: string
  perUnit: string
  units: string
  unit: string
  source: string
  reason: string
}

function EstimateForm(props: EstimateDialogProps & { known: EstimateMethodsReply; onField: (key: string) => void }) {
  const { asked, known, onField, onClose, onSaid } = props
  const { i18n } = useTranslation()
  const t = useEstimateWords()
  const unit = known.fields.find(({ key }) => key === known.field)?.unit ?? null
  const { draft, set, wrong, change, form, submit } = useDraft<EstimateDraft, EstimateMade>(
    () => ({ ...EMPTY, method: known.methods.find(({ value }) => value !== null)?.method ?? 'manual' }),
    {
      unreadable: unreadable,
      told: () => t('notANumber'),
      sending: (sent) => ({
        send: () =>
          api.post(`tables/${asked.tableId}/estimates`, bodyOf(sent, asked, known), {
            query: { cycle_id: asked.cycleId },
          }),
        refresh: (queries) => refreshEstimates(queries, asked.cycleId),
        onDone: ({ value }) => (onSaid(t('said', { amount: amountText(value, unit) })), onClose()),
      }),
    },
  )
  const amount = amountOf(draft, known)
  return (
    <form className="dialog-form" ref={form} onSubmit={submit} noValidate>
      <p className="cap">{t('askText')}</p>
      {known.fields.length > 1 && (
        <NativeSelect
          label={t('column')}
          value={known.field}
          onChange={(event) => onField(event.currentTarget.value)}
          data={known.fields.map(({ key, name }) => ({ value: key, label: name }))}
        />
      )}
      <Radio.Group
        label={t('method')}
        value={draft.method}
        error={wrong('method')}
        onChange={(chosen) => set({ method: ESTIMATE_METHODS.find((one) => one === chosen) ?? draft.method })}
      >
        <div className="estimate-methods">
          {known.methods.map(({ method, value, reason, inputs }) => (
            <Radio
              key={method}
              value={method}
              disabled={reason !== null && reason !== 'entered-by-you'}
              label={
                <>
                  {t(method)}
                  {value !== null && (
                    <>
                      {': '}
                      <bdi className="strong">{amountText(value, unit)}</bdi>
                    </>
                  )}
                </>
              }
              description={
                reason === null
                  ? inputsText(inputs, i18n.language, t)
                  : reason === 'entered-by-you'
                    ? undefined
                    : t(NONE_WORDS[reason])
              }
            />
          ))}
        </div>
      </Radio.Group>
      {draft.method === 'manual' && (
        <TextInput
          label={t('value', { unit: unit ?? '' })}
          inputMode="decimal"
          value={draft.value}
          error={wrong('value')}
          onChange={(event) => set({ value: event.currentTarget.value })}
        />
      )}
      {draft.method === 'intensity' && <IntensityFields {...{ draft, set, wrong, unit, t }} />}
      <Textarea
        label={t('reason')}
        description={t('reasonText')}
        autosize
        minRows={2}
        maxRows={8}
        dir="auto"
        required={draft.method === 'manual'}
        value={draft.reason}
        error={wrong('reason')}
        onChange={(event) => set({ reason: event.currentTarget.value })}
      />
      <DialogFoot
        change={change}
        shown={['value', 'intensity', 'reason', 'method']}
        action={amount === null ? t('fillNone') : t('fill', { amount: amountText(amount, unit) })}
        onClose={onClose}
      />
    </form>
  )
}

const EMPTY = { value: '', perUnit: '', units: '', unit: 'm²', source: '', reason: '' }

const NONE_WORDS = {
  'no-month': 'none_no_month',
  'no-prior-year': 'none_no_prior_year',
  'no-known-months': 'none_no_known_months',
  'other-unit': 'none_other_unit',
} as const

const isNumber = (number: number | null): number is number => number !== null && !Number.isNaN(number)

function unreadable({ method, value, perUnit, units }: EstimateDraft): string[] {
  const wanted: readonly (readonly [string, number | null])[] =
    method === 'manual'
      ? [['value', signedNumberIn(value)]]
      : method === 'intensity'
        ? [
            ['intensity.per_unit', signedNumberIn(perUnit)],
            ['intensity.units', numberIn(units)],
          ]
        : []
  return wanted.flatMap(([path, number]) => (isNumber(number) ? [] : [path]))
}

/** What would be written, as far as it is known. */
function amountOf({ method, value, perUnit, units }: EstimateDraft, { methods }: EstimateMethodsReply): number | null {
  if (method === 'manual') {
    const typed = signedNumberIn(value)
    return isNumber(typed) ? typed : null
  }
  if (method === 'intensity') {
    const [each, count] = [signedNumberIn(perUnit), numberIn(units)]
    return isNumber(each) && isNumber(count) ? each * count : null
  }
  return methods.find((one) => one.method === method)?.value ?? null
}

function bodyOf(draft: EstimateDraft, { place }: EstimateAsked, { field }: EstimateMethodsReply) {
  const { method, unit, source, reason } = draft
  return {
    ...('row' in place ? { row_id: place.row } : { gap: place }),
    field,
    method,
    reason,
    value: method === 'manual' ? signedNumberIn(draft.value) : null,
    intensity:
      method === 'intensity'
        ? {
            per_unit: neededNumber(signedNumberIn(draft.perUnit)),
            units: neededNumber(numberIn(draft.units)),
            unit,
            source,
          }
        : null,
  }
}

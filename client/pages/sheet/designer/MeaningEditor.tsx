import { Button, NativeSelect, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { RedefinitionBody, RedefinitionPreview } from '#shared/api/redefinition.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import type { FieldReply } from '#shared/api/tables.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import { retypeTargets } from '#shared/fields/retype.ts'
import { api } from '#client/api/apiClient.ts'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import { reasonsOf } from '#client/api/reasonsOf.ts'
import { TYPE_WORDS } from '../newColumn/typeWords.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { usePreview } from './designerQueries.ts'
import { FormulaEditor } from './FormulaEditor.tsx'
import { Impact } from './Impact.tsx'
import { bodyOf, meaningOf, type MeaningDraft } from './meaningDraft.ts'

/** What a field holds, in which unit or by which formula; beside it what a change would do, before it is made. */
export function MeaningEditor(props: {
  ground: SheetReply
  field: FieldReply
  t: SheetTranslate
  onChanged: () => void
}) {
  const { ground, field, t, onChanged } = props
  const { table_id: tableId } = ground
  const [draft, setDraft] = useState<MeaningDraft>(() => meaningOf(field))
  const body = bodyOf(field, draft)
  const preview = usePreview(tableId, `meaning of ${field.id}`, body, (sent, signal) =>
    api.post(`tables/${tableId}/fields/${field.id}/redefinition/preview`, sent, { signal }),
  )
  const save = useMutation({
    // with the choices that were shown
    mutationFn: (sent: RedefinitionBody) => api.post(`tables/${tableId}/fields/${field.id}/redefinition`, sent),
    onSuccess: onChanged,
  })
  const change = (part: Partial<MeaningDraft>): void => {
    setDraft((now) => ({ ...now, ...part }))
    save.reset()
  }
  const { type } = draft
  const { hasOptions } = CELL_TYPES[type]
  const isRetyped = type !== field.type
  const isOtherUnit = body?.unit !== undefined && !isRetyped && type === 'number'
  const types = [field.type, ...retypeTargets(field.type)]
  const refused = body !== null && preview.isError ? detailsOf(preview.error) : []
  const ofFormula = refused.filter(({ path }) => type === 'formula' && path === 'formula')
  const reasons = refused.filter((one) => !ofFormula.includes(one)).map(({ message }) => message)
  const shown = body !== null && !preview.isError ? (preview.data ?? null) : null
  return (
    <form
      className="designer-meaning"
      aria-label={t('designerMeaning')}
      onSubmit={(event) => {
        event.preventDefault()
        if (body !== null && preview.isFresh && shown !== null) {
          save.mutate({
            ...body,
            ...(body.type !== undefined && hasOptions && { options: shown.options.map(({ label }) => label) }),
          })
        }
      }}
    >
      <div className="stack">
        <div className="designer-pair">
          <NativeSelect
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            label={t('newColumnType')}
            value={type}
            disabled={types.length === 1 || field.role !== null}
            description={field.role === null ? undefined : t('designerNeeded')}
            data={types.map((value) => ({ value, label: t(TYPE_WORDS[value]) }))}
            onChange={(event) => {
              const next = types.find((one) => one === event.currentTarget.value) ?? field.type
              change({ ...meaningOf(field), type: next, unit: next === field.type ? (field.unit ?? '') : '' })
            }}
          />
          {CELL_TYPES[type].hasUnit && (
            <TextInput
              label={t(type === 'factor' ? 'newColumnPer' : 'newColumnUnit')}
              value={draft.unit}
              maxLength={100}
              dir="ltr"
              onChange={(event) => change({ unit: event.currentTarget.value })}
            />
          )}
        </div>
        {isOtherUnit && (
          <Radio.Group
            label={t('valuesTitle')}
            value={draft.values}
            onChange={(value) => change({ values: value === 'keep' ? 'keep' : 'convert' })}
          >
            <Stack gap={6} mt={6}>
              <Radio value="convert" label={t('valuesConvert')} />
              <Radio value="keep" label={t('valuesKeep')} />
            </Stack>
          </Radio.Group>
        )}
        {isRetyped && hasOptions && (
          <Textarea
            label={t('newColumnOptions')}
            description={t(CELL_TYPES[type].isList ? 'choicesHintSeveral' : 'choicesHint')}
            autosize
            minRows={3}
            maxRows={10}
            value={draft.options ?? shown?.options.map(({ label }) => label).join('\n') ?? ''}
            onChange={(event) => change({ options: event.currentTarget.value })}
          />
        )}
        {shown !== null && <Readings preview={shown} draft={draft} t={t} onChange={change} />}
        {type === 'formula' && (
          <FormulaEditor
            ground={ground}
            formula={draft.formula}
            unit={draft.unit.trim() === '' ? null : draft.unit.trim()}
            error={ofFormula.map(({ message }) => message).join(' ') || undefined}
            t={t}
            onChange={(formula) => change({ formula })}
          />
        )}
        {save.isError && (
          <p role="alert" className="bad">
            {t('rulesFailed', { why: reasonsOf(save.error).join(' ') })}
          </p>
        )}
        {body !== null && (
          <div className="row dialog-actions">
            <Button variant="default" onClick={() => change(meaningOf(field))}>
              {t('pasteCancel')}
            </Button>
            <Button type="submit" disabled={!preview.isFresh} loading={save.isPending}>
              {t('meaningSave')}
            </Button>
          </div>
        )}
      </div>
      {body !== null && (refused.length === 0 || reasons.length > 0) && (
        <Impact field={field} draft={draft} preview={shown} reasons={reasons} t={t} />
      )}
    </form>
  )
}

/** Each with the part of the request that it is about. */
const detailsOf = (error: Error): readonly { path: string; message: string }[] =>
  error instanceof ApiProblem && error.details.length > 0 ? error.details : [{ path: '', message: error.message }]

/** Asks how texts are to be read that could be two things, once nothing in the column tells. */
function Readings(props: {
  preview: RedefinitionPreview
  draft: MeaningDraft
  t: SheetTranslate
  onChange: (part: Partial<MeaningDraft>) => void
}) {
  const { preview, draft, t, onChange } = props
  const isOpen = (what: 'decimals' | 'dates'): boolean => preview.reading[what] === 'open' || draft[what] !== null
  return (
    <>
      {isOpen('decimals') && (
        <Radio.Group
          label={t('readingDecimals')}
          value={draft.decimals ?? ''}
          onChange={(value) => onChange({ decimals: value === 'comma' ? 'comma' : 'point' })}
        >
          <Stack gap={6} mt={6}>
            <Radio value="point" label={t('readingPoint')} />
            <Radio value="comma" label={t('readingComma')} />
          </Stack>
        </Radio.Group>
      )}
      {isOpen('dates') && (
        <Radio.Group
          label={t('readingDates')}
          value={draft.dates ?? ''}
          onChange={(value) => onChange({ dates: value === 'month-first' ? 'month-first' : 'day-first' })}
        >
          <Stack gap={6} mt={6}>
            <Radio value="day-first" label={t('readingDayFirst')} />
            <Radio value="month-first" label={t('readingMonthFirst')} />
          </Stack>
        </Radio.Group>
      )}
    </>
  )
}

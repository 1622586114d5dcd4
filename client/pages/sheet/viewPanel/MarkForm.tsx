import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Field } from '#shared/fields/field.ts'
import { MARK_SCOPES, MARK_STYLES, type MarkRule, type MarkTest } from '#shared/views/markRules.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import { isNumeric } from '#client/grid/view/columnData.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { draftOfRule, ruleOfDraft, testsOf, valuesOf, type MarkDraft } from './markDraft.ts'

/** A new rule, or another form of one that is there. */
export function MarkForm(props: {
  model: SheetModel
  /** Null: a new one. */
  rule: MarkRule | null
  t: SheetTranslate
  onRule: (rule: MarkRule) => void
  onCancel: () => void
}) {
  const { model, t } = props
  const [first] = model.fields
  const [draft, setDraft] = useState<MarkDraft>(() => draftOfRule(props.rule, first?.key ?? ''))
  const [isAsked, setAsked] = useState(false)
  const set = (change: Partial<MarkDraft>): void => setDraft((one) => ({ ...one, ...change }))
  const field = model.field(draft.key) ?? first
  if (field === undefined) {
    return null
  }
  const tests = testsOf(model, field)
  const when = tests.includes(draft.when) ? draft.when : tests[0]!
  const { rule, problems } = ruleOfDraft(model, field, { ...draft, when })
  const ends = (['value', 'to'] as const).slice(0, valuesOf(when))
  return (
    <form
      className="mark-form"
      aria-label={t(props.rule === null ? 'markAdd' : 'markEdit')}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && props.rule !== null) {
          event.stopPropagation()
          props.onCancel()
        }
      }}
      onSubmit={(event) => {
        event.preventDefault()
        setAsked(rule === null)
        if (rule !== null) {
          props.onRule(rule)
          set({ value: '', to: '' })
        }
      }}
    >
      <NativeSelect
        size="xs"
        className="mark-wide"
        label={t('markColumn')}
        value={field.key}
        autoFocus={props.rule !== null}
        data={model.fields.map(({ key, name }) => ({ value: key, label: name }))}
        onChange={({ currentTarget: { value } }) => set({ key: value })}
      />
      <NativeSelect
        size="xs"
        className="mark-wide"
        label={t('markWhen')}
        value={when}
        data={tests.map((test) => ({ value: test, label: t(testWord(test, field)) }))}
        onChange={({ currentTarget: { value } }) => set({ when: tests.find((test) => test === value) ?? when })}
      />
      {ends.map((end) => (
        <TextInput
          key={end}
          size="xs"
          className={ends.length === 1 ? 'mark-wide' : ''}
          label={t(end === 'value' ? 'markValue' : 'markTo')}
          value={draft[end]}
          error={isAsked && problems.includes(end) ? t(wrongWord(model, field)) : null}
          onChange={({ currentTarget: { value } }) => set({ [end]: value })}
        />
      ))}
      <NativeSelect
        size="xs"
        label={t('markStyle')}
        value={draft.style}
        data={MARK_STYLES.map((style) => ({ value: style, label: t(`markStyle_${style}`) }))}
        onChange={({ currentTarget: { value } }) => set({ style: MARK_STYLES.find((one) => one === value) ?? 'note' })}
      />
      <NativeSelect
        size="xs"
        label={t('markScope')}
        value={draft.scope}
        data={MARK_SCOPES.map((scope) => ({ value: scope, label: t(`markScope_${scope}`) }))}
        onChange={({ currentTarget: { value } }) => set({ scope: MARK_SCOPES.find((one) => one === value) ?? 'cell' })}
      />
      {props.rule !== null && (
        <Button size="xs" variant="default" onClick={props.onCancel}>
          {t('pasteCancel')}
        </Button>
      )}
      <Button type="submit" size="xs" variant="default" className={props.rule === null ? 'mark-wide' : ''}>
        {t(props.rule === null ? 'markAdd' : 'markSave')}
      </Button>
    </form>
  )
}

const testWord = (test: MarkTest, { type }: Field) =>
  (test === 'above' || test === 'below') && (type === 'date' || type === 'month')
    ? (`markTest_${test}Time` as const)
    : (`markTest_${test}` as const)

/** What is wrong with a value that cannot be read. */
const wrongWord = (model: SheetModel, field: Field) =>
  isNumeric(model, field)
    ? 'notANumber'
    : field.type === 'date'
      ? 'notADate'
      : field.type === 'month'
        ? 'notAMonth'
        : 'markTextMissing'

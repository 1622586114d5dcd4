import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { CellWords } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import { MARK_SCOPES, MARK_STYLES, MOST_MARKS, type MarkTest } from '#shared/views/markRules.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import { isNumeric } from '#client/grid/view/columnData.ts'
import type { SheetView } from '../view/useSheetView.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { ruleOfDraft, testsOf, valuesOf, type MarkDraft } from './markDraft.ts'
import { markText } from './markText.ts'

interface MarkSectionProps {
  model: SheetModel
  look: SheetView
  words: CellWords
  t: SheetTranslate
}

/** The rules by which cells are marked: what there are, and a form for one more. */
export function MarkSection(props: MarkSectionProps) {
  const { model, look, words, t } = props
  const { marks } = look.view
  return (
    <section className="view-section" aria-label={t('marks')}>
      <h3>{t('marks')}</h3>
      <p className="cap">{t('marksText')}</p>
      <ol className="view-list">
        {marks.map((rule, at) => {
          const field = model.field(rule.key)
          const text = field === undefined ? '' : markText(rule, field, words, t)
          return (
            field !== undefined && (
              <li key={`${at} ${JSON.stringify(rule)}`}>
                <span className="mark-rule">
                  <span
                    className="mark-swatch"
                    data-mark={rule.style}
                    role="img"
                    aria-label={t(`markStyle_${rule.style}`)}
                  >
                    <span className="mark-sign" />
                  </span>
                  <span className="mark-text">{text}</span>
                  {rule.scope === 'row' && <span className="cap">{t('markScope_row')}</span>}
                </span>
                <ActionIcon
                  size={26}
                  aria-label={t('markRemove', { rule: text })}
                  onClick={() => look.change((one) => ({ ...one, marks: one.marks.toSpliced(at, 1) }))}
                >
                  <IconX size={15} stroke={1.7} />
                </ActionIcon>
              </li>
            )
          )
        })}
      </ol>
      {marks.length < MOST_MARKS ? <MarkForm {...props} /> : <p className="cap">{t('markMost', { n: MOST_MARKS })}</p>}
    </section>
  )
}

function MarkForm({ model, look, t }: MarkSectionProps) {
  const [first] = model.fields
  const [draft, setDraft] = useState<MarkDraft>({
    key: first?.key ?? '',
    when: 'equals',
    value: '',
    to: '',
    style: 'watch',
    scope: 'cell',
  })
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
      onSubmit={(event) => {
        event.preventDefault()
        setAsked(rule === null)
        if (rule !== null) {
          look.change((one) => ({ ...one, marks: [...one.marks, rule] }))
          set({ value: '', to: '' })
        }
      }}
    >
      <NativeSelect
        size="xs"
        className="mark-wide"
        label={t('markColumn')}
        value={field.key}
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
      <Button type="submit" size="xs" variant="default" className="mark-wide">
        {t('markAdd')}
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

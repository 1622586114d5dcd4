import { Button, Radio } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { formatCell } from '#shared/cells/formatCell.ts'
import type { ColumnWords } from '#client/grid/columns.ts'
import type { OpenColumn, PasteAnswer, PasteQuestion } from '#client/grid/paste/readBlock.ts'
import type { SheetTranslate, SheetWord } from '../words/useSheetWords.ts'
import type { PasteFace } from './PasteDialog.tsx'
import { readStoredAnswer } from './storedAnswer.ts'

const MARKS = ['point', 'comma'] as const
const ORDERS = ['day-first', 'month-first'] as const
const MARK_WORDS = { point: 'pasteMark_point', comma: 'pasteMark_comma' } as const
const ORDER_WORDS = { 'day-first': 'pasteOrder_dayFirst', 'month-first': 'pasteOrder_monthFirst' } as const

/** Columns whose texts are shown; one is enough to answer. */
const SHOWN_COLUMNS = 2

/** Asks once how the numbers and the dates of a paste are written, with some of them read both ways. */
export function PasteQuestionForm(props: {
  question: PasteQuestion
  face: PasteFace
  onCancel: () => void
  onAnswer: (answer: Partial<PasteAnswer>) => void
}) {
  const { question, face } = props
  const { t, words } = face
  const [stored] = useState(() => readStoredAnswer(face.tableId))
  const [mark, setMark] = useState(stored.mark ?? null)
  const [order, setOrder] = useState(stored.order ?? null)
  const [isMissing, setMissing] = useState(false)
  const asksNumbers = question.numbers.length > 0
  const asksDates = question.dates.length > 0
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if ((asksNumbers && mark === null) || (asksDates && order === null)) {
      setMissing(true)
      return
    }
    props.onAnswer({
      ...(asksNumbers && mark !== null ? { mark } : {}),
      ...(asksDates && order !== null ? { order } : {}),
    })
  }
  return (
    <form onSubmit={submit} className="stack paste-question">
      <p>{t('pasteAskText')}</p>
      {asksNumbers && (
        <Choice
          label={t('pasteAskNumbers')}
          columns={question.numbers}
          forms={MARKS}
          nameOf={MARK_WORDS}
          value={mark}
          isMissing={isMissing && mark === null}
          onChange={setMark}
          words={words}
          t={t}
        />
      )}
      {asksDates && (
        <Choice
          label={t('pasteAskDates')}
          columns={question.dates}
          forms={ORDERS}
          nameOf={ORDER_WORDS}
          value={order}
          isMissing={isMissing && order === null}
          onChange={setOrder}
          words={words}
          t={t}
        />
      )}
      <div className="row dialog-actions">
        <Button variant="default" onClick={props.onCancel}>
          {t('pasteCancel')}
        </Button>
        <Button type="submit">{t('pasteContinue')}</Button>
      </div>
    </form>
  )
}

function Choice<Form extends string>(props: {
  label: string
  columns: readonly OpenColumn<Form>[]
  forms: readonly Form[]
  nameOf: Readonly<Record<Form, SheetWord>>
  value: Form | null
  isMissing: boolean
  onChange: (form: Form) => void
  words: ColumnWords
  t: SheetTranslate
}) {
  const { forms, t } = props
  return (
    <Radio.Group
      label={props.label}
      value={props.value}
      onChange={(value) => {
        const form = forms.find((one) => one === value)
        if (form !== undefined) {
          props.onChange(form)
        }
      }}
      error={props.isMissing ? t('pasteChoose') : undefined}
    >
      <div className="stack paste-choices">
        {forms.map((form, i) => (
          <Radio
            key={form}
            value={form}
            label={t(props.nameOf[form])}
            description={<Samples columns={props.columns} form={form} words={props.words} />}
            {...(i === 0 ? { 'data-autofocus': true } : {})}
          />
        ))}
      </div>
    </Radio.Group>
  )
}

/** Texts of the paste and what they become, column by column. */
function Samples<Form extends string>(props: { columns: readonly OpenColumn<Form>[]; form: Form; words: ColumnWords }) {
  return props.columns.slice(0, SHOWN_COLUMNS).map(({ field, samples }) => (
    <span key={field.key} className="paste-samples">
      <bdi>{field.name}</bdi>
      {samples.map(({ text, ways }) => (
        // left to right like the numbers in it, and what it becomes in the direction of its own words
        <bdi key={text} dir="ltr">
          {text} → <bdi className="new">{formatCell(field, ways[props.form], props.words)}</bdi>
        </bdi>
      ))}
    </span>
  ))
}

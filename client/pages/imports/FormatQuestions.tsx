import { Radio } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ImportRecipe } from '#shared/api/imports.ts'
import { formatNumber } from '#shared/cells/formatCell.ts'
import { columnTitle } from './columnTitle.ts'
import { type FormatQuestion, withColumn } from './recipeDraft.ts'
import { type ShowValue, useShownValue } from './shownValue.ts'
import { useImportWords } from './words/useImportWords.ts'

const SAMPLES = 3

/** What only a person can tell of columns, each answer with what it would make of real cells. */
export function FormatQuestions(props: {
  questions: readonly FormatQuestion[]
  recipe: ImportRecipe
  onChange: (recipe: ImportRecipe) => void
}) {
  return (
    <div className="stack imports-questions">
      {props.questions.map((question) => (
        <Question key={`${question.kind} ${question.column.column}`} {...props} question={question} />
      ))}
    </div>
  )
}

function Question(props: { question: FormatQuestion; recipe: ImportRecipe; onChange: (recipe: ImportRecipe) => void }) {
  const { question, recipe, onChange } = props
  const { kind, column, answer } = question
  const t = useImportWords()
  const name = columnTitle(column, t)
  const answers = kind === 'decimals' ? (['point', 'comma'] as const) : (['day_first', 'month_first'] as const)
  const choose = (value: string): void => {
    const chosen = answers.find((one) => one === value)
    if (chosen === 'point' || chosen === 'comma') {
      onChange(withColumn(recipe, column.column, { decimals: chosen }))
    } else if (chosen !== undefined) {
      onChange(withColumn(recipe, column.column, { dates: chosen }))
    }
  }
  return (
    <div className="panel imports-question" data-open={answer === null || undefined}>
      <Radio.Group
        label={
          <span className="row">
            {answer === null && <IconAlertTriangle size={17} stroke={1.6} className="warn" aria-hidden="true" />}
            {t(kind === 'decimals' ? 'questionDecimals' : 'questionDates', { column: name })}
          </span>
        }
        description={t('cannotTell')}
        value={answer ?? ''}
        onChange={choose}
      >
        <div className="stack imports-answers">
          {answers.map((one) => (
            <Radio key={one} value={one} label={t(one)} description={<Samples question={question} answer={one} />} />
          ))}
        </div>
      </Radio.Group>
    </div>
  )
}

type Answer = 'point' | 'comma' | 'day_first' | 'month_first'

function Samples({ question, answer }: { question: FormatQuestion; answer: Answer }) {
  const show = useShownValue()
  return (
    <span className="imports-meanings">
      {meanings(question, answer, show).map(({ text, becomes }) => (
        <bdi key={text} dir="ltr">
          {text} → <bdi className="new">{becomes}</bdi>
        </bdi>
      ))}
    </span>
  )
}

/** Cells of the file and what they would be. */
function meanings(
  { column, field }: FormatQuestion,
  answer: Answer,
  show: ShowValue,
): { text: string; becomes: string }[] {
  if (answer === 'point' || answer === 'comma') {
    return column.decimal_samples
      .slice(0, SAMPLES)
      .map((sample) => ({ text: sample.text, becomes: formatNumber(sample[answer]) }))
  }
  return (
    column.date_samples
      .slice(0, SAMPLES)
      // a cell of months keeps the month of a date
      .map((sample) => ({
        text: sample.text,
        becomes: show(field, field.type === 'month' ? sample[answer].slice(0, 7) : sample[answer]),
      }))
  )
}

import type { CellProblem, CellProblemCode } from '#shared/cells/cellProblem.ts'
import { MAX_TEXT_LENGTH, type CellValue } from '#shared/cells/cellValue.ts'
import { formatNumber } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import type { SheetTranslate, SheetWord } from '../words/useSheetWords.ts'

const WORDS: Readonly<Record<CellProblemCode, SheetWord>> = {
  'not-a-number': 'problem_not_a_number',
  'not-a-date': 'problem_not_a_date',
  'not-a-month': 'problem_not_a_month',
  'not-yes-or-no': 'problem_not_yes_or_no',
  'not-an-option': 'problem_not_an_option',
  'too-long': 'problem_too_long',
  'too-small': 'problem_too_small',
  'too-large': 'problem_too_large',
  'other-form': 'problem_other_form',
  'not-unique': 'problem_not_unique',
}

const LONGEST = 60

/** What is wrong with a value of a field, and the remedy. */
export function problemText(
  { code, limit = '' }: CellProblem,
  field: Field,
  value: CellValue,
  t: SheetTranslate,
): string {
  const text = Array.isArray(value) ? value.join(', ') : String(value ?? '')
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
  return t(WORDS[code], {
    field: field.name,
    value: shown,
    limit,
    options: formatNumber(field.options.length),
    most: formatNumber(MAX_TEXT_LENGTH),
  })
}

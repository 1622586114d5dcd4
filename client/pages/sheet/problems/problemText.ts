import type { CellProblem, CellProblemCode } from '#shared/cells/cellProblem.ts'
import { MAX_TEXT_LENGTH, type CellValue } from '#shared/cells/cellValue.ts'
import { formatCell, formatNumber } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import { unitText } from '#client/grid/unitText.ts'
import type { SheetTranslate, SheetWord } from '../words/useSheetWords.ts'

const WORDS: Readonly<Record<CellProblemCode, SheetWord>> = {
  'not-a-number': 'problem_not_a_number',
  'not-a-date': 'problem_not_a_date',
  'not-a-month': 'problem_not_a_month',
  'not-yes-or-no': 'problem_not_yes_or_no',
  'not-an-option': 'problem_not_an_option',
  'not-files': 'problem_not_files',
  'too-long': 'problem_too_long',
  'too-small': 'problem_too_small',
  'too-large': 'problem_too_large',
  'other-form': 'problem_other_form',
  'not-unique': 'problem_not_unique',
  'not-found': 'problem_not_found',
  'not-chosen': 'problem_not_chosen',
  several: 'problem_several',
  gone: 'problem_gone',
  'rule-broken': 'problem_rule_broken',
}

const LONGEST = 60

/** What is wrong with a value of a field, and the remedy. */
export function problemText(problem: CellProblem, field: Field, value: CellValue, t: SheetTranslate): string {
  if (problem.code === 'rule-broken' && field.rules?.message !== undefined) {
    return field.rules.message
  }
  const isUnknown = (id: string): boolean => !field.options.some((option) => option.id === id)
  const text = Array.isArray(value) ? value.filter(isUnknown).join(', ') : String(value ?? '')
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
  return t(WORDS[problem.code], {
    field: field.name,
    value: shown,
    limit: limitText(problem, field),
    options: formatNumber(field.options.length),
    most: formatNumber(MAX_TEXT_LENGTH),
  })
}

/** As the sheet itself writes numbers, months and units. */
function limitText({ code, limit = '' }: CellProblem, field: Field): string {
  const { min, max } = field.rules ?? {}
  const rule = code === 'too-small' ? min : code === 'too-large' ? max : undefined
  const unit = field.type === 'number' ? unitText(field.unit) : ''
  return rule === undefined ? limit : [formatCell(field, rule), unit].filter((part) => part !== '').join(' ')
}

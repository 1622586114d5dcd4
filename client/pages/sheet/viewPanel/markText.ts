import { formatCell, type CellWords } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import type { MarkRule } from '#shared/views/markRules.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'

/** A rule in words: "Quantity above 1 000". */
export function markText({ when, value, to }: MarkRule, field: Field, words: CellWords, t: SheetTranslate): string {
  const isTime = field.type === 'date' || field.type === 'month'
  const word =
    isTime && (when === 'above' || when === 'below') ? (`markWhen_${when}Time` as const) : (`markWhen_${when}` as const)
  const shown = (end: number | string | null): string =>
    typeof end === 'string' && !isTime ? end : formatCell(field, end, words)
  return t('markRule', { column: field.name, what: t(word, { value: shown(value), to: shown(to) }) })
}

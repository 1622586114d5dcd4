import type { FieldType } from '#shared/fields/field.ts'
import type { SheetWord } from '../words/useSheetWords.ts'

/** What a column holds, in words. */
export const TYPE_WORDS: Readonly<Record<FieldType, SheetWord>> = {
  text: 'type_text',
  long_text: 'type_long_text',
  number: 'type_number',
  date: 'type_date',
  month: 'type_month',
  boolean: 'type_boolean',
  option: 'type_option',
  options: 'type_options',
  person: 'type_person',
  reference: 'type_reference',
  factor: 'type_factor',
  evidence: 'type_evidence',
  formula: 'type_formula',
}

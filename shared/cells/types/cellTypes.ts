import type { FieldType } from '#shared/fields/field.ts'
import { boolean } from './boolean.ts'
import type { CellType } from './CellType.ts'
import { date } from './date.ts'
import { evidence } from './evidence.ts'
import { formula } from './formula.ts'
import { longText } from './longText.ts'
import { month } from './month.ts'
import { number } from './number.ts'
import { option } from './option.ts'
import { options } from './options.ts'
import { factor, person, reference } from './pointing.ts'
import { text } from './text.ts'

/** What each type of field answers about its cells. */
export const CELL_TYPES: Readonly<Record<FieldType, CellType>> = {
  text,
  long_text: longText,
  number,
  date,
  month,
  boolean,
  option,
  options,
  person,
  reference,
  factor,
  evidence,
  formula,
}

import type { Field } from '#shared/fields/field.ts'
import type { RuleName } from '#shared/fields/fieldRules.ts'
import type { CellProblemCode } from '../cellProblem.ts'
import type { CellValue } from '../cellValue.ts'
import type { CellWords } from '../formatCell.ts'

/** What somebody wrote into a cell; never empty. */
export interface Written {
  /** Without space around it. */
  text: string
  /** With it. */
  whole: string
  /** As it came, when it was no text. */
  raw: number | string | boolean
}

/** What a type of field answers about its cells, for the sheet, the gate and REST. One file per type. */
export interface CellType {
  /** Which rules a field of this type can have. */
  rules: readonly RuleName[]
  /** Whether every text is one of its values: then no cell is of a wrong type. */
  isFree: boolean
  /** Whether a cell holds a list of option ids. */
  isList: boolean
  /** Whether the field names choices. */
  hasOptions: boolean
  hasUnit: boolean
  /** Whether its values are words, in the order of a language; otherwise they stand in the order of their characters. */
  isWords: boolean
  /** What REST takes, in English. */
  expected: string
  /** The value that is meant; text that is none as it is, without space around it. */
  coerce: (written: Written, field: Pick<Field, 'options' | 'targets'>) => CellValue
  /** How a value that is a text is shown. One that does not fit is shown as it is. */
  format: (value: string, field: Pick<Field, 'options' | 'targets'>, words: CellWords) => string
  /** Why a value that is not empty does not fit: `shown` is what stands in the cell, cut. Null: it does. */
  problem: (
    value: CellValue,
    field: Pick<Field, 'name' | 'options' | 'targets'>,
    shown: string,
  ) => { code: CellProblemCode; message: string } | null
  /** The quick yes or no of REST for a value that is not null; made once for many cells. */
  takes: (field: Pick<Field, 'options'>) => (value: unknown) => boolean
}

/** What stands in a cell, as messages say it. */
export function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}

/** A text as it is. */
export const asItIs = (value: string): string => value

import type { Field } from '#shared/fields/field.ts'
import type { CellValue } from './cellValue.ts'
import { CELL_TYPES } from './types/cellTypes.ts'
import { formatOptions } from './types/parseOptions.ts'
import { nameOfTarget } from './types/pointing.ts'

/** U+00A0 keeps the digits of a number together, also in right-to-left text. */
const GROUP_SEPARATOR = '\u00a0'
const MINUS = '\u2212'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Words that a language changes. Month names are the short ones, January first. */
export interface CellWords {
  months: readonly string[]
  yes: string
  no: string
  /** In place of a name: of something that is not there any more, and one that the reader may not know. */
  nameless?: { gone: string; hidden: string }
  /** In place of a list of files. */
  files?: (count: number) => string
}

const ENGLISH: CellWords = { months: MONTHS, yes: 'Yes', no: 'No' }

const countFiles = (count: number): string => (count === 1 ? '1 file' : `${count} files`)

/** What a cell of files shows. */
export const formatFiles = (count: number, words: CellWords = ENGLISH): string => (words.files ?? countFiles)(count)

/** Made once: a grid of numbers would make thousands. */
const DIGITS = new Intl.NumberFormat('en-US', { useGrouping: false, maximumSignificantDigits: 15 })

/** A number with every digit it has: groups of three, a point, a real minus. At most 15 significant digits. */
export function formatNumber(value: number): string {
  const magnitude = Math.abs(value)
  const isExtreme = magnitude !== 0 && (magnitude < 1e-12 || magnitude >= 1e15)
  const plain = isExtreme ? String(magnitude) : DIGITS.format(magnitude)
  const [whole = '', fraction] = plain.split('.')
  const grouped = plain.includes('e')
    ? plain
    : whole.replace(/\B(?=(\d{3})+$)/g, GROUP_SEPARATOR) + (fraction === undefined ? '' : `.${fraction}`)
  return (value < 0 ? MINUS : '') + grouped
}

/** The text that a cell shows. Values that do not fit the field are shown as they were typed; empty is ''. */
export function formatCell(
  field: Pick<Field, 'type' | 'options' | 'targets'>,
  value: CellValue,
  words: CellWords = ENGLISH,
): string {
  if (value === null) {
    return ''
  }
  if (typeof value === 'number') {
    return formatNumber(value)
  }
  if (typeof value === 'boolean') {
    return value ? words.yes : words.no
  }
  if (Array.isArray(value) && field.type === 'evidence') {
    return formatFiles(value.length, words)
  }
  if (Array.isArray(value)) {
    return formatOptions(field.options, value)
  }
  return CELL_TYPES[field.type].format(value, field, words)
}

/** The text that a cell gives to the clipboard and to an editor: raw digits, ISO dates, labels of options, names. */
export function rawCellText(field: Pick<Field, 'options' | 'targets'>, value: CellValue): string {
  if (value === null) {
    return ''
  }
  if (typeof value === 'boolean') {
    return value ? 'TRUE' : 'FALSE'
  }
  if (Array.isArray(value)) {
    return formatOptions(field.options, value)
  }
  return typeof value === 'string'
    ? (field.options.find((option) => option.id === value)?.label ?? nameOfTarget(field, value) ?? value)
    : String(value)
}

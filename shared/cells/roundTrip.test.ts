import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FieldOption, FieldType } from '#shared/fields/field.ts'
import type { CellValue } from './cellValue.ts'
import { coerceCell } from './coerceCell.ts'
import { formatCell, rawCellText, type CellWords } from './formatCell.ts'

/** The short names of months, as the sheet shows them; the Arabic ones are whole. */
const LOCALES: Readonly<Record<string, CellWords>> = {
  en: { months: 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' '), yes: 'Yes', no: 'No' },
  ar: {
    months: 'يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر'.split(' '),
    yes: 'نعم',
    no: 'لا',
  },
}

const OPTIONS: readonly FieldOption[] = [
  { id: 'paper', label: 'Paper' },
  { id: 'glass', label: 'Glass, clear' },
  { id: 'metal', label: 'Metal' },
  { id: 'mixed', label: 'Paper, Metal' },
  { id: 'arabic', label: 'ورق، كرتون' },
]
const SEMICOLONS: readonly FieldOption[] = [...OPTIONS, { id: 'both', label: 'Wood; untreated' }]

const iso = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2199-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString())
const text = fc.string({ unit: 'grapheme', minLength: 1 }).map((one) => one.toWellFormed())
const line = text.map((one) => one.replaceAll('\r', ''))
const ids = fc.uniqueArray(fc.constantFrom(...OPTIONS.map(({ id }) => id)), { minLength: 1 })
const filled = (value: string): boolean => value.trim() !== ''

/** Nobody writes formulas or ids of files; what cells point at has names that a list tells (pointing.test.ts). */
type Written = Exclude<FieldType, 'formula' | 'person' | 'reference' | 'factor' | 'evidence'>

const VALUES: Readonly<Record<Written, fc.Arbitrary<CellValue>>> = {
  text: text.filter(filled),
  long_text: fc
    .array(line, { minLength: 1, maxLength: 4 })
    .map((lines) => lines.join('\n'))
    .filter(filled),
  number: fc
    .tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 6 }))
    .map(([digits, places]) => Number(`${digits}e-${places}`) || 0),
  date: iso.map((one) => one.slice(0, 10)),
  month: iso.map((one) => one.slice(0, 7)),
  boolean: fc.boolean(),
  option: fc.constantFrom(...OPTIONS.map(({ id }) => id)),
  options: ids,
}

describe.each(Object.entries(LOCALES))('in %s', (_language, words) => {
  test.each(Object.entries(VALUES) as [FieldType, fc.Arbitrary<CellValue>][])(
    'a value of type %s that is shown or copied is read back as the same',
    (type, values) => {
      for (const options of [OPTIONS, SEMICOLONS]) {
        const field = { type, options: type === 'option' || type === 'options' ? options : [] }
        fc.assert(
          fc.property(values, (value) => {
            expect(coerceCell(field, rawCellText(field, value))).toEqual(value)
            expect(coerceCell(field, formatCell(field, value, words))).toEqual(value)
          }),
          { numRuns: 300 },
        )
      }
    },
  )
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FIELD_TYPES, type FieldOption, type FieldType } from '#shared/fields/field.ts'
import { POINTING_TYPES, type Target } from '#shared/fields/target.ts'
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

/** The digits that people of both languages write, with the marks that belong to them. */
const DIGITS: Readonly<Record<string, (text: string) => string>> = {
  'Latin digits': (text) => text,
  'Arabic digits': (text) => withDigits(text, 0x660).replaceAll('.', '٫'),
  'Persian digits': (text) => withDigits(text, 0x6f0).replaceAll('.', '٫'),
}
const withDigits = (text: string, zero: number): string =>
  text.replaceAll(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)))
/** Of these, digits are the value itself; in a text or a label they are letters like others. */
const WITH_DIGITS: readonly FieldType[] = ['number', 'date', 'month']

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

/** Nobody writes formulas; files are shown as their number, and copied as their ids; what cells point at has names that a list tells, below. */
const UNWRITTEN = ['formula'] as const
type Written = Exclude<FieldType, (typeof UNWRITTEN)[number] | (typeof POINTING_TYPES)[number]>

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
  evidence: fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 4 }),
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
            if (type !== 'evidence') {
              expect(coerceCell(field, formatCell(field, value, words))).toEqual(value)
            }
          }),
          { numRuns: 300 },
        )
      }
    },
  )
})

test('no type is forgotten here', () => {
  expect([...Object.keys(VALUES), ...POINTING_TYPES, ...UNWRITTEN].toSorted()).toEqual([...FIELD_TYPES].toSorted())
})

describe.each(Object.entries(LOCALES))('in %s', (_language, words) => {
  describe.each(Object.entries(DIGITS))('with %s', (_digits, written) => {
    test.each(WITH_DIGITS)('a value of type %s that is shown or copied is read back as the same', (type) => {
      const field = { type, options: [] }
      const values: fc.Arbitrary<CellValue> = { ...VALUES }[type as Written]
      fc.assert(
        fc.property(values, (value) => {
          expect(coerceCell(field, written(rawCellText(field, value)))).toEqual(value)
          expect(coerceCell(field, written(formatCell(field, value, words)))).toEqual(value)
        }),
        { numRuns: 300 },
      )
    })
  })
})

test.each(POINTING_TYPES)('what a cell of type %s points at is read back by its name', (type) => {
  const names = fc.uniqueArray(
    text.map((one) => one.trim()).filter((one) => one !== ''),
    { minLength: 1, maxLength: 5 },
  )
  fc.assert(
    fc.property(names, (labels) => {
      const known = new Map<string, Target>()
      for (const [i, label] of labels.entries()) {
        known.set(label, { state: 'named', id: `id ${i}`, label })
      }
      for (const [i, label] of labels.entries()) {
        known.set(`id ${i}`, { state: 'here', id: `id ${i}`, label })
      }
      const field = { type, options: [], targets: { get: (value: string) => known.get(value), load: () => null } }
      for (const i of labels.keys()) {
        expect(coerceCell(field, rawCellText(field, `id ${i}`))).toBe(`id ${i}`)
        expect(coerceCell(field, formatCell(field, `id ${i}`))).toBe(`id ${i}`)
      }
    }),
  )
})

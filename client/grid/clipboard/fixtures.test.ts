import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { rawCellText } from '#shared/cells/formatCell.ts'
import type { Field, FieldType } from '#shared/fields/field.ts'
import { plainField } from '#shared/testing/plainField.ts'
import type { PastedBlock } from '../paste/PastedBlock.ts'
import { AS_TYPED, type PasteAnswer, readBlock } from '../paste/readBlock.ts'
import { pastedBlock } from './clipboardBlock.ts'
import { copied } from './testing/copied.ts'

const read = (name: string): string => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8')

const TYPES: readonly [string, FieldType, string?][] = [
  ['name', 'text'],
  ['number', 'number'],
  ['german', 'number'],
  ['date', 'date'],
  ['share', 'number'],
  ['checked', 'boolean'],
  ['text', 'text'],
  ['arabic', 'number'],
  ['energy', 'number', 'kWh'],
]
const FIELDS: readonly Field[] = TYPES.map(([key, type, unit], i) => ({
  ...plainField(key, i + 2, type),
  unit: unit ?? null,
}))

/** The clipboard of a program, both flavours or the text alone. */
const clipboard = (program: string, flavours: readonly string[]): PastedBlock =>
  pastedBlock({
    getData: (type) => (!flavours.includes(type) ? '' : read(`${program}.${type === 'text/html' ? 'html' : 'txt'}`)),
  })

function valuesOf(block: PastedBlock, answer: PasteAnswer = AS_TYPED): { asked: boolean; values: CellValue[][] } {
  const { question, read: reader } = readBlock(block, FIELDS)
  const cell = reader(answer)
  return {
    asked: question !== null,
    values: block.texts.map((row, r) => row.map((_, c) => cell(c, r).value)).slice(1),
  }
}

describe('the same cells copied from other programs', () => {
  test.each([
    ['LibreOffice Calc 7.4', 'libreoffice-calc-7.4', 0.333333333333333],
    ['Excel', 'excel', 1 / 3],
    ['Google Sheets', 'google-sheets', 1 / 3],
  ])(
    '%s: exact numbers, dates, per cents, yes and no, lines, merged cells, digits and units; nothing is asked',
    (...of) => {
      const [, program, third] = of
      const block = clipboard(program, ['text/html', 'text/plain'])
      expect(valuesOf(block)).toEqual({
        asked: false,
        values: [
          ['Kiln 1', 1234567.891, 1234.5, '2025-03-31', 0.055, true, 'first line\nsecond "line"', 1234.5, 1200],
          ['Kiln 2', -5, 0.1, '2025-01-02', 1, false, '1.234', 345.6, 1e-7],
          ['a merged cell', null, third, '2025-03-31', 'Mar 2025', null, '<b> & tab here', null, null],
          [null, null, 'below', null, null, null, null, null, null],
        ],
      })
    },
  )

  test.each([
    ['LibreOffice Calc 7.4', 'libreoffice-calc-7.4'],
    ['Excel', 'excel'],
    ['Google Sheets', 'google-sheets'],
  ])('%s: of the text alone, what is shown; and 01/02/2025 beside 31/03/2025 is not asked about', (_, program) => {
    const { asked, values } = valuesOf(clipboard(program, ['text/plain']))
    expect(asked).toBe(false)
    expect([values[0]?.slice(1, 6), values[1]?.slice(0, 6)]).toEqual([
      [1234567.89, 1234.5, '2025-03-31', 0.055, true],
      ['Kiln 2', -5, 0.1, '2025-02-01', 1, false],
    ])
  })
})

const day = fc.date({ min: new Date('1900-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
/** Anything that a cell of the field can hold and that a copy keeps: a text that is only white space is an empty cell. */
const valueOf: Record<'text' | 'number' | 'boolean' | 'date' | 'month', fc.Arbitrary<CellValue>> = {
  text: fc
    .string({ unit: fc.constantFrom('a', 'ب', '1', ',', '.', ' ', '"', '\t', '\n', '<'), minLength: 1, maxLength: 8 })
    .filter((text) => text.trim() !== ''),
  number: fc.double({ noDefaultInfinity: true, noNaN: true }).map((number) => (number === 0 ? 0 : number)),
  boolean: fc.boolean(),
  date: day.map((date) => date.toISOString().slice(0, 10)),
  month: day.map((date) => date.toISOString().slice(0, 7)),
}
const KINDS = ['text', 'number', 'boolean', 'date', 'month'] as const
const ROUND: readonly Field[] = KINDS.map((type, i) => plainField(type, i + 2, type))

test('what is copied here and pasted here is the same values of the same types, through either flavour', () => {
  const row = fc.tuple(...KINDS.map((kind) => fc.option(valueOf[kind])))
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), fc.constantFrom('html', 'text'), (rows, flavour) => {
      const texts = rows.map((values) => values.map((value, c) => rawCellText(ROUND[c]!, value)))
      const { html, plain } = copied(texts)
      const flavours = { 'text/html': flavour === 'html' ? html : '', 'text/plain': plain }
      const block = pastedBlock({ getData: (type) => (type === 'text/html' ? flavours[type] : flavours['text/plain']) })
      const cell = readBlock(block, ROUND).read(AS_TYPED)
      expect(rows.map((values, r) => values.map((_, c) => cell(c, r).value))).toEqual(rows)
    }),
    { numRuns: 200 },
  )
})

import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { cellProblem, isMissing, typeProblem } from './cellProblem.ts'
import { coerceCell } from './coerceCell.ts'
import { formatCell, formatNumber, rawCellText } from './formatCell.ts'
import { parseDate, parseMonth } from './parseDate.ts'
import { parseNumber } from './parseNumber.ts'
import type { FieldType } from '#shared/fields/field.ts'

const options = [
  { id: 'natural_gas', label: 'Natural gas' },
  { id: 'gas_oil', label: 'Gas oil' },
]
const field = (type: FieldType) => ({ type, options, name: 'Fuel', unit: null, required: true })

describe('numbers', () => {
  test.each<[string, number | string]>([
    ['1204.5', 1204.5],
    ['1,204,300.25', 1204300.25],
    ['1 204 300', 1204300],
    ["1'204'300", 1204300],
    ['1\u00a0204', 1204],
    ['$2.50', 2.5],
    ['-$2.50', -2.5],
    ['$-2.50', -2.5],
    ['12 USD', 12],
    ['€ 1,000', 1000],
    ['(5)', -5],
    ['($1,250.00)', -1250],
    ['5%', 0.05],
    ['5 %', 0.05],
    ['\u22125', -5],
    ['+7', 7],
    ['.5', 0.5],
    ['5.', 5],
    ['1e3', 1000],
    ['١٬٢٣٤٫٥', 1234.5],
    ['۱۲۳', 123],
    ['1.204,5', '1.204,5'],
    ['1,5', '1,5'],
    ['12 34', '12 34'],
    ['1,2345', '1,2345'],
    ['1e999', '1e999'],
    ['twelve', 'twelve'],
    ['%', '%'],
    ['-', '-'],
    ['12 kg', '12 kg'],
  ])('%s becomes %s', (text, value) => {
    expect(coerceCell(field('number'), text)).toBe(value)
  })

  test('any number that is shown or copied is read back as the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const normal = value === 0 ? 0 : value
        expect(coerceCell(field('number'), rawCellText(field('number'), normal))).toBe(normal)
      }),
    )
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 999 }), (whole, thousandths) => {
        const value = Number(`${whole}.${String(thousandths).padStart(3, '0')}`)
        expect(coerceCell(field('number'), formatNumber(value))).toBe(value === 0 ? 0 : value)
      }),
    )
  })
})

describe('dates and months', () => {
  test.each<[string, string]>([
    ['2025-03-31', '2025-03-31'],
    ['2025-3-1', '2025-03-01'],
    ['2025-03-31T10:20:00Z', '2025-03-31'],
    ['31/03/2025', '2025-03-31'],
    ['31.3.2025', '2025-03-31'],
    ['31/3/25', '2025-03-31'],
    ['1.2.25', '2025-02-01'],
    ['٣١/٣/٢٥', '2025-03-31'],
    ['25-01-02', '25-01-02'],
    ['1/2.25', '1/2.25'],
    ['3/31/25', '3/31/25'],
    ['31 March 2025', '2025-03-31'],
    ['31-Mar-25', '2025-03-31'],
    ['March 31, 2025', '2025-03-31'],
    ['٣١/٠٣/٢٠٢٥', '2025-03-31'],
    ['31 مارس 2025', '2025-03-31'],
    ['31/02/2025', '31/02/2025'],
    ['3/31/2025', '3/31/2025'],
    ['soon', 'soon'],
  ])('the date %s becomes %s', (text, value) => {
    expect(coerceCell(field('date'), text)).toBe(value)
  })

  test.each<[string, string]>([
    ['2025-03', '2025-03'],
    ['3/2025', '2025-03'],
    ['Mar 2025', '2025-03'],
    ['march 2025', '2025-03'],
    ['Mar-25', '2025-03'],
    ['Sept 2025', '2025-09'],
    ['2025-03-31', '2025-03'],
    ['31/03/2025', '2025-03'],
    ['31/03/25', '2025-03'],
    ['كانون الثاني 2025', '2025-01'],
    ['2025-13', '2025-13'],
    ['Mar', 'Mar'],
  ])('the month %s becomes %s', (text, value) => {
    expect(coerceCell(field('month'), text)).toBe(value)
  })
})

test('yes and no are read in English and Arabic, anything else stays as text', () => {
  expect(
    ['yes', 'TRUE', '1', '✓', 'نعم', 'No', 'false', '٠', 'لا', 'maybe'].map((text) =>
      coerceCell(field('boolean'), text),
    ),
  ).toEqual([true, true, true, true, true, false, false, false, false, 'maybe'])
})

test('options are found by label or by id, whatever the case and the spacing', () => {
  expect(
    ['Natural gas', 'natural  GAS', 'NATURAL_GAS', ' gas oil ', 'coal'].map((text) =>
      coerceCell(field('option'), text),
    ),
  ).toEqual(['natural_gas', 'natural_gas', 'natural_gas', 'gas_oil', 'coal'])
})

test('empty text empties the cell in every type', () => {
  for (const type of ['text', 'number', 'date', 'month', 'boolean', 'option'] as const) {
    expect([coerceCell(field(type), ''), coerceCell(field(type), '  '), coerceCell(field(type), null)]).toEqual([
      null,
      null,
      null,
    ])
  }
})

test('coercing twice changes nothing, and what does not fit is kept and named', () => {
  fc.assert(
    fc.property(fc.constantFrom('text', 'number', 'date', 'month', 'boolean', 'option'), fc.string(), (type, text) => {
      const once = coerceCell(field(type), text)
      expect(coerceCell(field(type), once)).toEqual(once)
      if (once !== null && cellProblem(field(type), once) !== null) {
        expect(once).toBe(text.trim())
      }
    }),
  )
})

test('a misfit says which field, what was typed and what to do', () => {
  expect(cellProblem({ ...field('number'), name: 'Quantity' }, '1.204,5')).toEqual({
    code: 'not-a-number',
    message: 'Quantity: “1.204,5” is not a number. Write digits with a point for decimals, like 1204.5.',
  })
  expect(cellProblem(field('option'), 'coal')?.message).toBe(
    'Fuel: “coal” is not in the list. Pick one of its 2 choices.',
  )
  expect(cellProblem(field('option'), null)).toBeNull()
  expect([isMissing(field('number'), null), isMissing(field('number'), 0)]).toEqual([true, false])
})

test('cells show grouped digits, labels and month names', () => {
  expect([
    formatCell(field('number'), 1284310.5),
    formatCell(field('number'), -0.25),
    formatCell(field('option'), 'gas_oil'),
    formatCell(field('month'), '2025-03'),
    formatCell(field('date'), '2025-03-09'),
    formatCell(field('boolean'), true),
    formatCell(field('number'), '1.204,5'),
    formatCell(field('text'), null),
  ]).toEqual(['1\u00a0284\u00a0310.5', '\u22120.25', 'Gas oil', 'Mar 2025', '9 Mar 2025', 'Yes', '1.204,5', ''])
})

test.each<FieldType>(['text', 'number', 'date', 'month', 'boolean', 'option'])(
  'half a character is replaced at once in a field of type %s, as it would be on its way to others',
  (type) => {
    expect(coerceCell(field(type), 'a \ud83d b')).toBe('a \ufffd b')
    expect(coerceCell(field(type), '💩')).toBe('💩')
  },
)

test('whoever knows the decimal mark or the order of a date says so; Arabic marks mean one thing either way', () => {
  expect(['1.204,5', '1,5', '1.234', '1 204,5', '1.5', '١٬٢٠٤٫٥'].map((text) => parseNumber(text, 'comma'))).toEqual([
    1204.5,
    1.5,
    1234,
    1204.5,
    null,
    1204.5,
  ])
  expect(
    ['01/02/2025', '12/31/2025', '31/12/2025', '2025-02-01'].map((text) => parseDate(text, 'month-first')),
  ).toEqual(['2025-01-02', '2025-12-31', null, '2025-02-01'])
  expect(parseMonth('01/02/2025', 'month-first')).toBe('2025-01')
})

test('ids of files that are copied are files again; anything else in a column for files is marked, and stays', () => {
  const field = { name: 'Receipts', type: 'evidence', options: [] } as const
  const [one, two] = ['0b8f7c1e-55b4-4a0e-9d0a-0c2f3b6f9a11', '1b8f7c1e-55b4-4a0e-9d0a-0c2f3b6f9a12']
  const copied = coerceCell(field, rawCellText(field, [one, two]))
  expect(copied).toEqual([one, two])
  expect([formatCell(field, [one]), formatCell(field, copied)]).toEqual(['1 file', '2 files'])
  expect(typeProblem(field, copied)).toBeNull()
  expect(coerceCell(field, ' meter.pdf ')).toBe('meter.pdf')
  expect(typeProblem(field, 'meter.pdf')?.code).toBe('not-files')
  expect(typeProblem(field, ['meter.pdf'])?.code).toBe('not-files')
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import { dateOrderOf } from '#shared/cells/dateOrder.ts'
import { decimalMarkOf } from '#shared/cells/decimalMark.ts'
import { plainBlock } from './PastedBlock.ts'
import { AS_TYPED, type PasteAnswer, readBlock } from './readBlock.ts'

const field = (type: Field['type'], unit: string | null = null): Field => ({
  id: type,
  key: type,
  ordinal: 2,
  name: type,
  type,
  unit,
  options: [],
  required: false,
  formula: null,
  role: null,
  readers: null,
  writers: null,
})

const columnOf = (texts: readonly string[]) => plainBlock(texts.map((text) => [text]))

function valuesOf(texts: readonly string[], of: Field, answer: PasteAnswer = AS_TYPED): CellValue[] {
  const read = readBlock(columnOf(texts), [of]).read(answer)
  return texts.map((_, row) => read(0, row).value)
}

describe('the decimal mark of a column', () => {
  test.each<[string, string[], ReturnType<typeof decimalMarkOf>]>([
    ['a point with two kinds of mark', ['1.234', '1,234.56'], 'point'],
    ['a comma with two kinds of mark', ['1.234', '1.234,5'], 'comma'],
    ['a comma that groups nothing', ['1.234', '1,5'], 'comma'],
    ['a comma behind a zero', ['1.234', '0,125'], 'comma'],
    ['a point behind a zero', ['1.234', '0.125'], 'point'],
    ['a point that groups nothing', ['1.234', '1.5'], 'point'],
    ['four digits before the mark', ['1.234', '1234.567'], 'point'],
    ['two points', ['1.234', '1.234.567'], 'comma'],
    ['spaces that group', ['1.234', '1 234,567'], 'comma'],
    ['three digits behind a comma group thousands, as in a typed cell', ['1,234', '5,678'], 'point'],
    ['unless another number has a decimal comma', ['1,234', '5,6'], 'comma'],
    ['three digits behind every point tell nothing', ['1.234', '12', '500.000'], 'open'],
    ['both marks with three digits tell nothing', ['1.234', '5,678'], 'open'],
    ['nor does a column that contradicts itself, where a text is left open', ['1.5', '1,5', '1,234'], 'open'],
    ['a contradiction without an open text is read text by text', ['1.5', '1,5'], 'point'],
    ['Arabic marks mean one thing', ['١٬٢٣٤', '١٫٢٣٤'], 'point'],
    ['Arabic digits with our marks are looked at like ours', ['١.٢٣٤'], 'open'],
    ['words and versions are no numbers', ['n/a', '1.2.3', ''], 'point'],
    ['signs, brackets and currencies stand in the way of nothing', ['-1.234', '(1.234)', '$1.234'], 'open'],
  ])('%s', (_, texts, expected) => {
    expect(decimalMarkOf(texts)).toBe(expected)
  })

  test('a text that is a number in one way only is that number, whatever the column says', () => {
    expect(valuesOf(['1.5', '1,5', '2.5', '0,125'], field('number'))).toEqual([1.5, 1.5, 2.5, 0.125])
  })

  test('an open column asks, with some of its texts read both ways, and is read as it was answered', () => {
    const texts = ['1.234', '2.500', '1.234', '3.750', '4.000', '7']
    const { question } = readBlock(columnOf(texts), [field('number')])
    expect(question).toEqual({
      numbers: [
        {
          field: field('number'),
          samples: [
            { text: '1.234', ways: { point: 1.234, comma: 1234 } },
            { text: '2.500', ways: { point: 2.5, comma: 2500 } },
            { text: '3.750', ways: { point: 3.75, comma: 3750 } },
          ],
        },
      ],
      dates: [],
    })
    const answered = (mark: PasteAnswer['mark']): CellValue[] =>
      valuesOf(texts, field('number'), { mark, order: 'day-first' })
    expect(answered('point')).toEqual([1.234, 2.5, 1.234, 3.75, 4, 7])
    expect(answered('comma')).toEqual([1234, 2500, 1234, 3750, 4000, 7])
  })

  test('each column is looked at for itself, and text columns are not', () => {
    const block = plainBlock([
      ['1.234', '1.234', '1.234', '1.234'],
      ['2.000', '2,5', '2.5', '2.000'],
    ])
    const fields = [field('number'), field('number'), field('number'), field('text')]
    const { question, read } = readBlock(block, fields)
    expect(question?.numbers).toHaveLength(1)
    const cell = read({ mark: 'comma', order: 'day-first' })
    expect(fields.map((_, c) => cell(c, 0).value)).toEqual([1234, 1234, 1.234, '1.234'])
  })
})

describe('the order of a column of dates', () => {
  test.each<[string, string[], ReturnType<typeof dateOrderOf>]>([
    ['a day above twelve in front', ['01/02/2025', '13/02/2025'], 'day-first'],
    ['a day above twelve behind', ['01/02/2025', '02/13/2025'], 'month-first'],
    ['nothing above twelve', ['01/02/2025', '03/04/2025'], 'open'],
    ['the same day either way tells nothing and asks nothing', ['05/05/2025'], 'day-first'],
    ['names and ISO dates tell nothing and ask nothing', ['2025-03-04', '4 Mar 2025', ''], 'day-first'],
    ['a contradiction with an open text', ['13/02/2025', '02/13/2025', '01/02/2025'], 'open'],
    ['a contradiction without one is read text by text', ['13/02/2025', '02/13/2025'], 'day-first'],
    ['years of two digits, a day above twelve behind', ['1/2/25', '2/13/25'], 'month-first'],
    ['years of two digits, nothing above twelve', ['1/2/25', '03.04.25'], 'open'],
    ['Arabic digits', ['٠١/٠٢/٢٠٢٥', '١٣/٠٢/٢٠٢٥'], 'day-first'],
  ])('%s', (_, texts, expected) => {
    expect(dateOrderOf(texts, 'date')).toBe(expected)
  })

  test('dates and months are read in the order of the column, or of the answer', () => {
    expect(valuesOf(['01/02/2025', '02/13/2025', 'soon'], field('date'))).toEqual(['2025-01-02', '2025-02-13', 'soon'])
    expect(valuesOf(['01/02/2025'], field('month'), { mark: 'point', order: 'month-first' })).toEqual(['2025-01'])
    expect(readBlock(columnOf(['03/2025', '04/04/2025']), [field('month')]).question).toBeNull()
  })
})

describe('exact values', () => {
  const block = { texts: [['1.234', '01/02/2025']], exact: [['1.234', '2025-01-02']] }

  test('are never open and decide nothing for the others', () => {
    const fields = [field('number'), field('date')]
    const { question, read } = readBlock(block, fields)
    expect(question).toBeNull()
    const cell = read({ mark: 'comma', order: 'day-first' })
    expect(fields.map((_, c) => cell(c, 0).value)).toEqual([1.234, '2025-01-02'])
  })
})

describe('units', () => {
  const readOne = (text: string, unit: string | null) =>
    readBlock(columnOf([text]), [field('number', unit)]).read(AS_TYPED)(0, 0)

  test.each<[string, string, CellValue, string | null, string | null]>([
    ['1.2 MWh', 'kWh', 1200, 'MWh', null],
    ['1.005 MWh', 'kWh', 1005, 'MWh', null],
    ['350 kWh', 'kWh', 350, null, null],
    ['350kwh', 'kWh', 350, null, null],
    ['1,200 L', 'm3', 1.2, 'L', null],
    ['1e3 kg', 't', 1, 'kg', null],
    ['-2 t', 'kg', -2000, 't', null],
    ['٣٫٥ t', 'kg', 3500, 't', null],
    ['1.2 MWh', 'L', '1.2 MWh', null, 'MWh'],
    ['1.2 MWh', 'kWh(HHV)', '1.2 MWh', null, 'MWh'],
    ['5 EUR', 'USD', '5 EUR', null, 'EUR'],
    ['5 USD', 'USD', 5, null, null],
    ['5%', '%', 5, null, null],
    ['about 5 t', 'kg', 'about 5 t', null, null],
    ['5 gallons', 'L', '5 gallons', null, null],
    ['1.2.3 t', 'kg', '1.2.3 t', null, null],
  ])('%s into %s', (text, unit, value, convertedFrom, otherUnit) => {
    expect(readOne(text, unit)).toEqual({ value, convertedFrom, otherUnit })
  })

  test('a field without a unit takes numbers as it always did', () => {
    expect(['5 t', '5 EUR', '5%'].map((text) => readOne(text, null).value)).toEqual(['5 t', 5, 0.05])
  })

  test('a unit does not hide how the number is written', () => {
    expect(valuesOf(['1.234 MWh', '2,5 MWh'], field('number', 'kWh'))).toEqual([1_234_000, 2500])
    expect(readBlock(columnOf(['1.234 MWh']), [field('number', 'kWh')]).question?.numbers).toHaveLength(1)
  })
})

/** A number as people write it, with groups of three. */
function written(value: number, decimals: number, group: string, mark: string): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group)
  return (value < 0 ? '-' : '') + grouped + (fraction === undefined ? '' : mark + fraction)
}

const number = fc.record({
  value: fc.integer({ min: -9_999_999, max: 9_999_999 }),
  decimals: fc.integer({ min: 0, max: 4 }),
})
const numbers = fc.array(
  number.map(({ value, decimals }) => ({ value: Number((value / 1000).toFixed(decimals)), decimals })),
  { minLength: 1, maxLength: 12 },
)

test('a column written one way is read back exactly, or is asked about and then read back exactly', () => {
  fc.assert(
    fc.property(numbers, fc.constantFrom<PasteAnswer['mark']>('point', 'comma'), (column, mark) => {
      const [group, decimal] = mark === 'point' ? [',', '.'] : ['.', ',']
      const texts = column.map(({ value, decimals }) => written(value, decimals, group, decimal))
      // the one form that is not asked about: commas before three digits alone are thousands
      fc.pre(
        mark === 'point' ||
          texts.some((text) => text.includes('.') || /,(\d{1,2}|\d{4})$|^-?0,/.test(text)) ||
          !texts.join('').includes(','),
      )
      expect(valuesOf(texts, field('number'), { mark, order: 'day-first' }).map((value) => Number(value) + 0)).toEqual(
        column.map(({ value }) => value + 0),
      )
    }),
  )
})

test('a column of numbers is open only when each mark in it stands alone before three digits', () => {
  fc.assert(
    fc.property(numbers, (column) => {
      const texts = column.map(({ value, decimals }) => written(value, decimals, '', '.'))
      const marked = texts.filter((text) => text.includes('.'))
      const isOpen = marked.length > 0 && marked.every((text) => /^-?[1-9]\d{0,2}\.\d{3}$/.test(text))
      expect(decimalMarkOf(texts) === 'open').toBe(isOpen)
    }),
  )
})

test('dates written in one order are read back, or asked about and then read back', () => {
  const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2040-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(
      fc.array(day, { minLength: 1, maxLength: 12 }),
      fc.constantFrom<PasteAnswer['order']>('day-first', 'month-first'),
      (days, order) => {
        const iso = days.map((one) => one.toISOString().slice(0, 10))
        const texts = iso.map((one) => {
          const [year = '', month = '', date = ''] = one.split('-')
          return order === 'day-first' ? `${date}/${month}/${year}` : `${month}/${date}/${year}`
        })
        expect(valuesOf(texts, field('date'), { mark: 'point', order })).toEqual(iso)
      },
    ),
  )
})

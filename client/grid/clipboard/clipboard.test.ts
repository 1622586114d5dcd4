import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseHtml } from './html.ts'
import { copied } from './testing/copied.ts'
import { parseTsv } from './tsv.ts'

/** What a cell can hold: anything but carriage returns, which become line feeds, and what HTML cannot carry. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'ب', '1', ' ', '"', '\t', '\n', '<', '&', ',', "'", '\u00a0'), maxLength: 8 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }).map((raw) => raw.replace(/[\r\0]/g, '')),
)
const block = fc
  .integer({ min: 1, max: 5 })
  .chain((width) => fc.array(fc.array(text, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }))

test('tab-separated text reads back exactly what was written', () => {
  fc.assert(
    fc.property(block, (rows) => {
      expect(parseTsv(copied(rows).plain)).toEqual(rows)
    }),
  )
})

test('rows end with CRLF, and the table of an Arabic page says its direction and keeps line breaks in their cell', () => {
  expect(
    copied([
      ['a', 'b'],
      ['c\td', 'e'],
    ]).plain,
  ).toBe('a\tb\r\n"c\td"\te')
  expect(copied([['a\nb']], { rtl: true }).html).toMatch(
    /<table[^>]* dir="rtl">.*a<br style="mso-data-placement:same-cell">b/,
  )
  expect(copied([['a']]).html).not.toContain('dir=')
})

test('the HTML table reads back exactly what was written, in both directions of writing', () => {
  fc.assert(
    fc.property(block, fc.boolean(), (rows, rtl) => {
      expect(parseHtml(copied(rows, { rtl }).html)).toEqual({ texts: rows, exact: rows })
    }),
    { numRuns: 60 },
  )
})

describe('text from spreadsheets', () => {
  test.each<[string, string, string[][]]>([
    [
      'exactly one line break at the end is trimmed',
      'a\tb\r\nc\td\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a second line break at the end is an empty row', 'a\n\n', [['a'], ['']]],
    ['a quoted field keeps its line breaks', '"two\r\nlines"\tb', [['two\nlines', 'b']]],
    ['doubled quotes are one', '"he said ""yes"""\t1', [['he said "yes"', '1']]],
    ['a quote that does not close a field is plain text', '"a" b\tc', [['"a" b', 'c']]],
    ['an inch mark stays', '5"\t6"', [['5"', '6"']]],
    [
      'short rows are filled up',
      'a\tb\tc\nd',
      [
        ['a', 'b', 'c'],
        ['d', '', ''],
      ],
    ],
    ['old line ends work', 'a\rb', [['a'], ['b']]],
    ['nothing is one empty cell', '', [['']]],
  ])('%s', (_, source, rows) => {
    expect(parseTsv(source)).toEqual(rows)
  })
})

describe('tables from spreadsheets', () => {
  test('Excel: the exact number beside the shown one, and line breaks inside a cell', () => {
    const html = `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table>
      <tr height=20><td class=xl65 x:num="1234.5678">1,234.57</td><td x:str>Kiln
        one<br>
        second line</td></tr>
      <tr height=0 style='display:none'><td></td><td></td></tr></table></body></html>`
    expect(parseHtml(html)?.texts).toEqual([['1234.5678', 'Kiln one\nsecond line']])
  })

  test('Google Sheets: values instead of shown text, but dates as shown', () => {
    const html = `<google-sheets-html-origin><table><tbody><tr>
      <td data-sheets-value='{"1":3,"3":1234567.891}'>$1,234,567.89</td><td data-sheets-value='{"1":2,"2":"  plain"}'>plain</td>
      <td data-sheets-value='{"1":4,"4":1}'>TRUE</td><td data-sheets-value='{"1":3,"3":45747}'>31/03/2025</td><td data-sheets-value='oops'>kept</td></tr></tbody></table>`
    expect(parseHtml(html)?.texts).toEqual([['1234567.891', '  plain', 'TRUE', '31/03/2025', 'kept']])
  })

  test('merged cells are spread out and keep their place', () => {
    expect(
      parseHtml('<table><tr><td rowspan="2">a</td><td colspan=2>b</td></tr><tr><td>c</td><td>d</td></tr></table>')
        ?.texts,
    ).toEqual([
      ['a', 'b', ''],
      ['', 'c', 'd'],
    ])
  })

  test('a page without a table is no table', () => {
    expect([parseHtml('<p>hello</p>'), parseHtml('')]).toEqual([null, null])
  })

  test('numbers and dates are exact where the source gave the value, whatever order or format it shows', () => {
    const html = `<table><tr><td data-sheets-value='{"1":3,"3":1234.5}'>1.234,50</td>
      <td data-sheets-value='{"1":3,"3":45659}'>01/02/2025</td><td x:num="45659">02/01/2025</td><td x:num="45747">03/31/2025</td>
      <td data-sheets-value='{"1":3,"3":45659}'>Jan 2025</td></tr>
      <tr><td x:num="44197">01/02/2025</td><td x:num>1.234</td><td x:num="1.2">1.2 MWh</td>
      <td data-sheets-value='{"1":2,"2":"1.234"}'>1.234</td><td>01/02/2025</td></tr>
      <tr><td x:num="1.20254">1.2025</td><td x:num="45717">03.2025</td><td x:num="0.05">5%</td></tr></table>`
    expect(parseHtml(html)).toEqual({
      texts: [
        ['1234.5', '01/02/2025', '02/01/2025', '03/31/2025', 'Jan 2025'],
        ['01/02/2025', '1.234', '1.2 MWh', '1.234', '01/02/2025'],
        ['1.20254', '03.2025', '0.05', '', ''],
      ],
      exact: [
        ['1234.5', '2025-01-02', '2025-01-02', '2025-03-31', '2025-01-02'],
        [null, null, '1.2 MWh', null, null],
        ['1.20254', '2025-03-01', '0.05', null, null],
      ],
    })
  })
})

import { afterAll, expect, test } from 'vitest'
import { numberInCell } from './numberInCell.ts'
import { ReadingThread } from './ReadingThread.ts'
import { READING_LIMITS } from './readingLimits.ts'
import { NOT_COMPUTED, type Spreadsheet } from './Spreadsheet.ts'
import { excelWorkbook, libreOfficeWorkbook } from './testing/officeWorkbooks.ts'
import { writeWorkbook } from './testing/writeWorkbook.ts'
import { type WrittenPart, zipOf } from './testing/zipOf.ts'

const thread = new ReadingThread()
afterAll(() => thread.stop())

const told = (file: Uint8Array, name: string): Promise<string> =>
  thread.read(file, name).then(
    () => 'read',
    (error: Error & { code: string }) => `${error.code}: ${error.message}`,
  )
const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8')

test('a workbook is read sheet by sheet, of its formulas the saved values, of its dates the days', async () => {
  const file = await writeWorkbook([
    { name: 'Notes', rows: [['Read me']] },
    {
      name: 'وقود',
      rows: [
        ['Name', 'Value', 'Day'],
        ['  ديزل ', 2.5, new Date('2025-03-01')],
        [null, null, null],
        [true, 0, '   '],
      ],
      formulas: { '2,1': { formula: '1+2', saved: 3 }, '2,2': { formula: 'NOW()', saved: null } },
    },
  ])
  expect(await thread.read(file, 'factors.xlsx')).toEqual({
    format: 'xlsx',
    sheets: [
      { name: 'Notes', rows: [['Read me']] },
      {
        name: 'وقود',
        rows: [
          ['Name', 'Value', 'Day'],
          ['ديزل', 2.5, '2025-03-01'],
          [null, 3, NOT_COMPUTED],
          [true, 0, null],
        ],
      },
    ],
  })
})

/** Without the empty cells at the ends of rows, by which all of a sheet are as wide. */
const unpadded = ({ format, sheets }: Spreadsheet): object => ({
  format,
  sheets: sheets.map(({ name, rows }) => ({
    name,
    rows: rows.map((row) => row.slice(0, row.findLastIndex((cell) => cell !== null) + 1)),
  })),
})

test('a workbook as Excel writes it: strings that are shared, rows that are left out, saved results, days by their format', async () => {
  expect(unpadded(await thread.read(await excelWorkbook(), 'excel.xlsx'))).toEqual({
    format: 'xlsx',
    sheets: [
      { name: 'Notes & sources', rows: [[], [null, 'Name']] },
      {
        name: 'Factors 2025',
        rows: [
          ['Name', 'CO2 per litre', 'Day'],
          [],
          [],
          ['Diesel', 2.68, '2025-03-01', null, null, true],
          ['Heating oil <S>', 5.36, '2025-03-02', 'Diesel!', '#DIV/0!', false],
          [],
        ],
      },
    ],
  })
})

test('a workbook as LibreOffice writes it: days from 1904, strings in their cells, paths from the root', async () => {
  expect(unpadded(await thread.read(await libreOfficeWorkbook(), 'calc.xlsx'))).toEqual({
    format: 'xlsx',
    sheets: [
      {
        name: 'وقود',
        rows: [['الاسم', 'Value', 'Day'], ['ديزل', 0.001, '2025-03-01'], ['0123', 'ab', 0.002], [], [], [], [-4.5]],
      },
    ],
  })
})

test.each([
  [
    'comma',
    'a,b\r\n"x, y",1.5\r\n',
    [
      ['a', 'b'],
      ['x, y', '1.5'],
    ],
  ],
  [
    'semicolon',
    '\uFEFFa;b\n1,5;\n',
    [
      ['a', 'b'],
      ['1,5', null],
    ],
  ],
  [
    'tab',
    'a\tb\n"1\n2"\t3',
    [
      ['a', 'b'],
      ['1\n2', '3'],
    ],
  ],
  [
    'bar',
    'a|b|c\n1|2',
    [
      ['a', 'b', 'c'],
      ['1', '2'],
    ],
  ],
])('text with a %s between its cells is a sheet of texts', async (_, text, rows) => {
  expect(await thread.read(utf8(text), 'Grid factors.csv')).toEqual({
    format: 'csv',
    sheets: [{ name: 'Grid factors', rows }],
  })
})

test('UTF-16 is read where the file says so; what is no UTF-8 is refused and not guessed', async () => {
  const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Ä,b\n1,2', 'utf16le')])
  expect(await thread.read(wide, 'a.csv')).toMatchObject({
    sheets: [
      {
        rows: [
          ['Ä', 'b'],
          ['1', '2'],
        ],
      },
    ],
  })
  expect(await told(Buffer.from('K\xe4lte,1', 'latin1'), 'a.csv')).toMatch(/^wrong-kind-of-file: .*UTF-8/)
})

test('a file is what its name says, and one of the two kinds', async () => {
  const book = await writeWorkbook([{ name: 'A', rows: [['a', 'b']] }])
  expect(await told(book, 'a.csv')).toBe(
    'wrong-kind-of-file: “a.csv” is called a text, and is a workbook. Name it .xlsx.',
  )
  expect(await told(utf8('a,b'), 'a.xlsx')).toMatch(/^wrong-kind-of-file: “a.xlsx” is called a workbook, and is none/)
  expect(await told(utf8('%PDF-1.7'), 'a.pdf')).toMatch(/^wrong-kind-of-file: “a.pdf” is no .xlsx and no .csv/)
  expect(await told(Buffer.from('d0cf11e0a1b11ae10000', 'hex'), 'a.xlsx')).toMatch(/^wrong-kind-of-file: .*\(.xls\)/)
  expect(await told(zipOf([{ name: 'word/document.xml', content: utf8('<a/>') }]), 'a.xlsx')).toMatch(/no workbook/)
})

test('what is damaged is told as such', async () => {
  const book = await writeWorkbook([{ name: 'A', rows: [['a', 'b']] }])
  expect(await told(book.subarray(0, book.length - 30), 'a.xlsx')).toMatch(/^broken-file: The file is damaged/)
  const torn = Buffer.from(book)
  torn.fill(0x5a, 60, 200)
  expect(await told(torn, 'a.xlsx')).toMatch(/^broken-file/)
  const parts = { 'xl/workbook.xml': '<workbook><sheets>', '[Content_Types].xml': 'x' }
  const nonsense = Object.entries(parts).map(([name, text]): WrittenPart => ({ name, content: utf8(text) }))
  expect(await told(zipOf(nonsense), 'a.xlsx')).toMatch(/^broken-file/)
  expect(await told(utf8('a,b\n"x,1\ny,2'), 'a.csv')).toMatch(/^broken-file: A quotation mark does not end/)
})

test.each([
  [
    'packs more than a hundredfold',
    [{ name: 'xl/workbook.xml', content: Buffer.alloc(40 << 20, 32) }],
    /packed 100 times/,
  ],
  [
    'says that it is small, and is not',
    [{ name: 'xl/workbook.xml', content: Buffer.alloc(300 << 20, 32), claims: 10 }],
    /larger than 200 MB/,
  ],
  [
    'has too many parts',
    Array.from({ length: 2001 }, (_, at) => ({ name: `p${at}`, content: utf8('x') })),
    /2001 parts, and 2000 are taken/,
  ],
] as [string, WrittenPart[], RegExp][])(
  'an archive that %s is refused before it is read',
  async (_, parts, message) => {
    const reason = await told(zipOf(parts), 'bomb.xlsx')
    expect(reason).toMatch(/^too-large: /)
    expect(reason).toMatch(message)
  },
)

test('a grammar inside of a workbook is refused: its entities may grow without end', async () => {
  const evil = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><workbook>&c;</workbook>'
  expect(await told(zipOf([{ name: 'xl/workbook.xml', content: utf8(evil) }]), 'a.xlsx')).toMatch(
    /^broken-file: .*grammar/,
  )
})

test('wider than Excel, more cells or sheets than are taken: each is said with its limit', async () => {
  const wide = Array.from({ length: 16_385 }, () => 'x').join(',')
  expect(await told(utf8(`${wide}\n`), 'a.csv')).toMatch(/^too-large: The file has 16385 columns, and 16384 are taken/)
  const small = new ReadingThread({ ...READING_LIMITS, cells: 20, sheets: 2, fileBytes: 40_000 })
  const reasonOf = async (file: Uint8Array, name: string): Promise<string> =>
    small.read(file, name).then(String, (error: Error) => error.message)
  const row = ['a', 'b', 'c', 'd', 'e']
  expect(await reasonOf(await writeWorkbook([{ name: 'A', rows: [row, row, row, row, row] }]), 'a.xlsx')).toMatch(
    /too many cells: 20/,
  )
  const three = ['A', 'B', 'C'].map((name) => ({ name, rows: [['x']] }))
  expect(await reasonOf(await writeWorkbook(three), 'a.xlsx')).toMatch(/3 sheets, and 2 are taken/)
  expect(await reasonOf(Buffer.alloc(40_001, 97), 'a.csv')).toMatch(/larger than/)
  await small.stop()
})

test('a file that takes too long ends with its thread, and the next one is read', async () => {
  const hasty = new ReadingThread({ ...READING_LIMITS, timeoutMs: 1 })
  await expect(hasty.read(utf8('a,b'), 'a.csv')).rejects.toMatchObject({ code: 'too-large' })
  await hasty.stop()
  await expect(hasty.read(utf8('a,b'), 'a.csv')).rejects.toMatchObject({ code: 'unavailable', status: 503 })
  expect(await told(utf8('a,b\n1,2'), 'a.csv')).toBe('read')
})

test.each([
  ['1.5', 1.5],
  ['0,183', 0.183],
  ['12,5', 12.5],
  ['1,234.5', 1234.5],
  ['1.234,5', 1234.5],
  ['1 234,5', 1234.5],
  ['2e-5', 0.000_02],
  ['−3', -3],
  ['1,234', 'ambiguous'],
  ['5 %', 'percent'],
  ['n/a', 'blank'],
  ['–', 'blank'],
  ['', 'blank'],
  [null, 'blank'],
  [NOT_COMPUTED, 'not-computed'],
  ['about 3', 'text'],
  ['#REF!', 'text'],
  ['1.2.3', 'text'],
  [true, 'text'],
])('%j where a number belongs is %j', (cell, expected) => {
  const read = numberInCell(cell)
  expect(read.kind === 'number' ? read.value : read.kind).toBe(expected)
})

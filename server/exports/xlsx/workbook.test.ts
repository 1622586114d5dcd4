import { readXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { workbook, type WorkbookSheet } from './workbook.ts'

const MADE = new Date('2026-03-01T08:00:00Z')

async function made(sheets: WorkbookSheet[], mostRows?: number): Promise<Buffer> {
  const options = { title: 'Fuel <2025> & more', made: MADE, isRightToLeft: false }
  const chunks = await Array.fromAsync(workbook(sheets, { ...options, ...(mostRows !== undefined && { mostRows }) }))
  return Buffer.concat(chunks)
}

const column = (title: string, isDate = false) => ({ title, isDate, width: 12 })

test('numbers, texts, yes and no, dates and gaps are read back as what they are', async () => {
  const rows = [
    ['litres', 1.1, 1e-300, 123456789012345680, true, '2025-02-28'],
    [' spaces & <tags> "quotes"\nlines\rreturn\ttab', -0.1, null, 2 ** 53, false, 'no date'],
    ['_x0041_ and \u0007 and \uFFFE', 5e-324, 1.7976931348623157e308, 0, null, '1899-01-01'],
  ]
  const columns = [column('Text'), column('A'), column('B'), column('C'), column('Yes'), column('Day', true)]
  const file = await made([{ name: 'Data', columns, pieces: [rows.slice(0, 2), rows.slice(2)] }])
  const { sheets } = await readXlsx(file)

  expect(sheets.map(({ name }) => name)).toEqual(['Data'])
  expect(sheets[0]!.rows).toEqual([
    ['Text', 'A', 'B', 'C', 'Yes', 'Day'],
    ['litres', 1.1, 1e-300, 123456789012345680, true, new Date('2025-02-28T00:00:00Z')],
    [' spaces & <tags> "quotes"\nlines\rreturn\ttab', -0.1, null, 2 ** 53, false, 'no date'],
    ['_x0041_ and \u0007 and \uFFFE', 5e-324, 1.7976931348623157e308, 0, null, '1899-01-01'],
  ])
})

test('a sheet that is full goes on in another one, with its titles', async () => {
  const rows = Array.from({ length: 7 }, (_, index) => [index])
  const sheets = [
    { name: 'Long', columns: [column('N')], pieces: [rows.slice(0, 5), rows.slice(5)] },
    { name: 'Empty', columns: [column('N')], pieces: [] },
    { name: 'Full', columns: [column('N')], pieces: [rows.slice(0, 3)] },
  ]
  const file = await readXlsx(await made(sheets, 4))

  expect(file.sheets.map(({ name, rows: read }) => [name, read.flat()])).toEqual([
    ['Long', ['N', 0, 1, 2]],
    ['Long (2)', ['N', 3, 4, 5]],
    ['Long (3)', ['N', 6]],
    ['Empty', ['N']],
    ['Full', ['N', 0, 1, 2]],
  ])
})

test('names of sheets are ones that Excel takes, each once', async () => {
  const names = ["'a/b:c?'", 'A b c', 'x'.repeat(40), 'x'.repeat(50), '', 'History', 'انبعاثات']
  const file = await readXlsx(await made(names.map((name) => ({ name, columns: [column('N')], pieces: [] }))))

  expect(file.sheets.map(({ name }) => name)).toEqual([
    'a b c',
    'A b c (2)',
    'x'.repeat(31),
    `${'x'.repeat(27)} (2)`,
    'sheet',
    'History sheet',
    'انبعاثات',
  ])
})

test('a reader that stops ends the reading of the rows', async () => {
  let isEnded = false
  async function* endless(): AsyncGenerator<string[][]> {
    try {
      for (;;) {
        yield Array.from({ length: 1000 }, () => [crypto.randomUUID()])
      }
    } finally {
      isEnded = true
    }
  }
  const options = { title: '', made: MADE, isRightToLeft: false }
  for await (const chunk of workbook([{ name: 'Endless', columns: [column('N')], pieces: endless() }], options)) {
    expect(chunk.length).toBeGreaterThan(0)
    break
  }
  expect(isEnded).toBe(true)
})

test('what fails while rows are read fails the file', async () => {
  async function* broken(): AsyncGenerator<string[][]> {
    yield [['first']]
    throw new Error('the database is gone')
  }
  await expect(made([{ name: 'Broken', columns: [column('N')], pieces: broken() }])).rejects.toThrow('is gone')
})

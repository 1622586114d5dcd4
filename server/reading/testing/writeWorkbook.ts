import { type Cell, type CellValue, writeXlsx } from 'hucre/xlsx'

/** A sheet for a test; `formulas` by "row,column" from 0, with the value that is saved of each (null: none). */
export interface WrittenSheet {
  name: string
  rows: CellValue[][]
  formulas?: Readonly<Record<string, { formula: string; saved: number | null }>>
}

/** A workbook as its author would save it. */
export async function writeWorkbook(sheets: readonly WrittenSheet[]): Promise<Buffer<ArrayBuffer>> {
  const bytes = await writeXlsx({
    sheets: sheets.map(({ name, rows, formulas = {} }) => ({
      name,
      rows,
      cells: new Map(
        Object.entries(formulas).map(([place, { formula, saved }]): [string, Partial<Cell>] => [
          place,
          { type: 'formula', formula, value: saved, ...(saved !== null && { formulaResult: saved }) },
        ]),
      ),
    })),
  })
  return Buffer.from(bytes)
}

import type { ReadCell, ReadSheet } from '#server/reading/Spreadsheet.ts'

/** Rows in which headings are looked for: publishers put notes above. */
const LOOKED_AT = 60

/** A row of headings: its index from 0, and the texts by column. */
export interface HeadingRow {
  index: number
  texts: readonly string[]
}

/** A heading without case, line breaks and the small digits of chemistry. */
export function headingText(cell: ReadCell | undefined): string {
  return String(cell ?? '')
    .normalize('NFKC')
    .replaceAll(/[®™]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase()
}

/** The first row that is one, or that of the index. */
export function findHeadings(sheet: ReadSheet, isHeading: (texts: readonly string[]) => boolean): HeadingRow | null {
  for (const [index, row] of sheet.rows.slice(0, LOOKED_AT).entries()) {
    const texts = row.map(headingText)
    if (isHeading(texts)) {
      return { index, texts }
    }
  }
  return null
}

/** What the file has instead of what was expected, for people. */
export function foundHeadings(sheets: readonly ReadSheet[]): string {
  const told = sheets.slice(0, 5).map(({ name, rows }) => {
    const first = rows.find((row) => row.filter((cell) => cell !== null).length > 1) ?? rows[0] ?? []
    const texts = first.filter((cell) => cell !== null).slice(0, 6)
    return `“${name}”: ${texts.length === 0 ? '(empty)' : texts.map((cell) => String(cell).slice(0, 40)).join(', ')}`
  })
  return told.join('; ')
}

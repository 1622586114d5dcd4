import { formatCell, rawCellText, type CellWords } from '#shared/cells/formatCell.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import type { CellRef } from '../Selection.ts'

export interface FindQuery {
  text: string
  matchCase: boolean
  /** The text of the cell and nothing else. */
  wholeCell: boolean
}

/** The sheet that is searched, as it is shown. */
export interface FindTarget {
  rows: readonly string[]
  fields: readonly Field[]
  value: (row: string, key: string) => CellValue
  words: CellWords
}

/** Between two of these others may do something. */
const ROWS_PER_STEP = 200

/** The cells whose text, as shown or as copied, has the text of the query, row by row. */
export function* findCells(query: FindQuery, { rows, fields, value, words }: FindTarget): Generator<void, CellRef[]> {
  const found: CellRef[] = []
  const has = matcher(query)
  for (const [i, row] of rows.entries()) {
    for (const field of fields) {
      const now = value(row, field.key)
      if (now !== null && (has(rawCellText(field, now)) || has(formatCell(field, now, words)))) {
        found.push({ row, key: field.key })
      }
    }
    if (i % ROWS_PER_STEP === ROWS_PER_STEP - 1) {
      yield
    }
  }
  return found
}

/** What the text of a cell becomes when what the query finds in it is replaced; null when it is not in there. */
export function replacedText(query: FindQuery, text: string, replacement: string): string | null {
  if (!matcher(query)(text)) {
    return null
  }
  const literal = new RegExp(
    plain(query.text).replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`),
    query.matchCase ? 'gu' : 'giu',
  )
  return query.wholeCell ? replacement : plain(text).replace(literal, () => replacement)
}

/** Numbers are shown with spaces that do not break; nobody types those. */
const plain = (text: string): string => text.replaceAll('\u00a0', ' ').replaceAll('\u2212', '-')

function matcher({ text, matchCase, wholeCell }: FindQuery): (text: string) => boolean {
  const fold = (raw: string): string => (matchCase ? plain(raw) : plain(raw).toLowerCase())
  const wanted = fold(text)
  return wholeCell ? (raw) => fold(raw) === wanted : (raw) => fold(raw).includes(wanted)
}

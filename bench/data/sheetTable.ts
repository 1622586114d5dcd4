/** A wide table of mixed values: text, number, option list, date, yes or no in turn; one cell in ten is empty. */
import * as Y from 'yjs'
import { encodeBlock } from '#collab/schema/encodeBlock.ts'
import { BASE, FOLD_CLIENT, ORDER } from '#collab/schema/layout.ts'
import { newRowIds } from '#collab/schema/rowId.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { pick, random } from './random.ts'

const WORDS =
  'alpha beta gamma delta order invoice north south pending shipped draft final review team budget cost launch phase client vendor'.split(
    ' ',
  )
const ROWS_PER_BLOCK = 2000

export interface SheetTable {
  rows: string[]
  ordinals: number[]
  valueAt: (row: number, column: number) => CellValue
}

export function valueFor(next: () => number, column: number): CellValue {
  if (next() < 0.1) {
    return null
  }
  switch (column % 5) {
    case 0:
      return `${pick(next, WORDS)} ${pick(next, WORDS)} ${Math.floor(next() * 1000)}`
    case 1:
      return Math.round(next() * 1e6) / 100
    case 2:
      return [`o${Math.floor(next() * 12)}`]
    case 3:
      return new Date(1.6e12 + Math.floor(next() * 2000) * 864e5).toISOString().slice(0, 10)
    default:
      return next() < 0.5
  }
}

export function sheetTable(rowCount: number, fieldCount: number): SheetTable {
  const next = random(1)
  const rows = newRowIds(rowCount)
  const ordinals = Array.from({ length: fieldCount }, (_, i) => i + 2)
  const cells = rows.map(() => ordinals.map((_, column) => valueFor(next, column)))
  return { rows, ordinals, valueAt: (row, column) => cells[row]![column]! }
}

/** The table as a fresh document of ours: base blocks only. */
export function layeredUpdate({ rows, ordinals, valueAt }: SheetTable): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = FOLD_CLIENT
  const base = doc.getMap<Uint8Array>(BASE)
  doc.transact(() => {
    for (let start = 0; start < rows.length; start += ROWS_PER_BLOCK) {
      const slice = rows.slice(start, start + ROWS_PER_BLOCK)
      const bytes = encodeBlock(slice, [ORDER, ...ordinals], (row, column) =>
        column === 0 ? `a${(start + row).toString(36).padStart(5, '0')}` : valueAt(start + row, column - 1),
      )
      base.set(String(start / ROWS_PER_BLOCK).padStart(5, '0'), bytes)
    }
  })
  return Y.encodeStateAsUpdate(doc)
}

/** The same table the way that suggests itself: a Y.Map of rows, each a Y.Map of cells. */
export function naiveUpdate({ rows, ordinals, valueAt }: SheetTable): Uint8Array {
  const doc = new Y.Doc()
  const table = doc.getMap<Y.Map<CellValue>>('rows')
  doc.transact(() => {
    rows.forEach((id, row) => {
      const cells = new Y.Map<CellValue>()
      ordinals.forEach((ordinal, column) => {
        const value = valueAt(row, column)
        if (value !== null) {
          cells.set(String(ordinal), value)
        }
      })
      table.set(id, cells)
    })
  })
  return Y.encodeStateAsUpdate(doc)
}

import * as Y from 'yjs'
import { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { ORDER } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { plainFieldReply } from '#shared/testing/plainFieldReply.ts'
import { Folds } from '../groups/Folds.ts'
import { SheetModel } from '../model/SheetModel.ts'
import { RowView, type RowCriteria } from '../view/RowView.ts'

const OPTIONS = [
  { id: 'f1', label: 'Natural gas' },
  { id: 'f2', label: 'Coal' },
]
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as much of a description as a model reads
const DESCRIPTION = {
  table: {
    fields: [
      plainFieldReply('name', 2, 'text'),
      plainFieldReply('amount', 3, 'number'),
      plainFieldReply('month', 4, 'month', { role: 'month' }),
      plainFieldReply('fuel', 5, 'option', { options: OPTIONS }),
      plainFieldReply('done', 6, 'boolean'),
      plainFieldReply('day', 7, 'date'),
      plainFieldReply('streams', 10, 'options', { options: OPTIONS }),
      plainFieldReply('files', 11, 'evidence'),
      plainFieldReply('limited', 9, 'number', {
        validation: { ...plainFieldReply('', 0).validation, max: 10, unique: true },
      }),
      plainFieldReply('twice', 8, 'formula', { formula: 'amount * 2' }),
    ],
  },
  compute: { gwp_set: 'AR6', gwp: {}, factor_year: 2025, factors: [] },
} as unknown as SheetReply

export const LANGUAGE = {
  collator: new Intl.Collator('en', { numeric: true }),
  words: { months: 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' '), yes: 'Yes', no: 'No' },
}
/** Every row in its own order. */
export const EVERYTHING: RowCriteria = {
  filter: null,
  sort: [],
  groups: { keys: [], folds: new Folds() },
  filters: new Map(),
  only: null,
  search: null,
}
const ORDINALS = [ORDER, 2, 3, 4, 5, 6, 7, 10, 11]
export const orderKey = (place: number): string => `V${String(place).padStart(5, '0')}`

/** Values of name, amount, month, fuel, done, day, streams and files, by row. */
export type Rows = Readonly<Record<string, readonly CellValue[]>>

/** A small sheet with a column of nearly every type, and views of it. */
export function sheetOf(rows: Rows) {
  const sheet = new Sheet(new Y.Doc())
  const ids = Object.keys(rows)
  sheet.write(ids, ORDINALS, (row, column) =>
    column === 0 ? orderKey(row + 1) : (rows[ids[row]!]?.[column - 1] ?? null),
  )
  const model = new SheetModel(DESCRIPTION, new ColumnStore(sheet))
  const write = (row: string, ordinal: number, value: CellValue): void => {
    sheet.write([row], [ordinal], () => value)
    model.flush()
  }
  const view = (criteria: Partial<RowCriteria>): RowView => {
    const made = new RowView(model, { ...EVERYTHING, ...criteria }, LANGUAGE)
    made.follow()
    return made
  }
  return { sheet, model, write, view }
}

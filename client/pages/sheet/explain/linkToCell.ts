import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { CellRef } from '#client/grid/Selection.ts'

/** A cell that an address names. */
export interface NamedCell {
  row: string
  /** Null: the column that tells most. */
  key: string | null
  /** With this panel open beside it. */
  panel: 'explain' | 'note' | null
}

/** The address of a cell with its explanation open, for a colleague. */
export function linkToCell(sheet: { tableId: string; cycleId: string }, cell: { row: string; key: string }): string {
  const search = new URLSearchParams({ row: cell.row, field: cell.key, panel: 'explain' })
  return new URL(`/sheets/${sheet.tableId}/${sheet.cycleId}?${search.toString()}`, window.location.origin).href
}

/** Reads back what `linkToCell` and the links of other pages wrote. */
export function namedCell(search: URLSearchParams): NamedCell | null {
  const [row, panel] = [search.get('row'), search.get('panel')]
  return row === null
    ? null
    : { row, key: search.get('field'), panel: panel === 'explain' || panel === 'note' ? panel : null }
}

/** Where that is in the sheet; null when the row or the column is not there, or not for this person. */
export function placeOf({ row, key: named }: NamedCell, model: SheetModel): CellRef | null {
  const first = (model.fields.find(({ role }) => role === 'emissions') ?? model.fields[0])?.key
  const key = named !== null && model.field(named) !== undefined ? named : first
  return key === undefined || model.store.slotOf(row) === undefined ? null : { row, key }
}

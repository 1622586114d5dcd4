import type { ColDef, ColGroupDef, ColumnState } from 'ag-grid-community'
import type { GridRow } from './model/SheetModel.ts'
import type { Pin, ViewState } from './view/viewState.ts'

type Column = ColDef<GridRow>
export type ColumnOrGroup = Column | ColGroupDef<GridRow>

/** Where columns stand, as far as a view says so. A phone has its own few columns and ignores it. */
export type ColumnView = Pick<ViewState, 'hidden' | 'pinned' | 'order' | 'widths'>

/** The state of all columns under a view: what the view does not change is as the columns were made. */
export function columnLayout(columns: readonly ColumnOrGroup[], view: ColumnView, rtl: boolean): ColumnState[] {
  const hidden = new Set(view.hidden)
  return columns
    .flatMap((column) => ('children' in column ? inOrder(column.children, view.order) : [column]))
    .map((column) => {
      const key = column.colId ?? ''
      const width = view.widths.get(key)
      const pin = view.pinned.get(key)
      return {
        colId: key,
        hide: hidden.has(key),
        pinned: (pin === undefined ? column.initialPinned : sideOf(pin, rtl)) ?? column.pinned ?? null,
        flex: width === undefined ? (column.initialFlex ?? null) : null,
        width: width ?? column.initialWidth ?? column.width ?? null,
      }
    })
}

/** AG Grid pins to a physical side. */
function sideOf(pin: Pin, rtl: boolean): 'left' | 'right' | null {
  return pin === 'none' ? null : (pin === 'start') === rtl ? 'right' : 'left'
}

/** Columns that the order does not name stay behind the one that they stood behind. */
function inOrder(children: readonly ColumnOrGroup[], order: readonly string[]): Column[] {
  const places = new Map(order.map((key, place) => [key, place]))
  let place = -1
  return plain(children)
    .map((column) => {
      place = places.get(column.colId ?? '') ?? place
      return { column, place }
    })
    .sort((a, b) => a.place - b.place)
    .map(({ column }) => column)
}

const plain = (children: readonly ColumnOrGroup[]): Column[] =>
  children.flatMap((child) => ('children' in child ? plain(child.children) : [child]))

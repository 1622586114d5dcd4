import {
  _addRowHeightChangedListener,
  _getRowHeightAsNumber,
  BeanStub,
  type IRowModel,
  type NamedBean,
  type RowBounds,
  RowNode,
} from 'ag-grid-community'
import type { GridRow } from '../model/SheetModel.ts'
import { GridLines } from './GridLines.ts'

/** So many nodes of rows that are not drawn are kept: asking again and again for the same ones makes no new ones. */
const MOST_SPARE = 500

/** So many rows beyond each edge of the view are drawn, for who scrolls. */
const ROW_BUFFER = 20

const NO_LINES = new GridLines((id) => ({ id }))

/**
 * AG Grid's rows as it asks for them: a node is made for a row that is drawn or asked for, and for no other, so that an
 * exchange of all rows costs what is drawn. AG Grid's own model makes a node for each row of the sheet and walks all of
 * them, which is one task of a fifth of a second with 100,000. Order, filters and groups are not its business: `GridLines`
 * has them done. A node stays that of its row for as long as it is drawn, wherever the row goes: so the elements, the focus
 * and an open editor follow it. Every row is equally high.
 */
export class SheetRowModel extends BeanStub implements NamedBean, IRowModel {
  readonly beanName = 'rowModel' as const
  readonly hierarchical = false
  rootNode: RowNode | null = null
  readonly #nodes = new Map<string, RowNode<GridRow>>()
  #lines = NO_LINES
  /** What is shown from the start on; before, AG Grid has no columns to draw rows with. */
  #given = NO_LINES
  /** In pixels. */
  #rowHeight = 0

  postConstruct(): void {
    const lines: unknown = this.gos.get('context')
    if (!(lines instanceof GridLines)) {
      throw new Error('The grid needs its lines (GridLines) as its option "context".')
    }
    this.#given = lines
    this.#rowHeight = _getRowHeightAsNumber(this.beans)
    this.rootNode = new RowNode(this.beans)
    this.rootNode.level = -1
    this.addManagedPropertyListener('rowHeight', () => this.resetRowHeights())
    _addRowHeightChangedListener(this, () => this.resetRowHeights())
    this.addManagedEventListeners({
      newColumnsLoaded: () => this.#lines === this.#given && this.#exchange(),
      displayedRowsChanged: () => this.#nodes.size > MOST_SPARE && this.#forgetSpareNodes(),
    })
  }

  start(): void {
    this.#lines = this.#given
    const leave = this.#lines.followedBy({
      othersCome: () => this.#drawViewFirst(),
      exchange: () => this.#exchange(),
    })
    this.addDestroyFunc(leave)
    this.eventSvc.dispatchEventOnce({ type: 'rowCountReady' })
    this.#tell({ newData: true, keepRenderedRows: false })
    this.#drawBeyondViewSoon()
  }

  override destroy(): void {
    super.destroy()
    this.#nodes.clear()
    this.rootNode = null
  }

  getType(): 'infinite' {
    return 'infinite'
  }

  getRow(index: number): RowNode<GridRow> | undefined {
    const row = this.#lines.at(index)
    return row === undefined ? undefined : this.#nodeOf(row, index)
  }

  getRowNode(id: string): RowNode<GridRow> | undefined {
    return this.#nodes.get(id) ?? this.getRow(this.#lines.placeOf(id))
  }

  getRowCount(): number {
    return this.#lines.count
  }

  getTopLevelRowCount(): number {
    return this.#lines.count
  }

  getTopLevelRowDisplayedIndex(topLevelIndex: number): number {
    return topLevelIndex
  }

  /** The first or last row for a pixel above or below all of them; -1: there are none. */
  getRowIndexAtPixel(pixel: number): number {
    const index = Math.max(0, Math.floor(pixel / this.#rowHeight))
    return Math.min(index, this.#lines.count - 1)
  }

  getRowBounds(index: number): RowBounds | null {
    const isThere = index >= 0 && index < this.#lines.count
    return isThere ? { rowTop: index * this.#rowHeight, rowHeight: this.#rowHeight } : null
  }

  isRowPresent({ id, rowIndex }: RowNode): boolean {
    return id !== undefined && this.#lines.placeOf(id, rowIndex ?? -1) >= 0
  }

  isEmpty(): boolean {
    return this.#lines.count === 0
  }

  isRowsToRender(): boolean {
    return this.#lines.count > 0
  }

  isLastRowIndexKnown(): boolean {
    return true
  }

  getOverlayType(): null {
    return null
  }

  /** AG Grid's own selection of rows is not used. */
  getNodesInRangeForSelection(): RowNode[] {
    return []
  }

  /** Those that there are nodes of: the drawn ones, and some. */
  forEachNode(callback: (node: RowNode, index: number) => void): void {
    let index = 0
    for (const node of this.#nodes.values()) {
      callback(node, index++)
    }
  }

  /** All heights are known. */
  ensureRowHeightsValid(): boolean {
    return false
  }

  /** Also when they are the same: AG Grid gives the totals their height in the drawing that follows. */
  resetRowHeights(): void {
    this.#rowHeight = _getRowHeightAsNumber(this.beans)
    this.onRowHeightChanged()
  }

  onRowHeightChanged(): void {
    for (const node of this.#nodes.values()) {
      node.setRowHeight(this.#rowHeight)
    }
    this.#exchange()
  }

  /** What is drawn is drawn where it belongs now; what is not shown any more goes. */
  #exchange(): void {
    this.#forgetSpareNodes()
    for (const [id, node] of this.#nodes) {
      const place = this.#lines.placeOf(id, node.rowIndex ?? -1)
      if (place < 0) {
        this.#nodes.delete(id)
        node._destroy(false)
      } else {
        this.#place(node, place)
      }
    }
    this.#tell({ newData: false, keepRenderedRows: true })
  }

  #drawViewFirst(): void {
    this.beans.gridApi.setGridOption('rowBuffer', 0)
    this.#drawBeyondViewSoon()
  }

  /** Behind the next frame: nobody waits for them. */
  #drawBeyondViewSoon(): void {
    requestAnimationFrame(() =>
      setTimeout(() => {
        if (this.isAlive()) {
          this.beans.gridApi.setGridOption('rowBuffer', ROW_BUFFER)
        }
      }),
    )
  }

  #tell(how: { newData: boolean; keepRenderedRows: boolean }): void {
    this.eventSvc.dispatchEvent({ type: 'modelUpdated', newPage: false, newPageSize: false, animate: false, ...how })
  }

  #nodeOf(row: GridRow, index: number): RowNode<GridRow> {
    let node = this.#nodes.get(row.id)
    if (node === undefined) {
      node = new RowNode<GridRow>(this.beans)
      node.parent = this.rootNode
      node.level = 0
      node.uiLevel = 0
      node.group = false
      node.setDataAndId(row, row.id)
      node.setRowHeight(this.#rowHeight)
      this.#nodes.set(row.id, node)
      this.#place(node, index)
    }
    return node
  }

  #place(node: RowNode, index: number): void {
    node.setRowTop(index * this.#rowHeight)
    node.setRowIndex(index)
  }

  /** The nodes of drawn rows stay: another node for the same row would be drawn anew, without focus and editor. */
  #forgetSpareNodes(): void {
    const drawn = new Set(this.beans.rowRenderer.getRenderedNodes())
    for (const [id, node] of this.#nodes) {
      if (!drawn.has(node)) {
        this.#nodes.delete(id)
      }
    }
  }
}

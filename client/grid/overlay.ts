import type { Column, GridApi } from 'ag-grid-community'
import { isGroupId } from './groups/groupId.ts'
import type { Rect, Selection } from './Selection.ts'

/** A box over cells: a selection, a copy outline or another person. */
export interface Box {
  id: string
  rect: Rect
  className: string
  /** Colour of the person, as CSS. */
  colour?: string
  label?: string
  /** With the handle that fills. */
  hasHandle?: boolean
}

type Zone = 'left' | 'centre' | 'right'
const ZONES: readonly Zone[] = ['left', 'centre', 'right']

/** Column id of the row numbers. */
export const ROW_NUMBER = '#'
/** Class of the handle that fills. */
export const FILL_HANDLE = 'ov-handle'

interface PlacedColumn {
  zone: Zone
  column: Column
  x: number
}

/** Columns in reading order. Pinned left and right are physical, so right-to-left reads the right zone first. */
export function columnsInReadingOrder(api: GridApi, rtl: boolean): PlacedColumn[] {
  const all = api.getAllDisplayedColumns()
  const zoneOf = (column: Column): Zone => {
    const pinned = column.getPinned()
    return pinned === 'left' ? 'left' : pinned === 'right' ? 'right' : 'centre'
  }
  const order: Zone[] = rtl ? ['right', 'centre', 'left'] : ['left', 'centre', 'right']
  return order.flatMap((zone) =>
    all
      .filter((column) => zoneOf(column) === zone && column.getColId() !== ROW_NUMBER)
      .map((column) => ({ zone, column, x: column.getLeft() ?? 0 })),
  )
}

/**
 * Selection and cursors are layers inside AG Grid's single scroller, so they scroll with the rows for free. Needs
 * suppressRowTransform: then z 1 lies between centre cells (0) and pinned cells (2), and z 3 above those. The only file
 * that knows the class names of AG Grid. Painting costs the number of boxes, not of cells.
 */
export class Overlay {
  readonly #api: GridApi
  readonly #rtl: boolean
  readonly #root: HTMLElement
  readonly #host: Element
  readonly #layers: Record<Zone, HTMLElement>
  readonly #boxes = new Map<string, HTMLElement>()
  /** Cells of what is selected, as they were marked last. */
  #marked = new Set<Element>()

  /** Throws Error when AG Grid's structure is not the one it was written for. */
  constructor(root: HTMLElement, api: GridApi, rtl: boolean) {
    const host = root.querySelector('.ag-grid-scrolling-container')
    if (host === null) {
      throw new Error('AG Grid DOM changed: .ag-grid-scrolling-container not found')
    }
    this.#api = api
    this.#rtl = rtl
    this.#root = root
    this.#host = host
    const layer = (zone: Zone): HTMLElement => {
      const element = document.createElement('div')
      element.className = `ov-layer ov-${zone}`
      element.setAttribute('aria-hidden', 'true')
      host.append(element)
      return element
    }
    this.#layers = { left: layer('left'), right: layer('right'), centre: layer('centre') }
  }

  destroy(): void {
    for (const layer of Object.values(this.#layers)) {
      layer.remove()
    }
  }

  paint(boxes: readonly Box[]): void {
    const columns = columnsInReadingOrder(this.#api, this.#rtl)
    this.#placeLayers()
    const seen = new Set<string>()
    for (const box of boxes) {
      const top = this.#api.getDisplayedRowAtIndex(box.rect.r0)
      const bottom = this.#api.getDisplayedRowAtIndex(box.rect.r1)
      if (top === undefined || bottom === undefined) {
        continue
      }
      const y = top.rowTop ?? 0
      const height = (bottom.rowTop ?? 0) + (bottom.rowHeight ?? 0) - y
      for (const zone of ZONES) {
        const key = this.#paintZone(box, zone, columns, y, height)
        if (key !== null) {
          seen.add(key)
        }
      }
    }
    for (const [key, element] of this.#boxes) {
      if (!seen.has(key)) {
        element.remove()
        this.#boxes.delete(key)
      }
    }
    this.#alignPinned(columns)
  }

  /** Marks headers, row numbers and cells of what is selected; `canMove`: whole rows can be dragged. */
  markSelected(selection: Selection, canMove: boolean): void {
    const rects = selection.rects()
    const keys = selection.view.columns()
    const selected = new Set(rects.flatMap((rect) => keys.slice(rect.c0, rect.c1 + 1)))
    for (const header of this.#root.querySelectorAll('.ag-header-cell')) {
      header.classList.toggle('hd-sel', selected.has(header.getAttribute('col-id') ?? ''))
    }
    const marked = new Set<Element>()
    for (const row of this.#host.children) {
      const r = Number(row.getAttribute('row-index') ?? -1)
      const across = rects.filter((rect) => r >= rect.r0 && r <= rect.r1)
      if (across.length > 0 && !isGroupId(row.getAttribute('row-id'))) {
        this.#markRow(row, across, keys, canMove && selection.isWholeRow(r)).forEach((cell) => marked.add(cell))
      }
    }
    this.#marked.forEach((cell) => marked.has(cell) || unmark(cell))
    this.#marked = marked
  }

  /** A row that is drawn: its number for the eye, its cells for people who hear the sheet, for whom the boxes are nothing. */
  #markRow(row: Element, across: readonly Rect[], keys: readonly string[], canMove: boolean): Element[] {
    const marked: Element[] = []
    for (const cell of row.querySelectorAll('.ag-cell')) {
      const key = cell.getAttribute('col-id') ?? ''
      const c = keys.indexOf(key)
      if (key === ROW_NUMBER) {
        cell.classList.add('rn-sel')
        cell.classList.toggle('rn-move', canMove)
        marked.push(cell)
      } else if (across.some((rect) => c >= rect.c0 && c <= rect.c1)) {
        cell.setAttribute('aria-selected', 'true')
        marked.push(cell)
      }
    }
    return marked
  }

  #paintZone(box: Box, zone: Zone, columns: readonly PlacedColumn[], y: number, height: number): string | null {
    let [x0, x1] = [Number.POSITIVE_INFINITY, -1]
    for (let i = box.rect.c0; i <= box.rect.c1; i++) {
      const placed = columns[i]
      if (placed?.zone === zone) {
        x0 = Math.min(x0, placed.x)
        x1 = Math.max(x1, placed.x + placed.column.getActualWidth())
      }
    }
    if (x1 < 0) {
      return null
    }
    const isFirst = columns[box.rect.c0]?.zone === zone
    const isLast = columns[box.rect.c1]?.zone === zone
    const key = `${box.id}:${zone}`
    let element = this.#boxes.get(key)
    if (element === undefined) {
      element = document.createElement('div')
      this.#boxes.set(key, element)
      this.#layers[zone].append(element)
    }
    const ends = `${isFirst ? ' ov-first' : ''}${isLast ? ' ov-last' : ''}${box.rect.r0 === 0 ? ' ov-top' : ''}`
    const place = `${y} ${x0}`
    if (element.dataset['place'] !== place) {
      // Another animation name starts the fading of the label anew.
      element.dataset['turn'] = element.dataset['turn'] === 'a' ? 'b' : 'a'
      element.dataset['place'] = place
    }
    element.className = `ov-box ${box.className}${ends}`
    element.style.top = `${y}px`
    element.style[this.#rtl && zone !== 'left' ? 'right' : 'left'] = `${x0}px`
    element.style.width = `${x1 - x0}px`
    element.style.height = `${height}px`
    if (box.colour !== undefined) {
      element.style.setProperty('--peer', box.colour)
    }
    if (isLast && box.hasHandle === true) {
      if (element.firstElementChild === null) {
        element.append(Object.assign(document.createElement('div'), { className: FILL_HANDLE }))
      }
    } else {
      element.replaceChildren()
    }
    if (isFirst && box.label !== undefined) {
      element.dataset['label'] = box.label
    } else {
      delete element.dataset['label']
    }
    return key
  }

  #placeLayers(): void {
    const all = this.#api.getAllDisplayedColumns()
    const width = (side: 'left' | 'right'): number =>
      all.filter((column) => column.getPinned() === side).reduce((sum, column) => sum + column.getActualWidth(), 0)
    this.#layers.centre.style[this.#rtl ? 'right' : 'left'] = `${width(this.#rtl ? 'right' : 'left')}px`
    this.#layers.left.style.width = `${width('left')}px`
    this.#layers.right.style.width = `${width('right')}px`
  }

  /** A sticky layer stops at the scrollport, a pinned cell before the scrollbar: the difference is measured. */
  #alignPinned(columns: readonly PlacedColumn[]): void {
    for (const zone of ['left', 'right'] as const) {
      const layer = this.#layers[zone]
      const edge = columns.filter((placed) => placed.zone === zone).at(zone === 'right' ? -1 : 0)
      const cell = edge && this.#host.querySelector(`.ag-cell[col-id="${CSS.escape(edge.column.getColId())}"]`)
      if (edge === undefined || !cell || layer.firstElementChild === null) {
        continue
      }
      layer.style.translate = '0'
      const now = layer.getBoundingClientRect()
      const want = cell.getBoundingClientRect()
      const x = this.#rtl && zone === 'right' ? now.width - edge.x - want.width : edge.x
      layer.style.translate = `${Math.round(want.left - (now.left + x))}px 0`
    }
  }
}

function unmark(cell: Element): void {
  cell.removeAttribute('aria-selected')
  cell.classList.remove('rn-sel', 'rn-move')
}

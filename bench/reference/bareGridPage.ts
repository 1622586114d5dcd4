/** The reference in a page: AG Grid Community on plain row objects, and on a Y.Map of Y.Maps. Bundled by `buildBareGrid`. */
import { AllCommunityModule, createGrid, ModuleRegistry, type ColDef, type GridApi } from 'ag-grid-community'
import * as Y from 'yjs'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { naiveUpdate, sheetTable } from '../data/sheetTable.ts'
import { FIELDS, FILTER_FROM, PASTED, REMOTE } from '../data/gridTask.ts'

ModuleRegistry.registerModules([AllCommunityModule])

type Row = { id: string } & Record<string, CellValue>

/** The formula of the sheet. */
const product = (row: Row | undefined): number | null => {
  const [a, b] = [row?.['f1'], row?.['f6']]
  return typeof a === 'number' && typeof b === 'number' ? a * b : null
}

const KEYS = Array.from({ length: FIELDS }, (_, i) => `f${i}`)

/** A grid and its rows, with what an application has to do for each change. */
export class BareGrid {
  #api: GridApi<Row> | null = null
  #rows: Row[] = []
  #before: Row[] = []
  #naive: Uint8Array = new Uint8Array()

  /** Makes the row objects: the data that a page would have got in this form. */
  load(count: number): void {
    const table = sheetTable(count, FIELDS)
    this.#rows = table.rows.map((id, r) => ({
      id,
      ...Object.fromEntries(KEYS.map((key, c) => [key, table.valueAt(r, c)])),
    }))
  }

  /** The naive document of so many rows, as bytes. */
  makeNaive(count: number): void {
    this.#naive = naiveUpdate(sheetTable(count, FIELDS))
  }

  openNaive(): void {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, this.#naive)
    const rows = doc.getMap<Y.Map<CellValue>>('rows')
    this.#rows = [...rows].map(([id, cells]) => ({
      id,
      ...Object.fromEntries(KEYS.map((key, c) => [key, cells.get(String(c + 2)) ?? null])),
    }))
    this.mount()
  }

  mount(): void {
    this.#api?.destroy()
    this.#api = createGrid<Row>(document.querySelector<HTMLElement>('#grid')!, {
      rowData: this.#rows,
      getRowId: ({ data }) => data.id,
      rowHeight: 32,
      rowBuffer: 20,
      animateRows: false,
      defaultColDef: { editable: true, cellDataType: false, width: 120 },
      // as the sheet shows them: numbers of rows and the key stand still at the start, the result at the end
      columnDefs: [
        {
          colId: '#',
          width: 46,
          pinned: 'left',
          editable: false,
          valueGetter: ({ node }) => (node?.rowIndex ?? 0) + 1,
        },
        ...KEYS.map((field, c): ColDef<Row> => ({
          field,
          pinned: c === 0 ? 'left' : null,
          filter: c % 5 === 1 ? 'agNumberColumnFilter' : 'agTextColumnFilter',
          ...(c % 5 === 2 && { valueFormatter: ({ value }) => (Array.isArray(value) ? value.join(', ') : '') }),
        })),
        { colId: 'product', pinned: 'right', editable: false, valueGetter: ({ data }) => product(data) },
      ],
    })
  }

  /** Replaces cells of the first rows by new row objects. */
  #change(rows: number, columns: number, valueAt: (row: number, column: number) => CellValue): void {
    this.#before = this.#rows.slice(0, rows)
    const changed = this.#before.map((row, r) => ({
      ...row,
      ...Object.fromEntries(KEYS.slice(0, columns).map((key, c) => [key, valueAt(r, c)])),
    }))
    changed.forEach((row, r) => (this.#rows[r] = row))
    this.#api!.applyTransaction({ update: changed })
  }

  remoteCell(value: number): void {
    this.#change(1, 2, () => value)
  }

  remoteBlock(value: number): void {
    this.#change(REMOTE.rows, REMOTE.columns, () => value)
  }

  paste(tsv: string): void {
    const cells = tsv.split('\r\n').map((line) => line.split('\t'))
    this.#change(PASTED.rows, PASTED.columns, (r, c) => cells[r]![c]!)
  }

  undo(): void {
    this.#before.forEach((row, r) => (this.#rows[r] = row))
    this.#api!.applyTransaction({ update: this.#before })
  }

  clear(): void {
    this.#change(this.#rows.length, 2, () => null)
  }

  copy(): string {
    const lines: string[] = []
    this.#api!.forEachNodeAfterFilterAndSort((rowNode) => {
      lines.push(KEYS.map((colKey) => String(this.#api!.getCellValue({ rowNode, colKey }) ?? '')).join('\t'))
    })
    return lines.join('\r\n')
  }

  sort(colId: string | null): void {
    this.#api!.applyColumnState({ state: colId === null ? [] : [{ colId, sort: 'asc' }], defaultState: { sort: null } })
  }

  async filter(isOn: boolean): Promise<void> {
    await this.#api!.setColumnFilterModel('f1', isOn ? { type: 'greaterThanOrEqual', filter: FILTER_FROM } : null)
    this.#api!.onFilterChanged()
  }
}

declare global {
  interface Window {
    bare: BareGrid
  }
}

window.bare = new BareGrid()

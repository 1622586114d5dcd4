import { createGrid, enableDevValidations, type GridApi, type GridOptions } from 'ag-grid-community'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { groupId, isGroupId } from '../groups/groupId.ts'
import type { GridRow } from '../model/SheetModel.ts'
import { registerGridModules } from '../modules.ts'
import { GridLines } from './GridLines.ts'
import { missingOf, rowModelOptions } from './sheetRowModelModule.ts'

registerGridModules()
enableDevValidations()

const HEIGHT = 28
const open: GridApi[] = []
const warn = vi.spyOn(console, 'warn')

beforeEach(() => {
  warn.mockClear()
})
afterEach(() => {
  open.splice(0).forEach((api) => api.destroy())
  document.body.replaceChildren()
  // neither the row model nor its options are anything that AG Grid has words for
  expect(warn.mock.calls).toEqual([])
})

/** As high as a page has it: a page without layout draws one row. */
const VIEW_PX = 600
vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(VIEW_PX)
vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(VIEW_PX)

const known = new Map<string, GridRow>()
/** The same object for an id for ever, as a sheet has it. */
function rowOf(id: string): GridRow {
  const row = known.get(id) ?? { id }
  known.set(id, row)
  return row
}
const rowsOf = (ids: string): GridRow[] => Array.from(ids, rowOf)
const manyRows = (count: number): GridRow[] => Array.from({ length: count }, (_, i) => rowOf(`r${i}`))

/** A grid that shows the id of each row and can be typed into. */
function gridOf(rows: readonly GridRow[], options: GridOptions<GridRow> = {}) {
  const lines = new GridLines(rowOf)
  lines.show(rows)
  const element = document.createElement('div')
  document.body.append(element)
  const api = createGrid<GridRow>(element, {
    ...rowModelOptions(lines),
    rowHeight: HEIGHT,
    animateRows: false,
    suppressRowTransform: true,
    suppressNoRowsOverlay: true,
    suppressScrollOnNewData: true,
    columnDefs: [{ colId: 'id', valueGetter: ({ data }) => data?.id, editable: true, cellEditor: PlainEditor }],
    ...options,
  })
  open.push(api)
  const rowAt = (index: number): HTMLElement | null =>
    element.querySelector(`.ag-grid-scrolling-container [row-index="${index}"]`)
  const drawn = (): string =>
    [...element.querySelectorAll<HTMLElement>('.ag-row:not(.ag-row-pinned)')]
      .toSorted((a, b) => Number(a.getAttribute('row-index')) - Number(b.getAttribute('row-index')))
      .map((row) => row.getAttribute('row-id'))
      .join('')
  return { api, lines, element, rowAt, drawn }
}

class PlainEditor {
  readonly #input = document.createElement('input')
  getGui = (): HTMLElement => this.#input
  getValue = (): string => this.#input.value
}

const nodesOf = (api: GridApi): number => {
  let count = 0
  api.forEachNode(() => count++)
  return count
}

test('of 100,000 rows those have a node that are drawn, also after all of them were exchanged', () => {
  const rows = manyRows(100_000)
  const { api, lines, rowAt, element } = gridOf(rows)
  expect(api.getDisplayedRowCount()).toBe(100_000)
  expect(nodesOf(api)).toBeLessThan(60)
  expect(element.querySelector('[role="grid"]')?.getAttribute('aria-rowcount')).toBe('100001')

  lines.show(rows.toReversed())
  expect(rowAt(0)?.getAttribute('row-id')).toBe('r99999')
  expect(nodesOf(api)).toBeLessThan(60)
})

test('a node that is asked for by id stands where its row stands', () => {
  const { api, lines } = gridOf(manyRows(100_000))
  const place = (id: string) => {
    const node = api.getRowNode(id)
    return node && { id: node.id, index: node.rowIndex, top: node.rowTop, height: node.rowHeight, data: node.data }
  }
  expect(place('r70000')).toEqual({
    id: 'r70000',
    index: 70_000,
    top: 70_000 * HEIGHT,
    height: HEIGHT,
    data: { id: 'r70000' },
  })
  expect(place('nobody')).toBeUndefined()
  lines.show(manyRows(100_001).slice(1))
  expect(place('r70000')?.index).toBe(69_999)
  expect(place('r0')).toBeUndefined()
})

test('an element stays that of its row when others come above it, go, or all are sorted', () => {
  const rows = rowsOf('abcdef')
  const { lines, rowAt, drawn } = gridOf(rows)
  const c = rowAt(2)
  lines.show([...rowsOf('xy'), ...rows])
  expect([drawn(), rowAt(4) === c, c?.style.top]).toEqual(['xyabcdef', true, `${4 * HEIGHT}px`])
  lines.show(rows.slice(1))
  expect([drawn(), rowAt(1) === c]).toEqual(['bcdef', true])
  lines.show(rows.toReversed())
  expect([drawn(), rowAt(3) === c, c?.getAttribute('aria-rowindex')]).toEqual(['fedcba', true, '5'])
})

test('an open editor and what is typed in it follow their row', () => {
  const rows = rowsOf('abc')
  const { api, lines, rowAt } = gridOf(rows)
  api.startEditingCell({ rowIndex: 1, colKey: 'id' })
  const input = rowAt(1)?.querySelector('input')
  input!.value = 'typed'
  lines.show([...rowsOf('xyz'), ...rows])
  expect(rowAt(4)?.querySelector('input')).toBe(input)
  expect(api.getEditingCells().map(({ rowIndex }) => rowIndex)).toEqual([4])
  expect(input?.value).toBe('typed')
})

test('the editor of a row that goes ends, and the row can come back', () => {
  const rows = rowsOf('abc')
  const { api, lines, rowAt, drawn } = gridOf(rows)
  api.startEditingCell({ rowIndex: 1, colKey: 'id' })
  lines.show(rowsOf('ac'))
  expect([drawn(), api.getEditingCells()]).toEqual(['ac', []])
  lines.show(rows)
  expect([drawn(), rowAt(1)?.querySelector('input')]).toEqual(['abc', null])
  expect(api.getRowNode('b')?.rowIndex).toBe(1)
})

test('a sheet can be empty, before rows come and after the last one went', () => {
  const { api, lines, element, drawn } = gridOf([])
  const count = () => element.querySelector('[role="grid"]')?.getAttribute('aria-rowcount')
  expect([drawn(), count(), api.getDisplayedRowCount()]).toEqual(['', '1', 0])
  lines.show(rowsOf('ab'))
  expect([drawn(), count()]).toEqual(['ab', '3'])
  lines.show([])
  expect([drawn(), count()]).toEqual(['', '1'])
})

test('heads of groups are lines like others', () => {
  const head = rowOf(groupId([{ key: 'fuel', value: 'f1' }]))
  const { lines, api, rowAt } = gridOf([head, ...rowsOf('ab')])
  const above = rowAt(0)
  expect(isGroupId(above?.getAttribute('row-id'))).toBe(true)
  lines.show([...rowsOf('z'), head])
  expect([rowAt(1) === above, api.getRowNode(head.id)?.rowIndex]).toEqual([true, 1])
})

test('other heights move every row, and the room for all of them', () => {
  const { api, rowAt, element } = gridOf(manyRows(1000))
  const room = () => element.querySelector<HTMLElement>('.ag-grid-scrolling-container')?.style.height
  const third = rowAt(2)
  expect([third?.style.top, third?.style.height, room()]).toEqual(['56px', '28px', '28000px'])
  api.setGridOption('rowHeight', 40)
  expect([rowAt(2) === third, third?.style.top, third?.style.height, room()]).toEqual([true, '80px', '40px', '40000px'])
})

test('the totals stay as they are when rows are exchanged', () => {
  const { lines, element } = gridOf(rowsOf('ab'), { pinnedBottomRowData: [{ id: 'total' }] })
  const totals = element.querySelector('.ag-row-pinned')
  expect(totals?.textContent).toBe('total')
  lines.show(rowsOf('bca'))
  expect(element.querySelector('.ag-row-pinned')).toBe(totals)
})

test('right to left and other columns change nothing about rows', () => {
  const rows = rowsOf('abc')
  const { api, lines, drawn, rowAt } = gridOf(rows, { enableRtl: true })
  const b = rowAt(1)
  api.setGridOption('columnDefs', [{ colId: 'other', valueGetter: ({ data }) => `${data?.id}!` }])
  lines.show(rowsOf('cba'))
  expect([drawn(), rowAt(1) === b, b?.textContent]).toEqual(['cba', true, 'b!'])
})

test('rows that were asked for and are not drawn are forgotten at the next exchange', () => {
  const rows = manyRows(5000)
  const { api, lines } = gridOf(rows)
  for (let i = 0; i < 2000; i++) {
    api.getDisplayedRowAtIndex(i)
  }
  lines.show(rows)
  expect(nodesOf(api)).toBeLessThan(60)
})

test('rows in view are drawn first, those beyond its edges behind the next frame, also when all are exchanged', async () => {
  const rows = manyRows(1000)
  const { api, lines } = gridOf(rows)
  const drawn = () => api.getRenderedNodes().length
  const inView = drawn()
  expect(inView).toBeLessThan(VIEW_PX / HEIGHT + 2)
  await expect.poll(drawn).toBe(inView + 20)
  lines.show(rows.slice(1))
  expect(drawn()).toBe(inView + 20)
  lines.show(rows.toReversed(), true)
  expect(drawn()).toBe(inView)
  await expect.poll(drawn).toBe(inView + 20)
})

test('two grids show their own lines', () => {
  const [one, other] = [gridOf(rowsOf('ab')), gridOf(rowsOf('cd'))]
  one.lines.show(rowsOf('ba'))
  expect([one.drawn(), other.drawn()]).toEqual(['ba', 'cd'])
})

test('lines that change after the grid was taken away change nothing', () => {
  const { api, lines } = gridOf(rowsOf('ab'))
  api.destroy()
  lines.show(rowsOf('abc'))
  expect(lines.count).toBe(3)
})

test('a grid that was given no lines says so', () => {
  const { rowModelType } = rowModelOptions(new GridLines(rowOf))
  expect(() => createGrid(document.createElement('div'), { rowModelType: rowModelType! })).toThrow('GridLines')
})

test('a face of AG Grid that changed is named', () => {
  class Other {
    setRowTop(): void {}
  }
  expect(missingOf('RowNode', Other, ['setRowTop', 'setRowIndex'])).toEqual(['RowNode.setRowIndex'])
  expect(missingOf('RowNode', undefined, ['setRowTop'])).toEqual(['RowNode.setRowTop'])
})

import { type _ModuleWithoutApi, BeanStub, type GridOptions, PinnedRowModule, RowNode } from 'ag-grid-community'
import type { GridRow } from '../model/SheetModel.ts'
import type { GridLines } from './GridLines.ts'
import { SheetRowModel } from './SheetRowModel.ts'

/** The kind of row model whose place ours takes: the one of which AG Grid expects least. */
const KIND = 'infinite'

/** What the row model calls of AG Grid's own parts. */
const BEAN_METHODS = ['addManagedPropertyListener', 'addManagedEventListeners', 'addDestroyFunc', 'destroy']
const NODE_METHODS = ['setDataAndId', 'setRowHeight', 'setRowTop', 'setRowIndex', '_destroy']

/**
 * Our row model, under the name under which AG Grid looks for that kind. Throws Error when the inner face of AG Grid is not
 * the one it was written for.
 */
export function sheetRowModelModule(): _ModuleWithoutApi {
  const missing = [
    ...missingOf('BeanStub', BeanStub, BEAN_METHODS),
    ...missingOf('RowNode', RowNode, NODE_METHODS),
    ...(typeof PinnedRowModule.version === 'string' ? [] : ['PinnedRowModule.version']),
  ]
  if (missing.length > 0) {
    throw new Error(`AG Grid changed, so the row model of the sheet cannot work: ${missing.join(', ')} not found`)
  }
  return {
    moduleName: 'InfiniteRowModel',
    version: PinnedRowModule.version,
    rowModels: [KIND],
    beans: [SheetRowModel],
  }
}

/** What a grid has to be made with to show these lines. */
export const rowModelOptions = (lines: GridLines): GridOptions<GridRow> => ({
  rowModelType: KIND,
  context: lines,
  getRowId: ({ data }) => data.id,
  rowBuffer: 0, // until the first ones are drawn
})

/** Names of the methods that instances of the class do not have. */
export function missingOf(name: string, made: unknown, methods: readonly string[]): string[] {
  const prototype: unknown = typeof made === 'function' ? made.prototype : null
  return methods.flatMap((method) =>
    typeof prototype === 'object' && prototype !== null && method in prototype ? [] : [`${name}.${method}`],
  )
}

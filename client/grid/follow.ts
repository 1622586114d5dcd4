import { SheetCell } from './cells/SheetCell.ts'
import { isGroupId } from './groups/groupId.ts'
import type { GridController } from './GridController.ts'
import type { ModelChange } from './model/ModelNews.ts'
import type { RowView } from './view/RowView.ts'

/** One refresh of the rendered cells that changed; rows are exchanged only when rows came, went or moved. */
export function follow(controller: GridController, view: RowView, change: ModelChange): void {
  const { api } = controller
  if (api === null || api.isDestroyed()) {
    return
  }
  if (change.structural) {
    controller.lines.show(view.lines())
  }
  const { rows } = change
  const rendered = rows === 'all' ? null : api.getRenderedNodes().filter((node) => rows.has(node.id ?? ''))
  if (rendered === null) {
    // another name is no other value: only by force is it drawn
    api.refreshCells({ force: change.names !== undefined })
  } else if (rendered.length > 0) {
    api.refreshCells({ rowNodes: rendered })
  }
  for (const cell of api.getCellRendererInstances(rendered === null ? {} : { rowNodes: rendered })) {
    if (cell instanceof SheetCell) {
      cell.describe() // the grid leaves a cell alone whose own value is the same
    }
  }
  refreshTotals(controller)
  controller.schedulePaint()
}

/** The row of totals and the heads of groups are shown as they are now. */
export function refreshTotals({ api }: GridController): void {
  const total = api?.getPinnedBottomRow(0)
  if (total !== undefined) {
    api?.refreshCells({ rowNodes: [total] })
  }
  const heads = api?.getRenderedNodes().filter(({ id }) => isGroupId(id)) ?? []
  if (heads.length > 0) {
    api?.refreshCells({ rowNodes: heads, force: true })
  }
}

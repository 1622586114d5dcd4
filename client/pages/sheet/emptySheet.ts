import { newRowIds } from '#collab/schema/rowId.ts'
import { inReadingOrder, planColumns } from '#client/grid/columnPlan.ts'
import type { GridController } from '#client/grid/GridController.ts'
import type { GridEvent } from '#client/grid/GridGestures.ts'
import type { RowFilter, SheetModel } from '#client/grid/model/SheetModel.ts'
import type { PastedBlock } from '#client/grid/paste/PastedBlock.ts'
import { type PasteDialogs, runPaste } from '#client/grid/paste/runPaste.ts'
import type { GestureRunner } from '#client/grid/running/GestureRunner.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import type { SheetSession } from '#client/sync/SheetSession.ts'

/**
 * Adds a row where the person is. In an empty sheet there is no grid yet, so the row is written directly; its first cell is
 * answered, to be the active one when the grid is there. Null: the grid has seen to it.
 */
export function addRow(
  session: SheetSession,
  controller: GridController | null,
  model: SheetModel,
  filter: RowFilter | null,
): CellRef | null {
  if (controller !== null && controller.api !== null && model.rowCount() > 0) {
    controller.gestures.rows.add()
    return null
  }
  const [key] = inReadingOrder(planColumns(model.fields))
  const [row] = newRowIds(1)
  if (filter !== null || row === undefined) {
    return null
  }
  session.editing.apply({ newRows: { ids: [row], place: 'end' } })
  model.flush()
  return key === undefined ? null : { row, key: key.key }
}

/** A paste into a sheet without rows: everything becomes new rows, from the first column on. */
export function pasteIntoEmpty(
  { session, model, runner }: { session: SheetSession; model: SheetModel; runner: GestureRunner },
  block: PastedBlock,
  dialogs: PasteDialogs,
  tell: (event: GridEvent) => void,
): void {
  runPaste(
    block,
    {
      // Rows of others that came during a question stay in front of the pasted ones.
      target: () => ({
        rect: { r0: 0, r1: 0, c0: 0, c1: 0 },
        rowAt: () => null,
        rowCount: 0,
        columns: inReadingOrder(planColumns(model.fields)),
        isWritable: (field) => session.view().writable.has(field.ordinal),
        mayAddRows: true,
        newRowIds,
        newRowValues: [],
      }),
      before: () => null,
      commit(plan) {
        const gesture = { kind: 'pasted', writes: plan.writes, newRows: { ids: plan.newRows, place: 'end' } } as const
        runner.run(session.editing.begin(gesture), model, (cells) =>
          tell(cells === null ? { kind: 'gesture-cancelled' } : { kind: 'pasted', plan }),
        )
      },
    },
    dialogs,
  )
}

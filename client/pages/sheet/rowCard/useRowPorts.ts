import { useMemo, type RefObject } from 'react'
import type { Field } from '#shared/fields/field.ts'
import type { ColumnAccess } from '#client/grid/columns.ts'
import type { GridController } from '#client/grid/GridController.ts'
import type { RowView } from '#client/grid/view/RowView.ts'
import type { RowPorts } from './RowCard.tsx'

/** The card writes by the gestures of the sheet: the same step of undo, the same marks, the same history. */
export function useRowPorts(
  controller: RefObject<GridController | null>,
  rows: RowView,
  access: (field: Field) => ColumnAccess,
): RowPorts {
  return useMemo(
    () => ({
      access,
      order: () => rows.rows().map(({ id }) => id),
      write: (cell, raw) => controller.current?.gestures.write([cell], raw),
      begin: (cell) => controller.current?.gestures.editingStarted(cell),
      openFiles: (cell) => {
        controller.current?.selection.set(cell)
        controller.current?.files.open()
      },
      show: (cell) => {
        controller.current?.selection.set(cell)
        controller.current?.reveal(cell)
      },
    }),
    [controller, rows, access],
  )
}

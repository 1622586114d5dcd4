import { useEffect, useState, useSyncExternalStore } from 'react'
import { inSlices } from '#collab/schema/inSlices.ts'
import type { ColumnWords } from '#client/grid/columns.ts'
import { findCells, type FindQuery } from '#client/grid/find/findCells.ts'
import type { GridController } from '#client/grid/GridController.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { CellRef } from '#client/grid/Selection.ts'

/** After the last key or change. */
const QUIET_MS = 150

/** The cells of the rows and columns on display, and of closed groups, that have the text, found anew when they change; null while it is looked for. */
export function useFound(
  query: FindQuery,
  { controller, model, words }: { controller: GridController; model: SheetModel; words: ColumnWords },
): readonly CellRef[] | null {
  const version = useSyncExternalStore(model.onChange, model.version)
  const [found, setFound] = useState<readonly CellRef[] | null>([])
  const { text, matchCase, wholeCell } = query
  useEffect(() => {
    let isOver = false
    const timer = setTimeout(() => {
      const rows = controller.rowIds()
      const fields = controller.selection.view.columns().flatMap((key) => model.field(key) ?? [])
      const value = (row: string, key: string) => model.value(row, key)
      const steps = text === '' ? null : findCells({ text, matchCase, wholeCell }, { rows, fields, value, words })
      setFound(steps === null ? [] : null)
      if (steps !== null) {
        void inSlices(
          untilOver(steps, () => isOver),
          'waited-for',
        ).then((cells) => {
          if (!isOver) {
            setFound(cells)
          }
        })
      }
    }, QUIET_MS)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [text, matchCase, wholeCell, controller, model, words, version])
  useEffect(() => {
    controller.showFound(found ?? [])
    return () => controller.showFound([])
  }, [controller, found])
  return found
}

/** The same steps, until nobody wants to know any more. */
function* untilOver<T>(steps: Generator<void, T[]>, isOver: () => boolean): Generator<void, T[]> {
  for (let step = steps.next(); !isOver(); step = steps.next()) {
    if (step.done === true) {
      return step.value
    }
    yield
  }
  return []
}

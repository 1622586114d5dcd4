import type { GridController } from '#client/grid/GridController.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'

/** What the status bar says of the selected numbers. */
export interface SelectionSums {
  count: number
  sum: number
  /** The one unit of all of them; null when they have several, and then no sum is shown. */
  unit: string | null
}

/** Sums the numbers of a selection of two cells or more; null when there is nothing to sum. */
export function selectionSums(controller: GridController, model: SheetModel): SelectionSums | null {
  const { selection } = controller
  if (selection.size() < 2) {
    return null
  }
  const units = new Set<string>()
  const sums: SelectionSums = { count: 0, sum: 0, unit: null }
  for (const { row, key } of selection.cells()) {
    const value = model.value(row, key)
    if (typeof value === 'number') {
      sums.count++
      sums.sum += value
      units.add(model.field(key)?.unit ?? '')
    }
  }
  if (sums.count === 0) {
    return null
  }
  return { ...sums, unit: units.size === 1 ? ([...units][0] ?? '') : null }
}

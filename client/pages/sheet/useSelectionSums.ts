import { useCallback, useEffect, useState, type RefObject } from 'react'
import type { GridController } from '#client/grid/GridController.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import { selectionSums, type SelectionSums } from './selectionSums.ts'

/** After a change of the sheet, until the sums follow. */
const DELAY_MS = 300

/** The sums of what is selected, and how to make them anew; they follow the changes of the sheet by themselves. */
export function useSelectionSums(
  controller: RefObject<GridController | null>,
  shown: RefObject<SheetModel>,
  version: number,
): [SelectionSums | null, () => void] {
  const [sums, setSums] = useState<SelectionSums | null>(null)
  const sum = useCallback(() => {
    const { current: grid } = controller
    setSums(grid === null ? null : selectionSums(grid, shown.current))
  }, [controller, shown])
  useEffect(() => {
    const timer = setTimeout(sum, DELAY_MS)
    return () => clearTimeout(timer)
  }, [version, sum])
  return [sums, sum]
}

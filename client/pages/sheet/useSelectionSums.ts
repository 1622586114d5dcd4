import { startTransition, useCallback, useEffect, useRef, useState, type RefObject } from 'react'
import { inSlices } from '#collab/schema/inSlices.ts'
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
  const asked = useRef(0)
  const sum = useCallback((): void => {
    const { current: grid } = controller
    const turn = ++asked.current
    const show = (found: SelectionSums | null): void => {
      if (asked.current === turn) {
        startTransition(() => setSums(found))
      }
    }
    if (grid === null) {
      show(null)
    } else {
      void inSlices(selectionSums(grid, shown.current), 'waited-for').then(show)
    }
  }, [controller, shown])
  useEffect(() => {
    const timer = setTimeout(sum, DELAY_MS)
    return () => clearTimeout(timer)
  }, [version, sum])
  return [sums, sum]
}

import { useEffect, useState, type RefObject } from 'react'
import type { GridController } from '#client/grid/GridController.ts'

/**
 * Leads to a column that this person added, once the dialog that added it is gone and has given the keyboard back. Answers
 * how to say which.
 */
export function useArrivedColumn(controller: RefObject<GridController | null>): (key: string) => void {
  const [arrived, setArrived] = useState<{ key: string } | null>(null)
  useEffect(() => {
    if (arrived !== null) {
      controller.current?.newColumn.goTo(arrived.key)
    }
  }, [arrived, controller])
  return (key) => setArrived({ key })
}

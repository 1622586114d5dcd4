import { createGrid, type GridApi, type GridOptions, type ManagedGridOptions } from 'ag-grid-community'
import { useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { nextTask } from '#collab/schema/inSlices.ts'

/**
 * A grid in this element for as long as it is there. `fixed` holds for its whole life: another object makes another grid.
 * `live`, columns among it, is given to it in a task behind that which makes it, for each takes long; later it is given what is
 * another value than in the last render. Returns whether it has its columns, in the next task again.
 */
export function useGrid<Row>(
  element: RefObject<HTMLElement | null>,
  fixed: GridOptions<Row>,
  live: ManagedGridOptions<Row>,
): boolean {
  const grid = useRef<GridApi<Row> | null>(null)
  const given = useRef<ManagedGridOptions<Row>>({})
  const latest = useRef(live)
  const [complete, setComplete] = useState<GridOptions<Row> | null>(null)
  useLayoutEffect(() => {
    latest.current = live
  })
  useLayoutEffect(() => {
    if (element.current === null) {
      return undefined
    }
    const api = createGrid(element.current, fixed)
    void inTasks(
      () => {
        given.current = latest.current
        grid.current = api
        api.updateGridOptions(latest.current)
      },
      () => setComplete(fixed),
    )
    async function inTasks(...steps: (() => void)[]): Promise<void> {
      for (const step of steps) {
        await nextTask()
        if (api.isDestroyed()) {
          return
        }
        step()
      }
    }
    return () => {
      grid.current = null
      api.destroy()
    }
  }, [element, fixed])
  useLayoutEffect(() => {
    if (grid.current === null) {
      return
    }
    const before = given.current
    given.current = live
    const changed = Object.entries(live).filter(([name, value]) => value !== Reflect.get(before, name))
    if (changed.length > 0) {
      grid.current.updateGridOptions(Object.fromEntries(changed))
    }
  })
  return complete === fixed
}

import { createGrid, type GridApi, type GridOptions, type ManagedGridOptions } from 'ag-grid-community'
import { useLayoutEffect, useRef, type RefObject } from 'react'

/**
 * A grid in this element for as long as it is there. `fixed` holds for its whole life: another object makes another grid.
 * Of `live` the grid is given what is another value than in the last render.
 */
export function useGrid<Row>(
  element: RefObject<HTMLElement | null>,
  fixed: GridOptions<Row>,
  live: ManagedGridOptions<Row>,
): void {
  const grid = useRef<GridApi<Row> | null>(null)
  const given = useRef<ManagedGridOptions<Row>>({})
  const latest = useRef(live)
  useLayoutEffect(() => {
    latest.current = live
  })
  useLayoutEffect(() => {
    if (element.current === null) {
      return undefined
    }
    given.current = latest.current
    const api = createGrid(element.current, { ...fixed, ...latest.current })
    grid.current = api
    return () => {
      grid.current = null
      api.destroy()
    }
  }, [element, fixed])
  useLayoutEffect(() => {
    const before = given.current
    given.current = live
    const changed = Object.entries(live).filter(([name, value]) => value !== Reflect.get(before, name))
    if (grid.current !== null && changed.length > 0) {
      grid.current.updateGridOptions(Object.fromEntries(changed))
    }
  })
}

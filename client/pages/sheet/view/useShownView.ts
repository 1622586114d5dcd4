import { type RefObject, useCallback } from 'react'
import type { Shown, ShownView } from '#client/features/exports/useExport.ts'
import type { GridController } from '#client/grid/GridController.ts'
import type { ViewState } from '#client/grid/view/viewState.ts'
import type { SavedViews } from '../savedViews/useSavedViews.ts'

/**
 * What is on screen, for a file of it. `isNarrowed`: only some rows are. Null: it is the sheet as it stands, all of it.
 */
export function useShownView(
  controller: RefObject<GridController | null>,
  { sort, groups, hidden, order }: ViewState,
  isNarrowed: boolean,
  { current, isChanged }: Pick<SavedViews, 'current' | 'isChanged'>,
): ShownView | null {
  const hasOwnRows = isNarrowed || sort.length > 0 || groups.length > 0
  const read = useCallback((): Shown => {
    const grid = controller.current
    return { fields: grid?.fieldKeys() ?? [], rows: hasOwnRows ? (grid?.rowIds() ?? []) : null }
  }, [controller, hasOwnRows])
  const isPlain = !hasOwnRows && hidden.length === 0 && order.length === 0
  return isPlain ? null : { name: isChanged ? null : (current?.name ?? null), read }
}

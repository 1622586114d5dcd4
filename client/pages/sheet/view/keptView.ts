import { decodeView, encodeView } from '#client/grid/view/viewCode.ts'
import type { ViewState } from '#client/grid/view/viewState.ts'

/** Goes with the rest of a person's data when they sign out: filters hold values of cells. */
const keyOf = (tableId: string): string => `carbonsheet.view.${tableId}`

/** The last view of this table on this device; null when there is none. */
export function readKeptView(tableId: string): ViewState | null {
  const code = localStorage.getItem(keyOf(tableId))
  return code === null ? null : decodeView(code)
}

export function keepView(tableId: string, view: ViewState): void {
  const code = encodeView(view)
  if (code === '') {
    localStorage.removeItem(keyOf(tableId))
    return
  }
  try {
    localStorage.setItem(keyOf(tableId), code)
  } catch {
    // no room on this device: the view stays in the address
  }
}

import { decodeView, encodeView } from '#client/grid/view/viewCode.ts'
import { PLAIN_VIEW, type ViewState } from '#client/grid/view/viewState.ts'

/** Goes with the rest of a person's data when they sign out: filters hold values of cells. */
const keyOf = (tableId: string): string => `carbonsheet.view.${tableId}`

/** Between the view and the saved view that it began as; in none of the two. */
const SEPARATOR = '.'

export interface KeptView {
  view: ViewState
  savedId: string | null
}

/** The last view of this table on this device; null when there is none. */
export function readKeptView(tableId: string): KeptView | null {
  const kept = localStorage.getItem(keyOf(tableId))
  if (kept === null) {
    return null
  }
  const [code = '', savedId = null] = kept.split(SEPARATOR)
  const view = code === '' ? PLAIN_VIEW : decodeView(code)
  return view === null ? null : { view, savedId }
}

export function keepView(tableId: string, { view, savedId }: KeptView): void {
  const code = encodeView(view)
  if (code === '' && savedId === null) {
    localStorage.removeItem(keyOf(tableId))
    return
  }
  try {
    localStorage.setItem(keyOf(tableId), savedId === null ? code : `${code}${SEPARATOR}${savedId}`)
  } catch {
    // no room on this device: the view stays in the address
  }
}

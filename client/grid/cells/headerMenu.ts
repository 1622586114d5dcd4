import type { SuppressHeaderKeyboardEventParams } from 'ag-grid-community'
import { ROW_NUMBER } from '../overlay.ts'
import type { HeaderView } from './HeaderContext.ts'
import { placeBelow } from './placeBelow.ts'

/** The column whose header this is a part of; null for anything else. */
export function headerKeyOf(target: EventTarget): string | null {
  const key = target instanceof Element ? target.closest('.ag-header-cell')?.getAttribute('col-id') : null
  return key === undefined || key === ROW_NUMBER ? null : key
}

/** Alt+Down in a header opens its menu. */
export function openMenuByKey({ event, column }: SuppressHeaderKeyboardEventParams, header: HeaderView): boolean {
  const cell = event.target instanceof Element ? event.target.closest('.ag-header-cell') : null
  if (cell === null || !event.altKey || event.key !== 'ArrowDown' || !('getColId' in column)) {
    return false
  }
  event.preventDefault()
  const key = column.getColId()
  // Not within this key: the menu would take it for its own and close again.
  requestAnimationFrame(() => header.openMenu(key, placeBelow(cell)))
  return true
}

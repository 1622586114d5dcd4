import { isGroupId } from './groupId.ts'

/** What keys do to groups. */
export interface GroupKeyActions {
  readonly rtl: boolean
  /** Opens the group of the active head, or closes it. */
  toggleGroup(): void
  /** Opens the group that is active, or closes the one around the active row; false when rows are not grouped. */
  foldGroup(isClosed: boolean): boolean
}

/**
 * Alt+Shift with the arrow that points outwards closes a group, with the other one it opens, as outlines in a spreadsheet;
 * on a head Enter and Space do both. Nothing can be typed there. True when the key was one of these.
 */
export function handleGroupKey(event: KeyboardEvent, row: string, actions: GroupKeyActions): boolean {
  const isModified = event.ctrlKey || event.metaKey
  if ((event.key === 'ArrowLeft' || event.key === 'ArrowRight') && event.altKey && event.shiftKey && !isModified) {
    return actions.foldGroup((event.key === 'ArrowLeft') !== actions.rtl)
  }
  if (!isGroupId(row) || isModified || event.altKey) {
    return false
  }
  if ((event.key === 'Enter' || event.key === ' ') && !event.shiftKey) {
    actions.toggleGroup()
    return true
  }
  return event.key === 'F2' || event.key.length === 1
}

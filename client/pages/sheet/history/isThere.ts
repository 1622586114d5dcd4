import type { SheetColumns } from '#collab/schema/JoinedColumns.ts'
import { DELETED, ORDER } from '#collab/schema/layout.ts'

/** Whether a row is on screen: it has a place and is not deleted. */
export function isThere(columns: Pick<SheetColumns, 'slotOf' | 'value'>, row: string): boolean {
  const slot = columns.slotOf(row)
  return slot !== undefined && typeof columns.value(slot, ORDER) === 'string' && columns.value(slot, DELETED) !== true
}

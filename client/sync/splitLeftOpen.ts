import type { Sheet } from '#collab/schema/Sheet.ts'
import { isSameValue } from '#shared/cells/cellValue.ts'
import type { OpenWrites } from './device/KeptWork.ts'
import type { Intent } from './IntentLog.ts'

/**
 * Of the writes that closed tabs left open in a document: those that the local copy has, and those that it does not have
 * and would not send, because a disk that was full kept less than was typed.
 */
export function splitLeftOpen(left: readonly OpenWrites[], copy: Sheet): { here: Intent[]; missing: Intent[] } {
  const open = left.flatMap(({ batches }) => batches.flat())
  const last = new Map(open.map((intent) => [`${intent.row}:${intent.ordinal}`, intent.value]))
  const isHere = ({ row, ordinal }: Intent): boolean =>
    isSameValue(copy.value(row, ordinal), last.get(`${row}:${ordinal}`) ?? null)
  return { here: open.filter(isHere), missing: open.filter((intent) => !isHere(intent)) }
}

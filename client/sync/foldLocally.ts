import type { FoldProof } from '#collab/protocol/generations.ts'
import { foldInSteps } from '#collab/schema/foldSheet.ts'
import { inSlices } from '#collab/schema/inSlices.ts'
import type { Sheet } from '#collab/schema/Sheet.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Intent } from './IntentLog.ts'

/** With more unsent cells it is as quick to load the document. */
const MAX_UNSENT = 5000

/**
 * Makes the first state of the next generation out of this document, so that it need not be downloaded. `unsent` is what
 * the document has and the server had not. Null when what comes out is not what the server made, and where the browser has
 * no SHA-256 (no secure context).
 */
export async function foldLocally(
  sheet: Sheet,
  { sha256, before }: FoldProof,
  unsent: readonly Intent[],
): Promise<Uint8Array<ArrayBuffer> | null> {
  const subtle = globalThis.crypto?.subtle
  if (subtle === undefined || unsent.length > MAX_UNSENT) {
    return null
  }
  const fold = await inSlices(foldInSteps(sheet, { instead: formerCells(unsent, before) }))
  const hash = new Uint8Array(await subtle.digest('SHA-256', fold))
  const hex = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex === sha256 ? fold : null
}

/** What the server had instead: what our first write replaced, and what it says itself. */
function formerCells(unsent: readonly Intent[], before: FoldProof['before']): Map<string, Map<number, CellValue>> {
  const cells = new Map<string, Map<number, CellValue>>()
  const put = (row: string, ordinal: number, value: CellValue): void => {
    const known = cells.get(row) ?? new Map<number, CellValue>()
    cells.set(row, known.set(ordinal, value))
  }
  unsent.toReversed().forEach((intent) => put(intent.row, intent.ordinal, intent.before))
  before.forEach(({ row, ordinal, value }) => put(row, ordinal, value))
  return cells
}

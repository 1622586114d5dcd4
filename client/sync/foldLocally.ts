import type { FoldProof } from '#collab/protocol/generations.ts'
import { foldInSteps } from '#collab/schema/foldSheet.ts'
import type { Sheet } from '#collab/schema/Sheet.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Intent } from './IntentLog.ts'

/** So long the page may be held up at a time, in milliseconds. */
const SLICE_MS = 8

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
): Promise<Uint8Array | null> {
  const subtle = globalThis.crypto?.subtle
  if (subtle === undefined || unsent.length > MAX_UNSENT) {
    return null
  }
  const steps = foldInSteps(sheet, { instead: formerCells(unsent, before) })
  let step = steps.next()
  let pause = performance.now() + SLICE_MS
  while (step.done !== true) {
    if (performance.now() > pause) {
      await new Promise((resolve) => setTimeout(resolve))
      pause = performance.now() + SLICE_MS
    }
    step = steps.next()
  }
  const fold = Uint8Array.from(step.value)
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

/** An update that writes to a document without touching it, for programs: it goes through the gate like everybody's. */
import * as Y from 'yjs'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { encodeBlock, type ValueAt } from '#collab/schema/encodeBlock.ts'
import { cellKey } from '#collab/schema/layout.ts'
import type { Sheet } from '#collab/schema/Sheet.ts'
import { lastEntry } from './entries.ts'
import { encodeUpdate } from '#collab/schema/encodeUpdate.ts'

export interface SheetWrite {
  cells: readonly { row: string; ordinal: number; value: CellValue }[]
  rectangles: readonly { rows: readonly string[]; ordinals: readonly number[]; valueAt: ValueAt }[]
}

/** The same as `sheet.set` and `sheet.write` in one transaction of `client`, for the document as it is now. */
export function encodeWrite(sheet: Sheet, client: number, write: SheetWrite): Uint8Array {
  const items: Y.Item[] = []
  const covered: Y.ID[] = []
  let clock = Y.getState(sheet.doc.store, client)
  let lastPatch = lastPatchId(sheet)
  for (const { rows, ordinals, valueAt } of write.rectangles) {
    const id = Y.createID(client, clock++)
    const content = new Y.ContentBinary(encodeBlock(rows, ordinals, valueAt))
    items.push(
      new Y.Item(id, null, lastPatch, null, null, lastPatch === null ? sheet.layers.patches : null, null, content),
    )
    lastPatch = id
    for (const key of sheet.coveredKeys(rows, ordinals)) {
      covered.push(lastEntry(sheet, key)!.lastId)
    }
  }
  for (const { row, ordinal, value } of write.cells) {
    const key = cellKey(row, ordinal)
    const seen = lastEntry(sheet, key)?.lastId ?? null
    const parent = seen === null ? sheet.layers.cells : null
    const content = new Y.ContentAny([value])
    items.push(
      new Y.Item(Y.createID(client, clock++), null, seen, null, null, parent, seen === null ? key : null, content),
    )
    if (seen !== null) {
      covered.push(seen)
    }
  }
  return encodeUpdate(items, null, covered)
}

function lastPatchId(sheet: Sheet): Y.ID | null {
  let last: Y.Item | null = null
  for (let item = sheet.layers.patches._start; item !== null; item = item.right) {
    last = item
  }
  return last === null ? null : last.lastId
}

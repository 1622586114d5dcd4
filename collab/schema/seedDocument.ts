import * as Y from 'yjs'
import { encodeBlock, type ValueAt } from './encodeBlock.ts'
import { FOLD_CLIENT, layersOf, ORDER } from './layout.ts'
import { seedOrderKeys } from './orderKey.ts'

/** Rows of one base block: small enough to decode one at a time, large enough to compress. */
export const ROWS_PER_BLOCK = 2000

/**
 * The first state of a common part as one Yjs update: the rows in the order given, packed as base blocks. `ordinals` are
 * real fields (2 and up); the order keys are added here. The same content always gives the same bytes.
 */
export function encodeSeed(rows: readonly string[], ordinals: readonly number[], valueAt: ValueAt): Uint8Array {
  const orderKeys = seedOrderKeys(rows.length)
  return encodeCells(rows, [ORDER, ...ordinals], (row, column) =>
    column === 0 ? (orderKeys[row] ?? null) : valueAt(row, column - 1),
  )
}

/** The first state of a part that holds only cells of rows, which have their order in the common part. */
export function encodeCells(rows: readonly string[], ordinals: readonly number[], valueAt: ValueAt): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = FOLD_CLIENT
  const { base } = layersOf(doc)
  doc.transact(() => {
    for (let start = 0; start < rows.length; start += ROWS_PER_BLOCK) {
      const slice = rows.slice(start, start + ROWS_PER_BLOCK)
      const block = encodeBlock(slice, ordinals, (row, column) => valueAt(start + row, column))
      base.set(String(start / ROWS_PER_BLOCK).padStart(5, '0'), block)
    }
  })
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return update
}
